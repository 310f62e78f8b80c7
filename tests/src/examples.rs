//! The document is valid, as far as `cargo xtask check` can tell, and shows what it describes.

use xtask::check::check;
use xtask::diagnostics::Severity;

use crate::described::operations;
use crate::subject::Subject;

/// `cargo xtask check` finds no error: in the structure, the references, the examples.
#[must_use]
pub fn are_valid(subject: &Subject<'_>) -> Vec<String> {
    let findings = check(subject.document).items.into_iter();
    let errors = findings.filter(|finding| finding.severity() == Severity::Error);
    errors.map(|finding| format!("line {}: {}", finding.span.start.line, finding.message)).collect()
}

/// Every body has an example.
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
