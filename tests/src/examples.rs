//! Checks that the document is valid and has examples.

use xtask::check::check;
use xtask::diagnostics::Severity;

use crate::api_view::operations;
use crate::checks::Subject;

/// Checks that `cargo xtask check` reports no error in the document and its examples.
#[must_use]
pub fn are_valid(subject: &Subject<'_>) -> Vec<String> {
    let findings = check(subject.document).items.into_iter();
    let errors = findings.filter(|finding| finding.severity() == Severity::Error);
    errors.map(|finding| format!("line {}: {}", finding.span.start.line, finding.message)).collect()
}

/// Checks that every body has an example.
#[must_use]
pub fn bodies_have_one(subject: &Subject<'_>) -> Vec<String> {
    let mut missing = Vec::new();
    for operation in operations(subject.document) {
        let responses = operation.responses.iter().map(|response| (response.status.as_str(), &response.body));
        for (place, body) in responses.chain([("the request", &operation.body)]) {
            if body.as_ref().is_some_and(|body| body.examples.is_empty()) {
                missing.push(format!("{}: {place} has no example", operation.id));
            }
        }
    }
    missing
}
