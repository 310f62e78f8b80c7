//! `cargo xtask codegen --document FILE --out DIR`: a crate of its own from any other document.
//!
//! It is the SDK with another document's code in the place of `generated/`: the hand-written sources are copied as
//! they are, so that what holds of our own SDK holds of it.

mod manifest;
mod name;
mod place;
mod sources;

use std::path::Path;
use std::process::ExitCode;

use super::{GeneratedFile, Mode, Origin, code, print_warnings, write};
use crate::document::Document;
use crate::workspace::root;

use manifest::Manifest;
pub use name::NameError;

/// A crate that is generated from a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The crate's name.
    pub name: String,
    /// Its files.
    pub files: Vec<GeneratedFile>,
    /// The tests' view of it: a file that is no part of it.
    pub calls: String,
}

/// Generates a crate from the document at `document` into the directory `out`. Its name is `name`, or else made of
/// the document's title.
///
/// # Errors
///
/// If the document is missing or wrong, if the name cannot be a crate's, if `out` holds files that no such run has
/// written, or if a file cannot be written.
pub fn run_package(document: &Path, out: &Path, name: Option<&str>, mode: Mode) -> anyhow::Result<ExitCode> {
    let mut command =
        format!("cargo xtask codegen --document {} --out {}", document.display(), out.display());
    if let Some(name) = name {
        command.extend([" --name ", name]);
    }
    let document = Document::read(document, &document.display().to_string())?;
    let package = generate_package(&document, name)?;
    print_warnings(&document);
    package.put(out, mode, &command, &mut std::io::stdout().lock())
}

impl Package {
    /// Writes the crate's files into `out`, or compares them with what is there; says so to `log`. `command` is what
    /// writes them.
    ///
    /// # Errors
    ///
    /// If `out` holds files that were not written by an earlier run, or if a file cannot be written.
    pub fn put(
        &self,
        out: &Path,
        mode: Mode,
        command: &str,
        log: &mut dyn std::io::Write,
    ) -> anyhow::Result<ExitCode> {
        let present = place::claim(out, &self.files)?;
        let shown = |path: &str| out.join(path).display().to_string();
        write::Output { root: out, shown: &shown, command }.run(&self.files, &present, mode, log)
    }
}

/// Generates every file of a crate from a document, in memory.
///
/// # Errors
///
/// [`NameError`] if the crate cannot be called that; otherwise as [`generate`](super::generate()), and if the SDK's
/// sources cannot be read.
pub fn generate_package(document: &Document, name: Option<&str>) -> anyhow::Result<Package> {
    // What the document says of itself has to be the same wherever it is and however it was named.
    let file_name = Path::new(&document.path).file_name().unwrap_or_default().to_string_lossy();
    let manifest = Manifest::read(&root())?;
    let name = name::choose(document, name, &manifest.dependencies())?;
    let origin = Origin { crate_name: &name, document: &file_name };
    let code = code(document, &origin)?;
    let mut files = sources::read(&root().join("sdk"), document, &origin)?;
    files.extend(
        code.sdk
            .into_iter()
            .map(|(name, text)| GeneratedFile { path: format!("src/generated/{name}"), text }),
    );
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let text = manifest.text(document, &origin, &paths);
    files.push(GeneratedFile { path: manifest::PATH.to_owned(), text });
    Ok(Package { name, files, calls: code.calls })
}
