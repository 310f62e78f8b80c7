//! Rewrites unions as externally tagged ones, for which progenitor generates an enum with one variant per alternative.
//! It would guess the alternatives of other unions by trial, or merge them into a struct.

use serde_json::{Value, json};

use crate::model::Union;

/// Wraps each alternative of a union in an object whose only property names the variant.
pub(super) fn tag(document: &mut Value, union: &Union) {
    // By now, a union is a component.
    let pointer = match union.pointer.strip_prefix("/components/schemas/") {
        Some(name) if !name.contains('/') => union.pointer.clone(),
        _ => format!("/components/schemas/{}", union.name),
    };
    let Some(schema) = document.pointer_mut(&pointer).and_then(Value::as_object_mut) else { return };
    schema.remove("discriminator");
    let Some(Value::Array(alternatives)) = schema.remove(union.key) else { return };
    let tagged = alternatives.into_iter().zip(&union.alternatives).map(|(schema, alternative)| {
        let variant = &alternative.variant;
        json!({ "type": "object", "required": [variant], "properties": { variant: schema } })
    });
    schema.insert("oneOf".to_owned(), tagged.collect());
}
