//! Generates a crate from any document: the SDK's sources, with code of that document in `generated/`.
//!
//! Tests use it to exercise one feature of the generator on one small document.

mod manifest;
mod sources;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::file::{GeneratedFile, Origin};
use super::output_dir::{Difference, differences, write};
use super::pipeline;
use crate::check::Checked;
use crate::naming::crate_name;
use crate::workspace::root;

/// A crate that is generated from a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The crate's files.
    pub files: Vec<GeneratedFile>,
    /// The tests' dynamic client, which is not part of the crate.
    pub dynamic_client: String,
}

/// Generates every file of a crate, in memory. The crate is named after the document's file.
///
/// # Errors
///
/// As [`generate`](super::generate), and if the SDK's sources cannot be read.
pub fn generate_package(document: &Checked) -> anyhow::Result<Package> {
    // Uses only the file's name, so that the result does not depend on the directory.
    let path = Path::new(&document.path);
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = crate_name(&path.file_stem().unwrap_or_default().to_string_lossy());
    let origin = Origin { crate_name: &name, document: &file_name };
    let code = pipeline::run(document, &origin)?;
    let mut files = sources::read(&root().join("sdk"), document.api(), &origin)?;
    let generated = code.sdk.into_iter();
    files.extend(generated.map(|(name, text)| GeneratedFile { path: format!("src/generated/{name}"), text }));
    files.push(GeneratedFile { path: manifest::PATH.to_owned(), text: manifest::text(&root(), &origin)? });
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Package { files, dynamic_client: code.dynamic_client })
}

impl Package {
    /// Compares the crate with the files in `out`.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or `out` is not empty and is not a generated crate.
    pub fn differences(&self, out: &Path) -> anyhow::Result<Vec<Difference>> {
        let manifest = std::fs::read_to_string(out.join(manifest::PATH)).unwrap_or_default();
        let is_used = std::fs::metadata(out).is_ok_and(|metadata| {
            !metadata.is_dir() || std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some())
        });
        if is_used && !manifest.contains(manifest::MARKER) {
            bail!(
                "{}: expected a generated crate or an empty directory\n  help: choose another `--out`",
                out.display()
            );
        }
        let mut present = BTreeMap::from([(manifest::PATH.to_owned(), manifest)]);
        collect(out, "src", &mut present)?;
        present.retain(|path, text| path != manifest::PATH || !text.is_empty());
        Ok(differences(&self.files, &present))
    }

    /// Writes the crate into `out`.
    ///
    /// # Errors
    ///
    /// As [`Self::differences`], and if a file cannot be written.
    pub fn write(&self, out: &Path) -> anyhow::Result<()> {
        write(out, &self.differences(out)?)
    }
}

/// Reads all files below a directory of the crate.
fn collect(out: &Path, directory: &str, files: &mut BTreeMap<String, String>) -> anyhow::Result<()> {
    let Ok(entries) = std::fs::read_dir(out.join(directory)) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let path = format!("{directory}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(out, &path, files)?;
        } else {
            let shown = entry.path();
            let bytes =
                std::fs::read(&shown).with_context(|| format!("{}: cannot be read", shown.display()))?;
            files.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(())
}
