//! Puts generated files in their places, or compares them with what is there.

use std::collections::BTreeSet;
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

pub(super) fn run(root: &Path, files: &[GeneratedFile], mode: Mode) -> anyhow::Result<ExitCode> {
    let stale = stale(root, files)?;
    let mut out = std::io::stdout().lock();
    let mut differ = 0_usize;
    for GeneratedFile { path, text } in files {
        let current = read(root, path)?;
        if current.as_deref() == Some(text) {
            writeln!(out, "current  {path}")?;
            continue;
        }
        differ += 1;
        match mode {
            Mode::Write => {
                replace(&root.join(path), text).with_context(|| format!("{path}: cannot be written"))?;
                writeln!(out, "wrote    {path}")?;
            }
            Mode::Check => print_diff(&mut out, path, current.as_deref().unwrap_or_default(), text)?,
        }
    }
    for path in stale {
        differ += 1;
        match mode {
            Mode::Write => {
                std::fs::remove_file(root.join(&path))
                    .with_context(|| format!("{path}: cannot be removed"))?;
                writeln!(out, "removed  {path}")?;
            }
            Mode::Check => {
                let current = read(root, &path)?.unwrap_or_default();
                print_diff(&mut out, &path, &current, "")?;
            }
        }
    }
    if mode == Mode::Check && differ > 0 {
        let plural = if differ == 1 { " differs" } else { "s differ" };
        writeln!(out, "{differ} file{plural} from the document: run `cargo xtask codegen`")?;
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn read(root: &Path, path: &str) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(root.join(path)) {
        // A checkout may have turned the line endings.
        Ok(text) => Ok(Some(text.replace("\r\n", "\n"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{path}: cannot be read")),
    }
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

/// Files in the generated directories that are not generated.
fn stale(root: &Path, files: &[GeneratedFile]) -> anyhow::Result<BTreeSet<String>> {
    let mut stale = BTreeSet::new();
    for directory in DIRECTORIES {
        let Ok(entries) = std::fs::read_dir(root.join(directory)) else { continue };
        for entry in entries {
            let entry = entry?;
            let path = format!("{directory}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                anyhow::bail!("{path}: a directory where only generated files belong: move it away");
            }
            if files.iter().all(|file| file.path != path) {
                stale.insert(path);
            }
        }
    }
    Ok(stale)
}

fn print_diff(out: &mut impl std::io::Write, path: &str, old: &str, new: &str) -> std::io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    write!(
        out,
        "{}",
        diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}"))
    )
}
