//! Enumerations: lists of strings or numbers, written in one schema or narrowed by the parts of an `allOf`.

use serde_json::{Map, Value, json};

use crate::yaml::Node;

/// The depth to which `allOf` is followed.
const DEPTH: usize = 8;

/// Returns the type of an enumeration's values. Without a `type`, the values determine it.
pub(crate) fn enumeration_type(schema: &Value) -> Option<&str> {
    let values = schema.get("enum")?.as_array()?;
    if let Some(written) = schema.get("type") {
        return written.as_str();
    }
    let are = |is_kind: fn(&Value) -> bool| values.iter().all(|value| value.is_null() || is_kind(value));
    if are(Value::is_string) {
        Some("string")
    } else if are(Value::is_i64) {
        Some("integer")
    } else if are(Value::is_number) {
        Some("number")
    } else {
        are(Value::is_boolean).then_some("boolean")
    }
}

/// Returns true for an enumeration that becomes an open type.
pub(crate) fn is_open_enumeration(schema: &Value) -> bool {
    matches!(enumeration_type(schema), Some("string" | "integer" | "number"))
}

/// Returns the enumeration that an `allOf` amounts to, if its parts list values.
pub(crate) fn narrowed_enumeration(schema: &Node<'_>) -> Option<Value> {
    if schema.get("allOf").is_none() || is_reference(schema.value) {
        return None;
    }
    let mut parts = Vec::new();
    collect(schema, DEPTH, &mut parts);
    let is_object = |part: &&Value| part.get("properties").is_some() || part.get("items").is_some();
    if parts.iter().any(is_object) {
        return None;
    }
    let count = |part: &Value| part.get("enum").and_then(Value::as_array).map(Vec::len);
    let narrowest = parts.iter().filter(|part| count(part).is_some()).min_by_key(|part| count(part))?;
    let values = narrowest.get("enum")?.as_array()?;
    let mut merged = Map::new();
    for key in ["description", "nullable", "deprecated", "default", "title"] {
        merged.extend(schema.value.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    let written = parts.iter().find_map(|part| part.get("type")).cloned();
    merged.insert("type".to_owned(), written.or_else(|| enumeration_type(narrowest).map(Value::from))?);
    merged.insert("enum".to_owned(), values.clone().into());
    for key in ["x-enum-varnames", "x-enum-descriptions"] {
        let texts = values.iter().map(|value| parts.iter().find_map(|part| text_of(part, key, value)));
        merged.extend(texts.collect::<Option<Vec<_>>>().map(|texts| (key.to_owned(), json!(texts))));
    }
    Some(merged.into())
}

/// Returns true for an `allOf` of a single reference, which has the type that it refers to.
pub(crate) fn is_reference(schema: &Value) -> bool {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let is_single = matches!(parts.map(Vec::as_slice), Some([only]) if only.get("$ref").is_some());
    is_single && ["enum", "properties"].iter().all(|key| schema.get(key).is_none())
}

fn collect<'a>(schema: &Node<'a>, depth: usize, parts: &mut Vec<&'a Value>) {
    let schema = schema.resolve();
    parts.push(schema.value);
    if depth > 0 {
        for part in schema.items_of("allOf") {
            collect(&part, depth - 1, parts);
        }
    }
}

/// Returns the entry for a value in the list at `key`, which is parallel to `enum`.
fn text_of<'a>(part: &'a Value, key: &str, value: &Value) -> Option<&'a Value> {
    let index = part.get("enum")?.as_array()?.iter().position(|known| known == value)?;
    part.get(key)?.get(index)
}
