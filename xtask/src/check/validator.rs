//! What a validator of OpenAPI finds beside our own checks.

use roas::v3_0::spec::Spec;
use roas::validation::{Options, Validate as _};

use super::Report;
use crate::finding::Code;
use crate::source::escape;

/// What our own checks say better, and where it is.
const OURS: [&str; 2] = ["not found", "must match pattern"];

pub(super) fn check(report: &mut Report<'_>, before: &Report<'_>) {
    let Ok(spec) = serde_json::from_value::<Spec>(report.document.value.clone()) else {
        // The structure is checked before; what this reader alone refuses is none of our business.
        return;
    };
    // What our own checks say better.
    let ours = Options::IgnoreMissingTags
        | Options::IgnoreUnusedTags
        | Options::IgnoreNonUniqOperationIDs
        | Options::IgnoreExternalReferences;
    let Err(found) = spec.validate(ours, None) else { return };
    for error in found.errors {
        let pointer = pointer(&error.path);
        if let Some(what) = error.message.strip_prefix("unused") {
            let name = pointer.rsplit('/').next().unwrap_or_default();
            let message = format!("`{name}` is not used{what}");
            report.add(Code::Unused, &pointer, message, "refer to it, or remove it");
        } else if !report.has_nearby(&pointer)
            && !before.has_nearby(&pointer)
            && !OURS.iter().any(|ours| error.message.contains(ours))
        {
            let message = format!("not valid: {}", error.message.trim_start_matches('.'));
            report.add(Code::NotValid, &pointer, message, "compare it with the OpenAPI 3.0 specification");
        }
    }
}

/// The JSON pointer of a path as the validator writes it: `#.paths[/pets].get`, or a pointer already.
fn pointer(path: &str) -> String {
    let path = path.trim_start_matches('#');
    if path.starts_with('/') {
        return path.to_owned();
    }
    let mut pointer = String::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (segment, after) = split(rest);
        pointer.push('/');
        pointer.push_str(&escape(segment));
        rest = after;
    }
    pointer
}

/// The first segment of such a path, and what follows it.
fn split(path: &str) -> (&str, &str) {
    if let Some(inside) = path.strip_prefix('[') {
        return inside.split_once(']').unwrap_or((inside, ""));
    }
    let path = path.trim_start_matches('.');
    path.split_at(path.find(['.', '[']).unwrap_or(path.len()))
}
