//! `allOf`: one type has the properties of all parts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::context::Context;
use super::parameters::{COMPOSITIONS, is_scalar};
use crate::diagnostics::Code;
use crate::model::schemas;
use crate::naming::field_name;
use crate::yaml::Node;

pub(super) fn check(context: &mut Context<'_>) {
    let root = context.document.root();
    for schema in schemas(&context.document.value) {
        let Some(node) = root.find(&schema.pointer) else { continue };
        let parts = node.items_of("allOf");
        if !parts.is_empty()
            && let Some(additional) =
                node.get("additionalProperties").filter(|additional| additional.value.is_object())
        {
            let message =
                "`additionalProperties` would also apply to the properties of the parts of the `allOf`";
            context.add(Code::UnsupportedSchema, &additional.pointer, message, ONE_SCHEMA);
        }
        if parts.len() < 2 && node.get("properties").is_none() {
            continue;
        }
        let mut whole = Whole { types: node.text("type").into_iter().collect(), ..Whole::default() };
        whole.add_properties(context, &node);
        for part in parts {
            whole.add(context, &part, DEPTH);
            let (message, help) = if whole.types.len() > 1 {
                let types: Vec<_> = whole.types.iter().map(|name| format!("`{name}`")).collect();
                let message = format!("no value has the types of all parts: {}", types.join(", "));
                (message, "combine parts of the same type")
            } else if let Some(message) = whole.conflict.take() {
                (message, "describe it in one of them")
            } else if is_map(&part, DEPTH) {
                let message =
                    "`additionalProperties` of this part would also apply to the properties of the others";
                (message.to_owned(), ONE_SCHEMA)
            } else {
                continue;
            };
            context.add(Code::UnsupportedSchema, &part.pointer, message, help);
            break;
        }
    }
}

const ONE_SCHEMA: &str = "describe all properties in one schema, next to the `additionalProperties`";

/// The depth to which parts are examined.
const DEPTH: usize = 8;

/// Returns true if a schema or a part of it describes its unknown properties.
fn is_map(schema: &Node<'_>, depth: usize) -> bool {
    let schema = schema.resolve();
    schema.get("additionalProperties").is_some_and(|additional| additional.value.is_object())
        || (depth > 0 && schema.items_of("allOf").iter().any(|part| is_map(part, depth - 1)))
}

/// The parts of an `allOf` so far.
#[derive(Default)]
struct Whole<'a> {
    types: BTreeSet<&'a str>,
    /// The property of each field.
    fields: BTreeMap<String, (&'a str, &'a Value)>,
    /// The reason why two parts cannot have the same field. A part can only narrow a string, a number or a boolean.
    conflict: Option<String>,
}

impl<'a> Whole<'a> {
    fn add(&mut self, context: &Context<'_>, schema: &Node<'a>, depth: usize) {
        let schema = schema.resolve();
        self.types.extend(schema.text("type"));
        self.add_properties(context, &schema);
        for part in schema.items_of("allOf").into_iter().filter(|_| depth > 0) {
            self.add(context, &part, depth - 1);
        }
    }

    fn add_properties(&mut self, context: &Context<'_>, schema: &Node<'a>) {
        for (name, Node { value, .. }) in schema.members_of("properties") {
            match self.fields.insert(field_name(name), (name, value)) {
                Some((other, _)) if other != name => {
                    self.conflict =
                        Some(format!("`{other}` of another part and `{name}` would become the same field"));
                }
                Some((_, other))
                    if other != value
                        && ![other, value]
                            .into_iter()
                            .all(|value| is_scalar(context, value, &COMPOSITIONS)) =>
                {
                    self.conflict =
                        Some(format!("another part also describes the property `{name}`, differently"));
                }
                _ => {}
            }
        }
    }
}
