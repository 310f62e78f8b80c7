//! Puts generated files in their places, or compares them with what is there.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use similar::TextDiff;
use tempfile::NamedTempFile;

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
    /// Its path, as that of a [`GeneratedFile`].
    pub path: String,
    /// Its text as it is, if it is there.
    pub present: Option<String>,
    /// Its text as it is generated, if it is.
    pub generated: Option<String>,
}

/// Compares what is generated with what is `present`: every file that was generated, by its path.
#[must_use]
pub fn differences(generated: &[GeneratedFile], present: &BTreeMap<String, String>) -> Vec<Difference> {
    let mut differences = Vec::new();
    for GeneratedFile { path, text } in generated {
        // A checkout may have turned the line endings.
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

/// Every file of the generated directories of the workspace, by its path.
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

/// Where generated files go.
pub(super) struct Output<'a> {
    /// The directory that their paths start from.
    pub(super) root: &'a Path,
    /// A file's path, as it is shown.
    pub(super) shown: &'a dyn Fn(&str) -> String,
    /// The command that writes them.
    pub(super) command: &'a str,
}

impl Output<'_> {
    /// Writes `files` in the place of what is `present`, or compares them.
    pub(super) fn run(
        &self,
        files: &[GeneratedFile],
        present: &BTreeMap<String, String>,
        mode: Mode,
        log: &mut dyn std::io::Write,
    ) -> anyhow::Result<ExitCode> {
        let differences = differences(files, present);
        let differs = |path: &str| differences.iter().any(|difference| difference.path == path);
        for file in files.iter().filter(|file| !differs(&file.path)) {
            writeln!(log, "current  {}", (self.shown)(&file.path))?;
        }
        match mode {
            Mode::Write => self.write(&differences, log),
            Mode::Check => self.compare(&differences, log),
        }
    }

    /// Writes each file beside its place, and only when all of them could be written into their places.
    fn write(&self, differences: &[Difference], log: &mut dyn std::io::Write) -> anyhow::Result<ExitCode> {
        let mut staged = Vec::new();
        for Difference { path, generated, .. } in differences {
            let (place, shown) = (self.root.join(path), (self.shown)(path));
            let file = generated.as_ref().map(|text| stage(&place, text)).transpose();
            let file = file.with_context(|| format!("{shown}: cannot be written"))?;
            staged.push((file, place, shown));
        }
        for (file, place, shown) in staged {
            if let Some(file) = file {
                file.persist(&place).with_context(|| format!("{shown}: cannot be written"))?;
                writeln!(log, "wrote    {shown}")?;
            } else {
                std::fs::remove_file(&place).with_context(|| format!("{shown}: cannot be removed"))?;
                writeln!(log, "removed  {shown}")?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn compare(&self, differences: &[Difference], log: &mut dyn std::io::Write) -> anyhow::Result<ExitCode> {
        for Difference { path, present, generated } in differences {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            print_diff(log, &(self.shown)(path), &text(present), &text(generated))?;
        }
        let differ = differences.len();
        if differ == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        let plural = if differ == 1 { " differs" } else { "s differ" };
        writeln!(log, "{differ} file{plural} from the document: run `{}`", self.command)?;
        Ok(ExitCode::FAILURE)
    }
}

/// Writes a file beside its place: in one step, it will be the old one or the new one, never a part.
fn stage(path: &Path, text: &str) -> std::io::Result<NamedTempFile> {
    let directory = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(directory)?;
    let mut builder = tempfile::Builder::new();
    // Temporary files are for their owner alone; these are not.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}

fn print_diff(log: &mut dyn std::io::Write, path: &str, old: &str, new: &str) -> std::io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    write!(
        log,
        "{}",
        diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}"))
    )
}
