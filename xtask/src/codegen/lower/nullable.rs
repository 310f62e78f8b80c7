//! Moves `nullable` from a named schema to the references to it, because progenitor would give the type and its
//! `Option` the same name.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::visit_schemas_mut;
use crate::spec::SCHEMAS;

pub(super) fn apply(document: &mut Value) {
    let mut nullable = BTreeSet::new();
    let named = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in named.into_iter().flatten() {
        let Value::Object(schema) = schema else { continue };
        if schema.remove("nullable") == Some(true.into()) {
            nullable.insert(format!("{SCHEMAS}{name}"));
        }
    }
    if nullable.is_empty() {
        return;
    }
    visit_schemas_mut(document, &mut |schema| {
        let Value::Object(schema) = schema else { return };
        for key in ["items", "additionalProperties"] {
            schema.entry(key).and_modify(|inner| refer(inner, &nullable));
        }
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        properties.into_iter().flatten().for_each(|(_, property)| refer(property, &nullable));
    });
}

/// Makes a reference to a nullable schema nullable.
fn refer(schema: &mut Value, nullable: &BTreeSet<String>) {
    let refers = |schema: &Value| {
        let target = schema.get("$ref").and_then(Value::as_str);
        target.is_some_and(|target| nullable.contains(target))
    };
    if refers(schema) {
        *schema = json!({ "nullable": true, "allOf": [schema] });
    } else if let Some([only]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice)
        && refers(only)
    {
        schema["nullable"] = true.into();
    }
}
