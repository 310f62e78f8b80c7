//! `cargo xtask codegen`: load → check → generate → passes → format → write, or compare.

mod emit;
mod format;
mod generator;
mod package;
mod passes;
mod prepare;
mod write;

use std::process::ExitCode;

use crate::check::{check, colour};
use crate::document::Document;
use crate::finding::{Findings, human};
use crate::workspace::{CRATE, DOCUMENT, root};

pub use emit::{base_url, method_name, server_name, type_name, variant_name};
pub use generator::GeneratorError;
pub use package::{NameError, Package, generate_package, run_package};
pub use prepare::missing_names;
pub use write::{Difference, Mode, differences, present};

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Its path, relative to the root of the workspace or of the crate; its parts are separated by `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The directories of the workspace that hold generated files and nothing else.
pub const DIRECTORIES: [&str; 2] = ["sdk/src/generated", "tests/src/generated"];

/// Generates from the workspace's document.
///
/// # Errors
///
/// If the document is missing or wrong, or a file cannot be written.
pub fn run(mode: Mode) -> anyhow::Result<ExitCode> {
    let root = root();
    let document = Document::read(&root.join(DOCUMENT), DOCUMENT)?;
    let findings = Findings { deny_warnings: true, ..check(&document) };
    if findings.is_refused() {
        return Err(findings.into());
    }
    let files = generate_checked(&document)?;
    let shown = |path: &str| path.to_owned();
    let output = write::Output { root: &root, shown: &shown, command: "cargo xtask codegen" };
    output.run(&files, &present(&root)?, mode, &mut std::io::stdout().lock())
}

/// Says what is dropped of a document that can be generated from.
fn print_warnings(document: &Document) {
    let warnings = check(document);
    if !warnings.has_errors() && !warnings.findings.is_empty() {
        eprintln!("{}", human::render(&warnings, colour(&std::io::stderr())));
    }
}

/// Generates every file of the workspace from a document, in memory.
///
/// # Errors
///
/// [`Findings`] if the document is wrong; [`GeneratorError`] if the generator fails on
/// something that the checks do not know.
pub fn generate(document: &Document) -> anyhow::Result<Vec<GeneratedFile>> {
    refuse_errors(document)?;
    Ok(generate_checked(document)?)
}

/// Generates every file of the workspace from a document that [`check`] found no error in.
///
/// # Errors
///
/// If the generator fails on something that the checks do not know.
pub fn generate_checked(document: &Document) -> Result<Vec<GeneratedFile>, GeneratorError> {
    let code = code_of_checked(document, &Origin { crate_name: CRATE, document: &document.path })?;
    let sdk = code.sdk.into_iter().map(|(name, text)| (format!("sdk/src/generated/{name}"), text));
    let files = sdk.chain([("tests/src/generated/mod.rs".to_owned(), code.calls)]);
    Ok(files.map(|(path, text)| GeneratedFile { path, text }).collect())
}

/// What generated code says of itself.
struct Origin<'a> {
    /// The crate that it is in.
    crate_name: &'a str,
    /// The document that it is generated from.
    document: &'a str,
}

/// Generated code, file by file.
struct Code {
    /// The SDK's part: the names and the texts of files.
    sdk: Vec<(&'static str, String)>,
    /// The tests' view of it.
    calls: String,
}

fn refuse_errors(document: &Document) -> Result<(), Findings> {
    let findings = check(document);
    if findings.has_errors() { Err(findings) } else { Ok(()) }
}

fn code(document: &Document, origin: &Origin<'_>) -> anyhow::Result<Code> {
    refuse_errors(document)?;
    Ok(code_of_checked(document, origin)?)
}

fn code_of_checked(document: &Document, origin: &Origin<'_>) -> Result<Code, GeneratorError> {
    generator::guarded(document, || unguarded(document, origin))?
}

/// Runs the generator and all that comes after it, any of which may panic on what it does not know.
fn unguarded(document: &Document, origin: &Origin<'_>) -> Result<Code, GeneratorError> {
    let prepared = prepare::prepare(document)?;
    let sdk = generator::sdk(document, &prepared)?;
    let operations = emit::operations::read(document);
    let httpmock = generator::httpmock(document, &prepared)?;
    let parts = passes::run(sdk, httpmock, document, &prepared, &operations, origin);
    generator::check_names(document, &parts.types)?;
    let calls = format::text(origin, emit::calls::file(document, &operations, &parts, origin));
    let sdk = [
        ("mod.rs", emit::module()),
        ("builder.rs", parts.builder),
        ("client.rs", parts.client),
        ("document.rs", emit::document::file(document)),
        ("environment.rs", emit::environment::file(origin)),
        ("httpmock.rs", parts.httpmock),
        ("types.rs", parts.types),
    ];
    let sdk = sdk.into_iter().map(|(name, file)| (name, format::text(origin, file))).collect();
    Ok(Code { sdk, calls })
}
