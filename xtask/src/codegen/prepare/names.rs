//! Gives names to schemas that have none and need one.
//!
//! - Enumerations: progenitor's own are closed, ours take values that the service adds.
//! - Bodies: progenitor gives the same name to the success and to the error of an operation.

use serde_json::{Map, Value, json};

use super::schemas::find;

/// The schemas that need a name: where each is, and the name that it gets.
pub(super) fn missing(document: &Value) -> Vec<(String, String)> {
    let found = find(document).into_iter().filter(|schema| !schema.is_named);
    found
        .filter(|found| {
            let schema = document.pointer(&found.pointer);
            schema.is_some_and(|schema| is_enumeration(schema) || (found.is_body && is_structure(schema)))
        })
        .map(|schema| (schema.pointer, schema.name))
        .collect()
}

/// Whether a schema is an enumeration of texts or integers.
fn is_enumeration(schema: &Value) -> bool {
    let is_text_or_integer = schema.get("type").is_some_and(|kind| kind == "string" || kind == "integer");
    is_text_or_integer && schema.get("enum").is_some_and(Value::is_array)
}

/// Whether a schema becomes a type of its own.
fn is_structure(schema: &Value) -> bool {
    ["properties", "allOf", "anyOf", "oneOf"].iter().any(|key| schema.get(key).is_some())
}

/// Moves the schema at `pointer` to the components, and refers to it.
pub(super) fn give(document: &mut Value, pointer: &str, name: &str) {
    let Some(schema) = document.pointer_mut(pointer) else { return };
    let mut kept = Map::new();
    for key in ["description", "nullable", "deprecated", "default"] {
        if let Some(value) = schema.get(key) {
            kept.insert(key.to_owned(), value.clone());
        }
    }
    kept.insert("allOf".to_owned(), json!([{ "$ref": format!("#/components/schemas/{name}") }]));
    let mut hoisted = std::mem::replace(schema, kept.into());
    if let Value::Object(hoisted) = &mut hoisted {
        hoisted.remove("nullable");
    }
    document["components"]["schemas"][name] = hoisted;
}
