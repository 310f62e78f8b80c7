//! Puts generated files in their places, or compares them with what is there.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use similar::TextDiff;

use super::{DIRECTORIES, GeneratedFile};

/// What to do with generated files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Replace what differs, remove what is not generated any more.
    Write,
    /// Print what differs.
    Check,
}

/// A file that is not as it is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its path, relative to the workspace's root.
    pub path: String,
    /// Its text as it is, if it is there.
    pub present: Option<String>,
    /// Its text as it is generated, if it is.
    pub generated: Option<String>,
}

/// Compares what is generated with what is `present`: every file of the generated directories, by its path.
#[must_use]
pub fn differences(generated: &[GeneratedFile], present: &BTreeMap<String, String>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for GeneratedFile { path, text } in generated {
        // A checkout may have turned the line endings.
        let found = present.get(*path).map(|text| text.replace("\r\n", "\n"));
        if found.as_ref() != Some(text) {
            let (path, generated) = ((*path).to_owned(), Some(text.clone()));
            differences.push(Difference { path, present: found, generated });
        }
    }
    for (path, text) in present {
        if generated.iter().all(|file| file.path != path) {
            let (path, present) = (path.clone(), Some(text.clone()));
            differences.push(Difference { path, present, generated: None });
        }
    }
    differences
}

/// Every file of the generated directories, by its path.
///
/// # Errors
///
/// If one cannot be read, or there is a directory among them.
pub fn present(root: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut present = BTreeMap::new();
    for directory in DIRECTORIES {
        let Ok(entries) = std::fs::read_dir(root.join(directory)) else { continue };
        for entry in entries {
            let entry = entry?;
            let path = format!("{directory}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                anyhow::bail!("{path}: a directory where only generated files belong: move it away");
            }
            let bytes = std::fs::read(entry.path()).with_context(|| format!("{path}: cannot be read"))?;
            present.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(present)
}

pub(super) fn run(root: &Path, files: &[GeneratedFile], mode: Mode) -> anyhow::Result<ExitCode> {
    let differences = differences(files, &present(root)?);
    let mut out = std::io::stdout().lock();
    for file in files.iter().filter(|file| differences.iter().all(|difference| difference.path != file.path))
    {
        writeln!(out, "current  {}", file.path)?;
    }
    for Difference { path, present, generated } in &differences {
        match (mode, generated) {
            (Mode::Check, _) => {
                let text = |text: &Option<String>| text.clone().unwrap_or_default();
                print_diff(&mut out, path, &text(present), &text(generated))?;
            }
            (Mode::Write, Some(text)) => {
                replace(&root.join(path), text).with_context(|| format!("{path}: cannot be written"))?;
                writeln!(out, "wrote    {path}")?;
            }
            (Mode::Write, None) => {
                std::fs::remove_file(root.join(path))
                    .with_context(|| format!("{path}: cannot be removed"))?;
                writeln!(out, "removed  {path}")?;
            }
        }
    }
    let differ = differences.len();
    if mode == Mode::Check && differ > 0 {
        let plural = if differ == 1 { " differs" } else { "s differ" };
        writeln!(out, "{differ} file{plural} from the document: run `cargo xtask codegen`")?;
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Replaces a file in one step: it is the old one or the new one, never a part.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(directory)?;
    let mut builder = tempfile::Builder::new();
    // Temporary files are for their owner alone; these are not.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

fn print_diff(out: &mut impl std::io::Write, path: &str, old: &str, new: &str) -> std::io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    write!(
        out,
        "{}",
        diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}"))
    )
}
