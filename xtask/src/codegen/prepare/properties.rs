//! What the types of properties cannot say: it becomes documentation, or a mark that a pass finds again.

use serde_json::Value;

/// What a pass over the generated types has to know of a property.
///
/// A mark travels at the end of the property's description, the one thing that reaches the generated field
/// however its type comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::codegen) enum Mark {
    /// `null` is a value of it.
    Nullable,
    /// It is not to be used any more.
    Deprecated,
}

impl Mark {
    const ALL: [Self; 2] = [Self::Nullable, Self::Deprecated];

    /// Characters that no description has: they are for private use.
    fn text(self) -> &'static str {
        match self {
            Self::Nullable => "\u{f0001}",
            Self::Deprecated => "\u{f0002}",
        }
    }
}

/// Takes the marks out of a text.
pub(in crate::codegen) fn take_marks(text: &mut String) -> Vec<Mark> {
    let marks: Vec<Mark> = Mark::ALL.into_iter().filter(|mark| text.contains(mark.text())).collect();
    for mark in &marks {
        *text = text.replace(mark.text(), "");
    }
    marks
}

/// Marks the properties of an object.
pub(super) fn mark(schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for property in properties.values_mut().filter(|property| property.get("$ref").is_none()) {
        for (key, mark) in [("nullable", Mark::Nullable), ("deprecated", Mark::Deprecated)] {
            if property.get(key) == Some(&true.into()) {
                append(property, mark.text());
            }
        }
    }
}

/// Takes out of a schema what would make its type refuse values, and says it in its description.
///
/// A client that refuses what a service sends loses it; what a service refuses, it says itself.
pub(super) fn document_constraints(schema: &mut Value) {
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

fn append(schema: &mut Value, text: &str) {
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = format!("{}{text}", description.trim_end());
    schema["description"] = description.trim_start().into();
}
