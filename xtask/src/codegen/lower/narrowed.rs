//! Merges the parts of an `allOf` that narrow an enumeration, because progenitor would generate a closed type for it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::model::{Schema, is_open_enumeration, is_reference, narrowed_enumeration, schemas};
use crate::yaml::Node;

/// Replaces each `allOf` of enumerations by one enumeration.
pub(super) fn merge_values(document: &mut Value) {
    for Schema { pointer, .. } in schemas(document) {
        let merged = Node::root(document).find(&pointer).and_then(|node| narrowed_enumeration(&node));
        if let (Some(merged), Some(schema)) = (merged, document.pointer_mut(&pointer)) {
            *schema = merged;
        }
    }
}

/// Replaces each `allOf` of objects by one object if several parts describe the same property, one as an enumeration.
pub(super) fn merge_properties(document: &mut Value) {
    // Inner schemas first, so that the pointers to them are still valid.
    for Schema { pointer, .. } in schemas(document).into_iter().rev() {
        let merged = Node::root(document).find(&pointer).and_then(|node| merged_object(&node));
        if let (Some(merged), Some(schema)) = (merged, document.pointer_mut(&pointer)) {
            *schema = merged;
        }
    }
}

fn merged_object(node: &Node<'_>) -> Option<Value> {
    let mut parts = vec![node.clone()];
    let mut properties: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    let mut merged = Map::new();
    let mut required = BTreeSet::new();
    let mut is_narrowed = false;
    // The list grows while it is read: parts have parts.
    for index in 0.. {
        let Some(part) = parts.get(index).map(Node::resolve) else { break };
        parts.extend(part.items_of("allOf"));
        for (name, property) in part.members_of("properties") {
            let count = value_count(&property);
            let known = properties.get(name).map(value_count);
            is_narrowed |= known.is_some_and(|known| known.or(count).is_some());
            if known.is_none_or(|known| count.is_some() && known.is_none_or(|known| count < Some(known))) {
                properties.insert(name, property);
            }
        }
        required.extend(part.items_of("required").into_iter().filter_map(|name| name.value.as_str()));
        merged.extend(
            part.get("additionalProperties")
                .map(|others| ("additionalProperties".to_owned(), others.value.clone())),
        );
    }
    if !is_narrowed {
        return None;
    }
    let properties: Map<_, _> =
        properties.into_iter().map(|(name, property)| (name.to_owned(), property.value.clone())).collect();
    for key in ["description", "title", "nullable", "deprecated"] {
        merged.extend(node.get(key).map(|value| (key.to_owned(), value.value.clone())));
    }
    merged.insert("type".to_owned(), json!("object"));
    merged.insert("properties".to_owned(), properties.into());
    merged.insert("required".to_owned(), json!(required));
    Some(merged.into())
}

/// Returns the number of values if a property is an enumeration.
fn value_count(property: &Node<'_>) -> Option<usize> {
    let parts = property.items_of("allOf");
    let target = parts.first().filter(|_| is_reference(property.value)).unwrap_or(property).resolve();
    is_open_enumeration(target.value).then(|| target.items_of("enum").len())
}
