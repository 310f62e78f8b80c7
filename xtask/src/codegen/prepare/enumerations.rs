//! Gives every enumeration a name: progenitor's own are closed, ours take values that the service adds.

use serde_json::{Map, Value, json};

use super::schemas::find;

/// The enumerations without a name: where each is, and the name that its type gets.
pub(super) fn inline(document: &Value) -> Vec<(String, String)> {
    let found = find(document).into_iter().filter(|schema| !schema.is_named);
    found
        .filter(|schema| document.pointer(&schema.pointer).is_some_and(is_enumeration))
        .map(|schema| (schema.pointer, schema.name))
        .collect()
}

/// Whether a schema is an enumeration of texts or integers.
pub(super) fn is_enumeration(schema: &Value) -> bool {
    let is_text_or_integer = schema.get("type").is_some_and(|kind| kind == "string" || kind == "integer");
    is_text_or_integer && schema.get("enum").is_some_and(Value::is_array)
}

/// Moves the enumeration at `pointer` to the components, and refers to it.
pub(super) fn hoist(document: &mut Value, pointer: &str, name: &str) {
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
