//! The directory that a crate is written into: it is empty, or it holds what was written before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use anyhow::{Context as _, bail};

use super::manifest;
use crate::codegen::GeneratedFile;

/// Sees to it that nothing in `out` but our own is replaced by `files`. Returns the files that were written before.
pub(super) fn claim(out: &Path, files: &[GeneratedFile]) -> anyhow::Result<BTreeMap<String, String>> {
    let shown = out.display();
    match std::fs::metadata(out) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(error).with_context(|| format!("{shown}: cannot be read")),
        Ok(metadata) if !metadata.is_dir() => bail!("{shown}: not a directory"),
        Ok(_) => {}
    }
    let ours = written_before(out)?;
    let mut foreign = BTreeSet::new();
    match &ours {
        // What cargo or a maintainer put beside them is left alone, but the sources are all ours.
        Some(ours) => {
            let mut found = BTreeSet::new();
            collect(&out.join("src"), "src", &mut found)?;
            foreign.extend(found.into_iter().filter(|path| !ours.contains(path)));
            let in_the_way =
                |file: &&GeneratedFile| !ours.contains(&file.path) && out.join(&file.path).exists();
            foreign.extend(files.iter().filter(in_the_way).map(|file| file.path.clone()));
        }
        None => {
            for entry in std::fs::read_dir(out).with_context(|| format!("{shown}: cannot be read"))? {
                let name = entry.with_context(|| format!("{shown}: cannot be read"))?.file_name();
                let name = name.to_string_lossy().into_owned();
                // A repository for the crate may have been made before it.
                if !name.starts_with('.') {
                    foreign.insert(name);
                }
            }
        }
    }
    if let Some(path) = foreign.first() {
        let path = out.join(path);
        bail!(
            "{}: not written by `cargo xtask codegen`: move it away, or give another directory; nothing was written",
            path.display()
        );
    }
    let mut present = BTreeMap::new();
    for path in ours.into_iter().flatten() {
        let place = out.join(&path);
        match std::fs::read_to_string(&place) {
            Ok(text) => _ = present.insert(path, text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("{}: cannot be read", place.display())),
        }
    }
    Ok(present)
}

/// The files that the manifest in `out` says we wrote; `None` if there is none of ours.
fn written_before(out: &Path) -> anyhow::Result<Option<BTreeSet<String>>> {
    let path = out.join(manifest::PATH);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("{}: cannot be read", path.display())),
    };
    let Some(files) = manifest::files(&text) else { return Ok(None) };
    // Whatever a manifest says, nothing outside of the directory is ours.
    let is_inside =
        |file: &&String| Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
    let mut ours: BTreeSet<String> = files.iter().filter(is_inside).cloned().collect();
    ours.insert(manifest::PATH.to_owned());
    Ok(Some(ours))
}

/// The files below a directory.
fn collect(directory: &Path, shown: &str, files: &mut BTreeSet<String>) -> anyhow::Result<()> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("{}: cannot be read", directory.display())),
    };
    for entry in entries {
        let entry = entry.with_context(|| format!("{}: cannot be read", directory.display()))?;
        let path = format!("{shown}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}
