//! Unions (`oneOf`, `anyOf`): each value tells which alternative it matches, so that none decodes into the wrong one.

use std::collections::BTreeMap;

use serde_json::Value;

use super::context::Context;
use super::secrets::find_secret;
use crate::diagnostics::Code;
use crate::model::{Union, discriminator_values, unions};
use crate::spec::{is_in_example, last_keyword};
use crate::yaml::{Node, escape, visit};

/// The keys that a schema may have next to `oneOf` and `anyOf`.
const ANNOTATIONS: [&str; 10] = [
    "title",
    "description",
    "nullable",
    "default",
    "example",
    "deprecated",
    "discriminator",
    "externalDocs",
    "readOnly",
    "writeOnly",
];

/// The depth to which `allOf` is followed.
const DEPTH: usize = 8;

pub(super) fn check(context: &mut Context<'_>) {
    let root = context.document.root();
    for union in unions(&context.document.value) {
        let Some(node) = root.find(&union.pointer) else { continue };
        check_siblings(context, &node, &union);
        check_secrets(context, &union);
        if node.get("discriminator").is_some() {
            check_discriminator(context, &node, &union);
        }
        check_ambiguity(context, &union);
    }
    check_places(context);
}

/// Checks that a union stands alone: progenitor would merge it with the other keys, or ignore them.
fn check_siblings(context: &mut Context<'_>, node: &Node<'_>, union: &Union) {
    for (key, member) in node.members() {
        if key == union.key || ANNOTATIONS.contains(&key) || key.starts_with("x-") {
            continue;
        }
        let message = format!("`{key}` next to `{}` is not supported", union.key);
        let help = "move it into the alternatives, or remove it";
        context.add(Code::UnsupportedUnion, &member.pointer, message, help);
    }
}

/// Checks that no alternative contains a secret, because a value is buffered until its alternative is known.
fn check_secrets(context: &mut Context<'_>, union: &Union) {
    for alternative in &union.alternatives {
        if find_secret(context, &alternative.pointer).is_some() {
            let message = format!("a secret in a `{}` is not supported: it could not be zeroed", union.key);
            let help = "move the secret out of the alternatives";
            context.add(Code::UnsupportedUnion, &alternative.pointer, message, help);
        }
    }
}

fn check_ambiguity(context: &mut Context<'_>, union: &Union) {
    let pointer =
        |index: usize| union.alternatives.get(index).map(|alternative| alternative.pointer.as_str());
    for &(one, other) in &union.ambiguous {
        let (Some(one), Some(other)) = (pointer(one), pointer(other)) else { continue };
        let kind = |pointer| {
            let (_, schema) = context.resolve(pointer);
            let is_object = schema.get("properties").is_some() || schema.get("allOf").is_some();
            if is_object { "object" } else { schema.get("type").and_then(Value::as_str).unwrap_or_default() }
        };
        let help = match (kind(one), kind(other)) {
            ("object", "object") => {
                "require a property in both, each with its own single-value `enum`; or close one with \
                 `additionalProperties: false`, and require a property in the other that it lacks"
            }
            ("array", "array") => "give them items that exclude each other, or merge them into one",
            ("string", "string") if union.key == "oneOf" => {
                "give each its own `enum`, write `anyOf` if only one has an `enum`, or merge them into one"
            }
            ("string", "string") => "give each its own `enum`, or merge them into one",
            _ => "give them different types, or merge them into one",
        };
        let message = "a value can match both this alternative and an earlier one";
        context.add(Code::AmbiguousUnion, other, message, help);
        context.relate(one, "the earlier alternative");
    }
}

/// Checks that a discriminator has a different value for each alternative, and that no alternative drops it.
fn check_discriminator(context: &mut Context<'_>, node: &Node<'_>, union: &Union) {
    let at = format!("{}/discriminator", node.pointer);
    let property = node.get("discriminator").and_then(|node| node.text("propertyName")).unwrap_or_default();
    let schemas = node.items_of(union.key);
    let values = discriminator_values(node, &schemas);
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, (schema, values)) in schemas.iter().zip(&values).enumerate() {
        if values.is_empty() {
            let message = "an alternative next to a `discriminator` must be a reference";
            let help = "move it to `components/schemas`, and refer to it";
            context.add(Code::InvalidDiscriminator, &schema.pointer, message, help);
        } else if !requires(schema, property, DEPTH) {
            let message =
                format!("this alternative does not require the property `{property}` of the `discriminator`");
            let help = "add it to its `properties` and to `required`";
            context.add(Code::InvalidDiscriminator, &schema.pointer, message, help);
        }
        for value in values {
            let lists_others = |part: &Node<'_>| {
                let tag = part.get("properties").and_then(|properties| properties.get(property));
                let listed = tag.map(|tag| tag.resolve().items_of("enum")).unwrap_or_default();
                !listed.is_empty() && listed.iter().all(|listed| listed.value != value)
            };
            if has(schema, DEPTH, &lists_others) {
                let message = format!("`{value}` is not a value of `{property}` in this alternative");
                let help = "add it to the `enum` of the property, or map the listed value with `mapping`";
                context.add(Code::InvalidDiscriminator, &schema.pointer, message, help);
            }
            if known.insert(value, index).is_some_and(|other| other != index) {
                let message = format!("`{value}` stands for two alternatives");
                context.add(Code::InvalidDiscriminator, &at, message, "map each value to one alternative");
            }
        }
    }
    for (value, _) in node.get("discriminator").map(|node| node.members_of("mapping")).unwrap_or_default() {
        if !known.contains_key(value) {
            let at = format!("{at}/mapping/{}", escape(value));
            let message = format!("`{value}` is mapped to a schema that is not an alternative");
            let help = format!("add the schema to `{}`, or remove the entry", union.key);
            context.add(Code::InvalidDiscriminator, &at, message, help);
        }
    }
}

/// Returns true if an object has a property and requires it.
fn requires(schema: &Node<'_>, property: &str, depth: usize) -> bool {
    has(schema, depth, &|part| {
        part.get("properties").is_some_and(|properties| properties.get(property).is_some())
    }) && has(schema, depth, &|part| {
        let required = part.value.get("required").and_then(Value::as_array);
        required.is_some_and(|required| required.iter().any(|name| name == property))
    })
}

/// Returns true if a schema or a part of its `allOf` passes the test.
fn has(schema: &Node<'_>, depth: usize, test: &dyn Fn(&Node<'_>) -> bool) -> bool {
    let schema = schema.resolve();
    test(&schema) || depth > 0 && schema.items_of("allOf").iter().any(|part| has(part, depth - 1, test))
}

/// Checks where unions and discriminators stand.
fn check_places(context: &mut Context<'_>) {
    let mut nodes = Vec::new();
    visit(&context.document.value, "", &mut |pointer, node| {
        if !is_in_example(pointer) && node.is_object() {
            nodes.push((pointer.to_owned(), node));
        }
    });
    for (pointer, node) in nodes {
        if let Some(parts) = node.get("allOf").and_then(Value::as_array) {
            let is_composed = parts.len() > 1 || node.get("properties").is_some();
            for index in 0..parts.len() {
                let at = format!("{pointer}/allOf/{index}");
                let (_, part) = context.resolve(&at);
                if is_composed && ["oneOf", "anyOf"].iter().any(|key| part.get(key).is_some()) {
                    let message = "a union cannot be combined with other parts of an `allOf`";
                    let help =
                        "write the common properties in each alternative, or make the union a property";
                    context.add(Code::UnsupportedUnion, &at, message, help);
                }
            }
        }
        let at = format!("{pointer}/discriminator");
        let is_discriminator =
            node.get("discriminator").is_some() && last_keyword(&at) == Some("discriminator");
        if is_discriminator && ["oneOf", "anyOf"].iter().all(|key| node.get(key).is_none()) {
            let message = "a `discriminator` only applies next to `oneOf` or `anyOf`";
            let help = "list the alternatives with `oneOf`, or remove it";
            context.add(Code::InvalidDiscriminator, &at, message, help);
        }
    }
}
