//! Checks a document for what is wrong, and for what the generator cannot express, would drop, or would panic on.
//!
//! Every check looks at the document as it was written ([`Source::value`]), so that what is found
//! has a place in it.

mod command;
mod dropped;
mod enumerations;
mod examples;
mod operations;
mod parameters;
mod rate_limits;
mod references;
mod repair;
mod report;
mod responses;
mod schemas;
mod secrets;
mod security;
mod servers;
mod structure;
pub mod suggest;
mod tags;
mod uniqueness;
mod unmarked;
mod unread;
mod validator;
pub mod walk;

use crate::document::read_model;
use crate::finding::{Code, Finding, Findings, Severity};
use crate::source::Source;
pub use command::{Options, colour, print_error, run};
use report::Report;
pub(crate) use walk::is_rust_identifier;
use walk::{is_in_example, is_map_of_names, keywords, last_keyword, walk};

/// Checks the whole document: all that is wrong with it, in its own order.
#[must_use]
pub fn check(document: &Source) -> Findings {
    let mut findings = document.faults.clone();
    match unsupported_version(document) {
        Some(finding) => findings.push(finding),
        None => findings.extend(examine(document)),
    }
    findings.sort();
    findings.dedup();
    Findings { path: document.path.clone(), text: document.text.clone(), findings, deny_warnings: false }
}

/// What is wrong with the version of OpenAPI that the document is written in: another has other rules.
fn unsupported_version(document: &Source) -> Option<Finding> {
    let pointer = ["/openapi", "/swagger"].into_iter().find(|key| document.value.pointer(key).is_some())?;
    let version = document.value.pointer(pointer)?;
    if pointer == "/openapi" && version.as_str().is_some_and(is_3_0) {
        return None;
    }
    let shown = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
    let message = format!("the version of OpenAPI is `{shown}`, where one of 3.0 is read");
    let help = if shown.starts_with("3.0") {
        "write the version in full: `3.0.4`"
    } else {
        "write the document as OpenAPI 3.0, and `openapi: 3.0.4`; nothing else was looked at"
    };
    Some(Finding::new(Code::UnsupportedVersion, document.value_span(pointer), message, help))
}

fn is_3_0(version: &str) -> bool {
    version.strip_prefix("3.0.").is_some_and(|patch| patch.parse::<u8>().is_ok())
}

fn examine(document: &Source) -> Vec<Finding> {
    // Each step goes by what was meant, so that it does not find the slips of the one before again.
    let mut written = Report::new(document);
    let repairs = structure::check(&mut written);
    let structured = repair::repaired(document, &repairs);
    let mut links = Report::new(&structured);
    let repairs = references::check(&mut links);
    let written = written.with(links);
    let meant = repair::repaired(&structured, &repairs);
    let mut report = Report::new(&meant);
    dropped::check(&mut report);
    operations::check(&mut report);
    schemas::check(&mut report);
    responses::check(&mut report);
    enumerations::check(&mut report);
    secrets::check(&mut report);
    security::check(&mut report);
    servers::check(&mut report);
    rate_limits::check(&mut report);
    uniqueness::check(&mut report);
    tags::check(&mut report);
    examples::check(&mut report);
    unmarked::check(&mut report);
    validator::check(&mut report, &written);
    // What nothing above has a word for, and the generator's model still does not take.
    match read_model(&meant.value) {
        Ok(openapi) => unread::check(&mut report, &openapi),
        Err((pointer, message)) if !(written.has_errors() || report.has_errors()) => {
            let help = "compare it with the OpenAPI 3.0 specification";
            report.add(Code::InvalidStructure, &pointer, message, help);
        }
        Err(_) => {}
    }
    let mut found = written.with(report).findings();
    // What is wrong may be the reason that something is not used.
    if found.iter().any(|finding| finding.severity() == Severity::Error) {
        found.retain(|finding| finding.code != Code::Unused);
    }
    found
}
