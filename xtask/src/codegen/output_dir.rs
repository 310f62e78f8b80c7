//! Compares generated files with those on disk, and replaces the ones that differ.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use tempfile::NamedTempFile;

use super::file::GeneratedFile;

/// The directories of the workspace that contain only generated files.
const DIRECTORIES: [&str; 2] = ["sdk/src/generated", "tests/src/generated"];

/// A file that differs from the generated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path, as in [`GeneratedFile::path`].
    pub path: String,
    /// The text on disk, if the file exists.
    pub present: Option<String>,
    /// The generated text, or `None` for a file that is no longer generated.
    pub generated: Option<String>,
}

/// Compares generated files with those on disk, by path.
#[must_use]
pub fn differences(generated: &[GeneratedFile], present: &BTreeMap<String, String>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for GeneratedFile { path, text } in generated {
        // Git may check out files with CRLF.
        let found = present.get(path).map(|text| text.replace("\r\n", "\n"));
        if found.as_ref() != Some(text) {
            let (path, generated) = (path.clone(), Some(text.clone()));
            differences.push(Difference { path, present: found, generated });
        }
    }
    for (path, text) in present {
        if generated.iter().all(|file| file.path != *path) {
            let (path, present) = (path.clone(), Some(text.clone()));
            differences.push(Difference { path, present, generated: None });
        }
    }
    differences
}

/// Reads the files in the workspace's generated directories, by path.
///
/// # Errors
///
/// If a file cannot be read, or a generated directory contains another directory.
pub fn present(root: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut present = BTreeMap::new();
    for directory in DIRECTORIES {
        let Ok(entries) = std::fs::read_dir(root.join(directory)) else { continue };
        for entry in entries {
            let entry = entry?;
            let path = format!("{directory}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                anyhow::bail!(
                    "{path}: expected generated files only, found a directory\n  help: move it away"
                );
            }
            let bytes = std::fs::read(entry.path()).with_context(|| format!("{path}: cannot be read"))?;
            present.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(present)
}

/// Writes and removes files below `root`. First stages every file next to its destination, so that a failure leaves all
/// of them as they were.
///
/// # Errors
///
/// If a file cannot be written or removed.
pub fn write(root: &Path, differences: &[Difference]) -> anyhow::Result<()> {
    let mut staged = Vec::new();
    for Difference { path, generated, .. } in differences {
        let destination = root.join(path);
        let file = generated.as_ref().map(|text| stage(&destination, text)).transpose();
        let file = file.with_context(|| format!("{}: cannot be written", destination.display()))?;
        staged.push((file, destination));
    }
    for (file, destination) in staged {
        if let Some(file) = file {
            file.persist(&destination)
                .with_context(|| format!("{}: cannot be written", destination.display()))?;
        } else {
            std::fs::remove_file(&destination)
                .with_context(|| format!("{}: cannot be removed", destination.display()))?;
        }
    }
    Ok(())
}

/// Writes a temporary file next to `destination`, so that it can replace the old file in one step.
fn stage(destination: &Path, text: &str) -> std::io::Result<NamedTempFile> {
    let directory = destination.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(directory)?;
    let mut builder = tempfile::Builder::new();
    // Temporary files are readable by their owner only.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}
