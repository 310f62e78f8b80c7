//! What the document says and nothing reads: misspelt keys, unknown extensions, dropped features.

use serde_json::Value;

use super::{Report, is_in_example, last_keyword, walk};
use crate::finding::Code;

/// Extensions that our own emitter reads, each with where it belongs.
const EXTENSIONS: [(&str, &str); 4] = [
    ("x-name", "a server"),
    ("x-recovery", "an operation"),
    ("x-enum-varnames", "an integer enumeration"),
    ("x-enum-descriptions", "an integer enumeration"),
];

pub(super) fn check(report: &mut Report<'_>) {
    let document = report.document;
    // A key that the model does not know is gone when the model is written again.
    let read = serde_json::to_value(&document.openapi).unwrap_or_default();
    let mut unread = Vec::new();
    compare(&document.value, &read, "", &mut unread);
    for pointer in unread {
        let key = last_segment(&pointer);
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        if report.node(parent).get("$ref").is_some() {
            let message = format!("`{key}` beside a `$ref` is not read");
            report.add(
                Code::KeyBesideReference,
                &pointer,
                message,
                "put the reference into `allOf: [{$ref: …}]`, or remove the key",
            );
        } else {
            let message = format!("`{key}` is not known here, and would be dropped");
            report.add(Code::UnknownKey, &pointer, message, "check its spelling and its place, or remove it");
        }
    }
    let mut findings = Vec::new();
    walk(&document.value, "", &mut |pointer, node| {
        let Some(key) = last_keyword(pointer) else { return };
        if is_in_example(pointer) {
            return;
        }
        if key.starts_with("x-") && EXTENSIONS.iter().all(|(known, _)| *known != key) {
            let known = EXTENSIONS.map(|(known, place)| format!("`{known}` of {place}")).join(", ");
            findings.push((
                Code::UnreadExtension,
                pointer.to_owned(),
                format!("the extension `{key}` is read by nothing"),
                format!("remove it; what is read is {known}"),
            ));
        }
        if let Some(why) = dropped(pointer, key, node) {
            let code = if key == "servers" { Code::IgnoredServers } else { Code::DroppedFeature };
            findings.push((code, pointer.to_owned(), format!("`{key}` {why}"), "remove it".to_owned()));
        }
    });
    for (code, pointer, message, help) in findings {
        report.add(code, &pointer, message, help);
    }
}

/// Features of OpenAPI that neither the generator nor our own emitter does anything with.
fn dropped(pointer: &str, key: &str, node: &Value) -> Option<&'static str> {
    match key {
        "headers" | "links" => Some("are not generated: the SDK gives out all headers as they come"),
        "callbacks" | "discriminator" | "xml" => Some("is not generated"),
        "servers" if pointer != "/servers" => {
            Some("are read at the document's top only: this client has one base URL")
        }
        "readOnly" | "writeOnly" if node == true => Some("is not generated"),
        "deprecated" if node == true && is_component(pointer) => {
            Some("is generated for operations, parameters and properties, not for types")
        }
        "additionalProperties" if node == false => {
            Some("is not generated: the types take unknown properties")
        }
        _ => None,
    }
}

fn is_component(pointer: &str) -> bool {
    pointer.strip_prefix("/components/schemas/").is_some_and(|rest| rest.matches('/').count() == 1)
}

/// Collects the pointers of what is in `written` and not in `read`.
fn compare(written: &Value, read: &Value, pointer: &str, unread: &mut Vec<String>) {
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => {
            for (name, value) in written {
                let pointer = format!("{pointer}/{}", crate::document::escape(name));
                match read.get(name) {
                    Some(read) => compare(value, read, &pointer, unread),
                    // What says the same as its absence is not written again.
                    None if is_default(name, value) => {}
                    None => unread.push(pointer),
                }
            }
        }
        (Value::Array(written), Value::Array(read)) => {
            for (index, (written, read)) in written.iter().zip(read).enumerate() {
                compare(written, read, &format!("{pointer}/{index}"), unread);
            }
        }
        _ => {}
    }
}

/// Whether a key's value is what the key means when it is not written.
fn is_default(name: &str, value: &Value) -> bool {
    const SWITCHES: [&str; 10] = [
        "required",
        "deprecated",
        "nullable",
        "readOnly",
        "writeOnly",
        "uniqueItems",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "allowReserved",
        "allowEmptyValue",
    ];
    const LISTS: [&str; 6] = ["tags", "required", "parameters", "enum", "servers", "security"];
    const MAPS: [&str; 7] =
        ["examples", "variables", "content", "schemas", "properties", "headers", "scopes"];
    match value {
        Value::Bool(false) => SWITCHES.contains(&name),
        Value::Array(items) => items.is_empty() && LISTS.contains(&name),
        Value::Object(object) => object.is_empty() && MAPS.contains(&name),
        Value::String(text) => name == "style" || (text.is_empty() && name == "description"),
        _ => false,
    }
}

fn last_segment(pointer: &str) -> String {
    let segment = pointer.rsplit('/').next().unwrap_or_default();
    segment.replace("~1", "/").replace("~0", "~")
}
