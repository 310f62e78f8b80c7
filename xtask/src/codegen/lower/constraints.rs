//! Moves constraints from schemas into their descriptions.

use serde_json::Value;

use crate::codegen::markers::append;
use crate::model::enumeration_type;

/// Adds the `type` of an enumeration that has none.
pub(super) fn type_of_values(schema: &mut Value) {
    if let Some(kind) = enumeration_type(schema).map(str::to_owned) {
        schema["type"] = kind.into();
    }
}

/// Removes a schema's constraints and documents them in its description.
///
/// A type that enforces them would lose a response that violates one. In requests, the service checks them.
pub(super) fn document(schema: &mut Value) {
    let Value::Object(object) = schema else { return };
    // progenitor names types after titles, which may collide with other names.
    if let Some(title) = object.remove("title") {
        object.entry("description").or_insert(title);
    }
    // progenitor has extensions of its own, such as `x-rust-type`.
    object.retain(|key, _| !key.starts_with("x-") || key.starts_with("x-enum-"));
    let mut notes = Vec::new();
    for (key, what) in [
        ("default", "Default"),
        ("minLength", "Minimum length, in characters"),
        ("maxLength", "Maximum length, in characters"),
        ("pattern", "Pattern"),
        ("minimum", "Minimum"),
        ("maximum", "Maximum"),
        ("multipleOf", "Multiple of"),
        ("minItems", "Minimum number of items"),
        ("maxItems", "Maximum number of items"),
        ("minProperties", "Minimum number of properties"),
        ("maxProperties", "Maximum number of properties"),
    ] {
        if let Some(value) = object.remove(key) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            notes.push(format!("{what}: `{value}`"));
        }
    }
    for (key, bound) in [("exclusiveMinimum", "Minimum"), ("exclusiveMaximum", "Maximum")] {
        if object.remove(key) == Some(true.into()) {
            notes.extend([format!("{bound} is exclusive")]);
        }
    }
    // A boolean has no variants.
    if object.get("type").is_some_and(|kind| kind == "boolean")
        && let Some(values) = object.remove("enum")
    {
        notes.push(format!("One of: `{values}`"));
    }
    if object.remove("uniqueItems") == Some(true.into()) {
        notes.push("Items are unique".to_owned());
    }
    let is_secret = object.get("format").is_some_and(|format| format == "password");
    // The format determines the width of numbers.
    let is_number = object.get("type").is_some_and(|kind| kind == "integer" || kind == "number");
    if !is_number
        && !is_secret
        && let Some(format) = object.remove("format").as_ref().and_then(Value::as_str)
    {
        notes.push(format!("Format: `{format}`"));
    }
    if object.get("additionalProperties") == Some(&false.into()) {
        object.remove("additionalProperties");
    }
    if !notes.is_empty() {
        append(schema, &format!("\n\n{}.", notes.join(". ")));
    }
}
