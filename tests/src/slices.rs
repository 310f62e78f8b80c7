//! Slices of a document: one for each path, with the components that it needs.
//!
//! The drift test mutates slices, so that the cost of a mutant does not grow with the document.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::mutate::pointers;

/// A part of a document that is a document itself.
#[derive(Debug)]
pub struct Slice {
    /// The document.
    pub value: Value,
    /// The pointers of its nodes that no earlier slice contains.
    pub nodes: Vec<String>,
}

/// Returns the slices of a document, in the order of its paths.
#[must_use]
pub fn slices(document: &Value) -> Vec<Slice> {
    let paths = document["paths"].as_object();
    let mut seen = BTreeSet::new();
    let slices = paths.into_iter().flat_map(|paths| paths.keys()).map(|path| {
        let value = slice(document, path);
        let nodes = pointers(&value).into_iter().filter(|pointer| seen.insert(pointer.clone())).collect();
        Slice { value, nodes }
    });
    slices.collect()
}

/// Returns the document with one path, without the components that the path does not need.
fn slice(document: &Value, path: &str) -> Value {
    let mut slice = document.clone();
    if let Some(paths) = slice["paths"].as_object_mut() {
        paths.retain(|known, _| known == path);
    }
    let mut needed = BTreeSet::new();
    references(document, &slice["paths"], &mut needed);
    let kinds = slice.get_mut("components").and_then(Value::as_object_mut).into_iter().flatten();
    for (kind, components) in kinds.filter(|(kind, _)| *kind != "securitySchemes") {
        if let Some(components) = components.as_object_mut() {
            components.retain(|name, _| needed.contains(&format!("#/components/{kind}/{name}")));
        }
    }
    if let Some(components) = slice.get_mut("components").and_then(Value::as_object_mut) {
        components.retain(|_, components| components.as_object().is_none_or(|object| !object.is_empty()));
    }
    slice
}

/// Collects the references in `node`, and in what they refer to.
fn references(document: &Value, node: &Value, found: &mut BTreeSet<String>) {
    match node {
        Value::Object(object) => {
            if let Some(target) = object.get("$ref").and_then(Value::as_str)
                && found.insert(target.to_owned())
                && let Some(target) = document.pointer(target.trim_start_matches('#'))
            {
                references(document, target, found);
            }
            object.values().for_each(|child| references(document, child, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(document, item, found)),
        _ => {}
    }
}
