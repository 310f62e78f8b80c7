//! Keys that the generator's model ignores.
//!
//! Compares the document with the model after a round trip, so that no key is ignored silently.

use openapiv3::OpenAPI;
use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::spec::is_name_map;
use crate::yaml::{escape, unescape};

pub(super) fn check(context: &mut Context<'_>, openapi: &OpenAPI) {
    // Serializing the model loses the keys that it does not know.
    let read = serde_json::to_value(openapi).unwrap_or_default();
    let mut unread = Vec::new();
    compare(&context.document.value, &read, "", &mut unread);
    let known = context.pointers();
    for pointer in unread.into_iter().filter(|pointer| !known.contains(pointer)) {
        let key = unescape(pointer.rsplit('/').next().unwrap_or_default());
        let message = format!("the generator ignores `{key}` here");
        context.add(Code::UnreadKey, &pointer, message, "remove it");
    }
}

/// Collects the pointers of nodes that are in `written` but not in `read`.
fn compare(written: &Value, read: &Value, pointer: &str, unread: &mut Vec<String>) {
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => {
            for (name, value) in written {
                let pointer = format!("{pointer}/{}", escape(name));
                match read.get(name) {
                    Some(read) => compare(value, read, &pointer, unread),
                    // The model does not serialize values that equal the default.
                    None if value.is_null() || is_default(name, value) => {}
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

/// Returns true if a key's value means the same as no key at all.
fn is_default(name: &str, value: &Value) -> bool {
    match value {
        Value::Bool(false) => name != "explode",
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty() && is_name_map(name),
        Value::String(text) => name == "style" || (text.is_empty() && name == "description"),
        _ => false,
    }
}
