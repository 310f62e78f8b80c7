//! Runs every check.

use super::context::Context;
use super::{
    all_of, duplicates, enumerations, examples, generator_input, ignored_keys, operations, rate_limits,
    recovery, references, responses, schemas, secret_scan, secrets, security, servers, structure, tags,
    unions, unmarked_secrets, unsupported, unused, version,
};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use crate::yaml::Source;

/// Runs every check. Returns all diagnostics in document order.
#[must_use]
pub fn check(document: &Source) -> Diagnostics {
    let mut items = document.faults.clone();
    match version::unsupported(document) {
        Some(diagnostic) => items.push(diagnostic),
        None => items.extend(examine(document)),
    }
    items.sort();
    items.dedup();
    Diagnostics { path: document.path.clone(), text: document.text.clone(), items, deny_warnings: false }
}

fn examine(document: &Source) -> Vec<Diagnostic> {
    // Each step checks the document that the previous step recovered, and reports no mistake twice.
    let mut written = Context::new(document);
    let recoveries = structure::check(&mut written);
    let structured = recovery::apply(document, &recoveries);
    let structured = structured.as_ref().unwrap_or(document);
    let mut links = Context::new(structured);
    let recoveries = references::check(&mut links);
    let written = written.with(links);
    let meant = recovery::apply(structured, &recoveries);
    let meant = meant.as_ref().unwrap_or(structured);
    let mut context = Context::new(meant);
    unsupported::check(&mut context);
    operations::check(&mut context);
    schemas::check(&mut context);
    all_of::check(&mut context);
    responses::check(&mut context);
    enumerations::check(&mut context);
    unions::check(&mut context);
    secrets::check(&mut context);
    security::check(&mut context);
    servers::check(&mut context);
    rate_limits::check(&mut context);
    duplicates::check(&mut context);
    tags::check(&mut context);
    examples::check(&mut context);
    unmarked_secrets::check(&mut context);
    secret_scan::check(&mut context);
    unused::check(&mut context);
    // The generator's model may reject or ignore what no check above reports.
    match generator_input::read(&meant.value) {
        Ok(openapi) => ignored_keys::check(&mut context, &openapi),
        Err((pointer, message)) if !(written.has_errors() || context.has_errors()) => {
            let help = "compare it with the OpenAPI 3.0 specification";
            context.add(Code::InvalidStructure, &pointer, message, help);
        }
        Err(_) => {}
    }
    let mut found = written.with(context).diagnostics();
    // A component can be unused because of an error elsewhere.
    if found.iter().any(|diagnostic| diagnostic.severity() == Severity::Error) {
        found.retain(|diagnostic| diagnostic.code != Code::Unused);
    }
    found
}
