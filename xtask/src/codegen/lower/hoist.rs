//! Gives names to schemas that have none and need one.
//!
//! - Enumerations: progenitor's own are closed, ours take values that the service adds.
//! - Bodies: progenitor gives the same name to the success and to the error of an operation.

use serde_json::{Map, Value, json};

use crate::spec::SCHEMAS;

/// Moves the schema at `pointer` to the components, and refers to it.
pub(super) fn apply(document: &mut Value, pointer: &str, name: &str) {
    let Some(schema) = document.pointer_mut(pointer) else { return };
    let mut kept = Map::new();
    for key in ["description", "nullable", "deprecated", "default"] {
        if let Some(value) = schema.get(key) {
            kept.insert(key.to_owned(), value.clone());
        }
    }
    kept.insert("allOf".to_owned(), json!([{ "$ref": format!("{SCHEMAS}{name}") }]));
    let mut hoisted = std::mem::replace(schema, kept.into());
    if let Value::Object(hoisted) = &mut hoisted {
        hoisted.remove("nullable");
    }
    document["components"]["schemas"][name] = hoisted;
}
