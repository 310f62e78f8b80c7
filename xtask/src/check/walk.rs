//! Walks through a document, and tells what in it is OpenAPI's and what its author's.

use serde_json::Value;

use crate::source::escape;

/// Visits every node with its pointer, parents first.
pub fn walk<'a>(node: &'a Value, pointer: &str, visit: &mut dyn FnMut(&str, &'a Value)) {
    visit(pointer, node);
    match node {
        Value::Object(object) => {
            for (name, child) in object {
                walk(child, &format!("{pointer}/{}", escape(name)), visit);
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                walk(child, &format!("{pointer}/{index}"), visit);
            }
        }
        _ => {}
    }
}

/// Keywords whose members have names that the document's author chose.
const NAMED: [&str; 13] = [
    "paths",
    "properties",
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "content",
    "variables",
];

/// The segments of a pointer, each with whether it is a keyword of OpenAPI, and not a name that the document's author
/// chose.
fn segments(pointer: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut owner = "";
    pointer.split('/').skip(1).map(move |segment| {
        // Among names that begin with a slash or are statuses, an extension is no name.
        let extends = matches!(owner, "paths" | "responses") && segment.starts_with("x-");
        let is_keyword = !NAMED.contains(&owner) || extends;
        owner = if is_keyword { segment } else { "" };
        (segment, is_keyword)
    })
}

/// The segments of a pointer that are keywords of OpenAPI.
pub(super) fn keywords(pointer: &str) -> Vec<&str> {
    segments(pointer).filter(|(_, is_keyword)| *is_keyword).map(|(segment, _)| segment).collect()
}

/// The last segment of a pointer, if it is a keyword of OpenAPI.
pub(super) fn last_keyword(pointer: &str) -> Option<&str> {
    segments(pointer).last().filter(|(_, is_keyword)| *is_keyword).map(|(segment, _)| segment)
}

/// Whether a pointer leads into a value that is an example, and not a part of the description.
#[must_use]
pub fn is_in_example(pointer: &str) -> bool {
    let (mut in_examples, mut in_value) = (false, false);
    for (segment, is_keyword) in segments(pointer) {
        match segment {
            "example" | "default" | "enum" if is_keyword => return true,
            "examples" if is_keyword => in_examples = true,
            "value" if is_keyword => in_value = true,
            _ => {}
        }
    }
    in_examples && in_value
}

/// Whether a pointer leads to members whose names the document's author chose.
pub(super) fn is_map_of_names(pointer: &str) -> bool {
    last_keyword(pointer).is_some_and(|keyword| NAMED.contains(&keyword))
}

/// Whether `name` can be a Rust identifier as it is.
pub(crate) fn is_rust_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
}
