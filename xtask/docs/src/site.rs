//! A site: its files, and how they get into a directory.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};

use super::published::HEAD;

/// Files by their paths in the site, the parts of which are separated by `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The file by which a site is known to be one of these: it begins with [`HEAD`].
const MARK: &str = "openapi.yaml";

/// Puts a site in the place of what is in `out`, which has to be a site, empty, or not there.
///
/// # Errors
///
/// If `out` holds anything else, or cannot be written: what was there is there still.
pub fn write(files: &Files, out: &Path) -> anyhow::Result<()> {
    let shown = out.display();
    // A link to a directory stays one.
    let out = match out.canonicalize() {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            std::path::absolute(out).with_context(|| format!("{shown}: is no path"))?
        }
        Err(error) => return Err(error).with_context(|| format!("{shown}: cannot be read")),
    };
    let is_there = refuse_other(files, &out).with_context(|| {
        format!("{shown}: cannot be replaced by the site; choose another directory with --out, or make this one empty")
    })?;
    let parent = out.parent().with_context(|| format!("{shown}: is no place for a site"))?;
    let cannot = || format!("{shown}: cannot be written");
    std::fs::create_dir_all(parent).with_context(cannot)?;
    let beside = beside(parent).with_context(cannot)?;
    let new = beside.path().join("new");
    for (path, bytes) in files {
        let file = new.join(path);
        let write = || {
            file.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            std::fs::write(&file, bytes)
        };
        write().with_context(|| format!("{path}: cannot be written"))?;
    }
    let old = beside.path().join("old");
    if is_there {
        std::fs::rename(&out, &old).with_context(cannot)?;
    }
    if let Err(error) = std::fs::rename(&new, &out) {
        if is_there {
            std::fs::rename(&old, &out)
                .with_context(|| format!("{shown}: was moved to {}", keep(beside).display()))?;
        }
        return Err(error).with_context(cannot);
    }
    // What is left of the old site is nobody's: that it cannot be removed is said, and changes nothing.
    let left = beside.path().display().to_string();
    if let Err(error) = beside.close() {
        eprintln!("{left}: cannot be removed: {error}");
    }
    Ok(())
}

/// A directory in which a site is put together, on the same file system.
fn beside(parent: &Path) -> std::io::Result<tempfile::TempDir> {
    tempfile::Builder::new().prefix(".site-").tempdir_in(parent)
}

fn keep(directory: tempfile::TempDir) -> PathBuf {
    directory.keep()
}

/// Whether there is something to replace; an error if it is not a site, or holds more than one.
fn refuse_other(files: &Files, out: &Path) -> anyhow::Result<bool> {
    let entries = match std::fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotADirectory => bail!("it is a file"),
        Err(error) => return Err(error).context("it cannot be read"),
    };
    let entries = entries.collect::<Result<Vec<_>, _>>().context("it cannot be read")?;
    if entries.is_empty() {
        return Ok(true);
    }
    let mark = std::fs::read_to_string(out.join(MARK)).unwrap_or_default();
    ensure!(mark.starts_with(HEAD), "it is not empty, and not a site that this command has written");
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours = files.keys().any(|path| path.split('/').next() == Some(&name));
        ensure!(is_ours, "it holds `{name}`, which is no part of the site");
    }
    Ok(true)
}
