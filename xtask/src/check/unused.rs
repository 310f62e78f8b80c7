//! Unused components: nothing outside `components` refers to them, directly or through others.

use std::collections::BTreeSet;

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::spec::is_in_example;
use crate::yaml::{Node, visit};

pub(super) fn check(context: &mut Context<'_>) {
    let root = context.document.root();
    let used = used(&root);
    for (_, components) in root.members_of("components") {
        for (name, component) in components.members() {
            if !used.contains(&component.pointer) {
                let message = format!("`{name}` is not used");
                context.add(Code::Unused, &component.pointer, message, "refer to it, or remove it");
            }
        }
    }
}

/// Returns the pointers of the used components.
fn used(root: &Node<'_>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut open: Vec<Node<'_>> =
        root.members().into_iter().filter(|(key, _)| *key != "components").map(|(_, node)| node).collect();
    while let Some(node) = open.pop() {
        let mut pointers = Vec::new();
        visit(node.value, &node.pointer, &mut |pointer, value| {
            if is_in_example(pointer) {
                return;
            }
            pointers.extend(
                value
                    .get("$ref")
                    .and_then(Value::as_str)
                    .map(|target| target.trim_start_matches('#').to_owned()),
            );
            let requirements = value.get("security").and_then(Value::as_array).into_iter().flatten();
            let schemes =
                requirements.chain((pointer == "/security").then_some(value).into_iter().flat_map(list));
            let names = schemes.filter_map(Value::as_object).flatten().map(|(name, _)| name);
            pointers.extend(names.map(|name| format!("/components/securitySchemes/{name}")));
            let mapping = value.get("discriminator").and_then(|value| value.get("mapping")?.as_object());
            let targets = mapping.into_iter().flatten().filter_map(|(_, target)| target.as_str());
            pointers.extend(targets.map(|target| match target.strip_prefix('#') {
                Some(pointer) => pointer.to_owned(),
                None => format!("/components/schemas/{target}"),
            }));
        });
        for pointer in pointers {
            if used.insert(component_of(&pointer).to_owned()) {
                open.extend(root.find(component_of(&pointer)));
            }
        }
    }
    used
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Returns the pointer of the component that contains the node at `pointer`.
fn component_of(pointer: &str) -> &str {
    let end = pointer.match_indices('/').nth(3).map_or(pointer.len(), |(at, _)| at);
    &pointer[..end]
}
