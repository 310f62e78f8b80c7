//! Hoists inline schemas that need a name to `components/schemas`.
//!
//! - Enumerations, because the open enumerations that replace progenitor's closed ones need a name.
//! - Bodies, because progenitor gives an operation's success and error the same name.

use serde_json::{Map, Value, json};

use crate::spec::SCHEMAS;

/// Moves the schema at `pointer` to the components, and leaves a reference to it.
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
