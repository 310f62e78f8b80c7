//! Moves constraints into descriptions.

use serde_json::Value;

use crate::codegen::markers::append;

/// Takes out of a schema what would make its type refuse values, and says it in its description.
///
/// A client that refuses what a service sends loses it; what a service refuses, it says itself.
pub(super) fn document(schema: &mut Value) {
    let Value::Object(object) = schema else { return };
    // progenitor names types after titles, which may be the names of others.
    if let Some(title) = object.remove("title") {
        object.entry("description").or_insert(title);
    }
    let mut said = Vec::new();
    for (key, what) in [
        ("default", "Default"),
        ("minLength", "Least length, in characters"),
        ("maxLength", "Greatest length, in characters"),
        ("pattern", "Pattern"),
        ("minimum", "Minimum"),
        ("maximum", "Maximum"),
        ("multipleOf", "Multiple of"),
        ("minItems", "Least number of items"),
        ("maxItems", "Greatest number of items"),
        ("minProperties", "Least number of properties"),
        ("maxProperties", "Greatest number of properties"),
    ] {
        if let Some(value) = object.remove(key) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            said.push(format!("{what}: `{value}`"));
        }
    }
    for (key, bound) in [("exclusiveMinimum", "Minimum"), ("exclusiveMaximum", "Maximum")] {
        if object.remove(key) == Some(true.into()) {
            said.extend([format!("{bound} excluded")]);
        }
    }
    if object.remove("uniqueItems") == Some(true.into()) {
        said.push("No item twice".to_owned());
    }
    let is_secret = object.get("format").is_some_and(|format| format == "password");
    // Numbers get their width from it.
    let is_number = object.get("type").is_some_and(|kind| kind == "integer" || kind == "number");
    if !is_number
        && !is_secret
        && let Some(format) = object.remove("format").as_ref().and_then(Value::as_str)
    {
        said.push(format!("Format: `{format}`"));
    }
    if object.get("additionalProperties") == Some(&false.into()) {
        object.remove("additionalProperties");
    }
    if !said.is_empty() {
        append(schema, &format!("\n\n{}.", said.join(". ")));
    }
}
