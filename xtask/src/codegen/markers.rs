//! Markers: facts about properties that progenitor drops. The descriptions carry them through it.

use serde_json::Value;
use syn::visit_mut::{VisitMut, visit_file_mut};
use syn::{Attribute, File, parse_quote};

use super::syntax::doc_text;

/// A fact about a property that a pass over the generated types needs.
///
/// It is a character at the end of the property's description, which always reaches the generated field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// The property may be `null`.
    Nullable,
    /// The property is deprecated.
    Deprecated,
}

impl Marker {
    const ALL: [Self; 2] = [Self::Nullable, Self::Deprecated];

    /// Returns the marker's private-use character, which no description contains.
    fn text(self) -> &'static str {
        match self {
            Self::Nullable => "\u{f0001}",
            Self::Deprecated => "\u{f0002}",
        }
    }
}

/// Removes the markers from a string, and returns them.
pub(super) fn take_markers(text: &mut String) -> Vec<Marker> {
    let markers: Vec<Marker> =
        Marker::ALL.into_iter().filter(|marker| text.contains(marker.text())).collect();
    for marker in &markers {
        *text = text.replace(marker.text(), "");
    }
    markers
}

/// Marks the properties of an object.
pub(super) fn mark(schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for property in properties.values_mut().filter(|property| property.get("$ref").is_none()) {
        for (key, marker) in [("nullable", Marker::Nullable), ("deprecated", Marker::Deprecated)] {
            if property.get(key) == Some(&true.into()) {
                append(property, marker.text());
            }
        }
    }
}

/// Appends `text` to the description of a schema.
pub(super) fn append(schema: &mut Value, text: &str) {
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = format!("{}{text}", description.trim_end());
    schema["description"] = description.trim_start().into();
}

/// Removes all markers from generated code.
pub(super) fn remove(types: &mut File) {
    visit_file_mut(&mut Remove, types);
}

struct Remove;

impl VisitMut for Remove {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        for attribute in attributes.iter_mut() {
            let Some(mut text) = doc_text(attribute) else { continue };
            if !take_markers(&mut text).is_empty() {
                *attribute = parse_quote!(#[doc = #text]);
            }
        }
        attributes.retain(|attribute| doc_text(attribute).is_none_or(|text| !text.is_empty()));
    }
}
