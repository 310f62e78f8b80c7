//! `cargo xtask codegen`: load → check → generate → passes → format → write, or compare.

mod emit;
mod format;
mod generator;
mod passes;
mod prepare;
mod write;

use std::process::ExitCode;

use crate::check::check;
use crate::document::Document;
use crate::workspace::{DOCUMENT, root};

pub use emit::{method_name, server_name, type_name, variant_name};
pub use generator::GeneratorError;
pub use prepare::inline_enumerations;
pub use write::{Difference, Mode, differences, present};

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Its path, relative to the workspace's root.
    pub path: &'static str,
    /// Its text.
    pub text: String,
}

/// The crate that the generated code is in.
const CRATE: &str = "certcentral";

/// The directories that hold generated files and nothing else.
pub const DIRECTORIES: [&str; 2] = ["sdk/src/generated", "tests/src/generated"];

/// Generates from the workspace's document.
///
/// # Errors
///
/// If the document is missing or wrong, or a file cannot be written.
pub fn run(mode: Mode) -> anyhow::Result<ExitCode> {
    let root = root();
    let document = Document::read(&root.join(DOCUMENT), DOCUMENT)?;
    let files = generate(&document)?;
    write::run(&root, &files, mode)
}

/// Generates every file from a document, in memory.
///
/// # Errors
///
/// [`Findings`](crate::finding::Findings) if the document is wrong; [`GeneratorError`] if the generator fails on
/// something that the checks do not know.
pub fn generate(document: &Document) -> anyhow::Result<Vec<GeneratedFile>> {
    let findings = check(document);
    if findings.has_errors() {
        return Err(findings.into());
    }
    Ok(generator::guarded(document, || generate_checked(document))??)
}

fn generate_checked(document: &Document) -> Result<Vec<GeneratedFile>, GeneratorError> {
    let prepared = prepare::prepare(document)?;
    let sdk = generator::sdk(document, &prepared)?;
    let operations = emit::operations::read(document);
    let httpmock = generator::httpmock(document, &prepared)?;
    let parts = passes::run(sdk, httpmock, document, &prepared, &operations);
    let calls = emit::calls::file(CRATE, document, &operations, &parts);
    let file = |path, file| GeneratedFile { path, text: format::text(document, file) };
    Ok(vec![
        file("sdk/src/generated/mod.rs", emit::module()),
        file("sdk/src/generated/builder.rs", parts.builder),
        file("sdk/src/generated/client.rs", parts.client),
        file("sdk/src/generated/document.rs", emit::document::file(document)),
        file("sdk/src/generated/httpmock.rs", parts.httpmock),
        file("sdk/src/generated/types.rs", parts.types),
        file("tests/src/generated/mod.rs", calls),
    ])
}
