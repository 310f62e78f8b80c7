//! The OpenAPI version of the document.

use crate::diagnostics::{Code, Diagnostic};
use crate::yaml::Source;

/// Returns a diagnostic if the document is not written in OpenAPI 3.0. The other checks do not apply then.
pub(super) fn unsupported(document: &Source) -> Option<Diagnostic> {
    let pointer = ["/openapi", "/swagger"].into_iter().find(|key| document.value.pointer(key).is_some())?;
    let version = document.value.pointer(pointer)?;
    if pointer == "/openapi" && version.as_str().is_some_and(is_3_0) {
        return None;
    }
    let shown = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
    let message = format!("expected OpenAPI 3.0.x, found version `{shown}`");
    let help = if shown.starts_with("3.0") {
        "write the version in full: `3.0.4`"
    } else {
        "convert the document to OpenAPI 3.0, and write `openapi: 3.0.4`; nothing else was checked"
    };
    Some(Diagnostic::new(Code::UnsupportedVersion, document.value_span(pointer), message, help))
}

fn is_3_0(version: &str) -> bool {
    version.strip_prefix("3.0.").is_some_and(|patch| patch.parse::<u8>().is_ok())
}
