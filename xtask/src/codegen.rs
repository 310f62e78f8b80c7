//! Generates the SDK's code: lower → progenitor → postprocess → format.

mod emit;
mod error;
mod file;
mod format;
mod generator;
mod lower;
mod markers;
mod output_dir;
mod package;
mod pipeline;
mod postprocess;
mod secret_types;
mod signature;
mod syntax;

use crate::check::Checked;
use crate::workspace::CRATE;

pub use error::GeneratorError;
pub use file::GeneratedFile;
pub use output_dir::{Difference, differences, present, write};
pub use package::{Package, generate_package};

/// Generates every file of the workspace, in memory.
///
/// # Errors
///
/// If progenitor fails on a document that passed the checks.
pub fn generate(document: &Checked) -> Result<Vec<GeneratedFile>, GeneratorError> {
    let code = pipeline::run(document, &file::Origin { crate_name: CRATE, document: &document.path })?;
    let sdk = code.sdk.into_iter().map(|(name, text)| (format!("sdk/src/generated/{name}"), text));
    let files = sdk.chain([("tests/src/generated/mod.rs".to_owned(), code.dynamic_client)]);
    Ok(files.map(|(path, text)| GeneratedFile { path, text }).collect())
}
