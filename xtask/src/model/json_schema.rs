//! Converts schemas of OpenAPI 3.0 to JSON Schema.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::spec::SCHEMAS;
use crate::yaml::{Source, unescape};

/// Converts a schema of OpenAPI 3.0, with all schemas that it refers to, to JSON Schema (2020-12).
#[must_use]
pub fn json_schema(document: &Source, schema: &Value) -> Value {
    let mut converted = convert(schema);
    let mut definitions = Map::new();
    let mut known = BTreeSet::new();
    let mut open = targets(schema);
    while let Some(target) = open.pop() {
        if known.insert(target)
            && let Some(found) = document.value.pointer(&format!("/components/schemas/{target}"))
        {
            definitions.insert(unescape(target), convert(found));
            open.extend(targets(found));
        }
    }
    if let Value::Object(object) = &mut converted {
        object.insert("$defs".to_owned(), definitions.into());
    }
    converted
}

/// Returns the names of the schemas that a schema refers to, escaped as in a JSON pointer.
fn targets(schema: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open = vec![schema];
    while let Some(node) = open.pop() {
        if let Some(target) =
            node.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix(SCHEMAS))
        {
            found.extend(target.split('/').next());
        }
        match node {
            Value::Object(object) => open.extend(object.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// Translates the keywords of OpenAPI 3.0 that differ from JSON Schema, and drops those that it does not have.
fn convert(schema: &Value) -> Value {
    let Value::Object(object) = schema else { return schema.clone() };
    let mut converted = Map::new();
    for (key, value) in object {
        let value = match key.as_str() {
            // The title replaces a missing description.
            "title" if object.contains_key("description") => continue,
            "title" => {
                converted.insert("description".to_owned(), value.clone());
                continue;
            }
            "example" | "externalDocs" | "xml" | "discriminator" | "nullable" => continue,
            key if key.starts_with("x-") => continue,
            "properties" => members(value).map(|(name, schema)| (name.clone(), convert(schema))).collect(),
            "items" | "not" | "additionalProperties" => convert(value),
            "allOf" | "anyOf" | "oneOf" => value.as_array().into_iter().flatten().map(convert).collect(),
            "$ref" => json!(value.as_str().unwrap_or_default().replace(SCHEMAS, "#/$defs/")),
            "exclusiveMinimum" | "exclusiveMaximum" => continue,
            "minimum" | "maximum" => {
                let exclusive = format!("exclusive{}{}", key[..1].to_uppercase(), &key[1..]);
                let key = if object.get(&exclusive) == Some(&true.into()) { exclusive } else { key.clone() };
                converted.insert(key, value.clone());
                continue;
            }
            _ => value.clone(),
        };
        converted.insert(key.clone(), value);
    }
    if object.get("nullable") == Some(&true.into()) {
        let description = converted.remove("description");
        let mut nullable = json!({ "anyOf": [converted, { "type": "null" }] });
        if let Some(description) = description {
            nullable["description"] = description;
        }
        return nullable;
    }
    Value::Object(converted)
}

fn members(node: &Value) -> impl Iterator<Item = (&String, &Value)> {
    node.as_object().into_iter().flatten()
}
