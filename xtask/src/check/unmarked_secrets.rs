//! Strings that look like secrets, by name or description, and that no schema marks as secrets.

use serde_json::Value;

use super::context::Context;
use super::secret_names::{is_secret_name, is_shown_once};
use crate::diagnostics::Code;
use crate::spec::{is_in_example, last_keyword};
use crate::spelling::suggest;
use crate::yaml::{escape, visit};

/// The format that marks a secret.
const MARK: &str = "password";

/// The extension with which a document states that a string is no secret.
const DENIAL: &str = "x-secret";

/// The maximum nesting depth of lists and maps of secrets.
const MAX_DEPTH: usize = 4;

pub(super) fn check(context: &mut Context<'_>) {
    let mut named = Vec::new();
    let mut denials = Vec::new();
    visit(&context.document.value, "", &mut |pointer, node| {
        // An extension's key is part of the extension.
        if is_in_example(pointer.rsplit_once('/').map_or("", |(owner, _)| owner)) {
            return;
        }
        match last_keyword(pointer) {
            Some("properties" | "schemas") => {
                let members = node.as_object().into_iter().flatten();
                named.extend(
                    members.map(|(name, schema)| (format!("{pointer}/{}", escape(name)), name, schema)),
                );
            }
            Some(DENIAL) => denials.push((pointer.to_owned(), node)),
            _ => {}
        }
    });
    for (pointer, value) in denials {
        let owner = pointer.rsplit_once('/').map_or("", |(owner, _)| owner);
        if value != false {
            let help = format!("mark a secret with `format: {MARK}`");
            context.add(Code::UnreadExtension, &pointer, format!("`{DENIAL}` can only be `false`"), help);
        } else if context.node(owner).get("format").is_some_and(|format| format == MARK) {
            let message = format!("`{DENIAL}: false` contradicts `format: {MARK}`");
            context.add(Code::ConflictingKeys, &pointer, message, "remove one of them");
        }
    }
    for (pointer, name, schema) in named {
        let Some(schemas) = strings(context, schema) else { continue };
        if is_decided(&schemas) {
            continue;
        }
        let descriptions =
            schemas.iter().copied().chain([schema]).filter_map(|schema| schema.get("description"));
        let source = if is_secret_name(name) {
            "name"
        } else if descriptions.filter_map(Value::as_str).any(is_shown_once) {
            "description"
        } else {
            continue;
        };
        let message =
            format!("the {source} of `{name}` suggests a secret, but its schema does not mark it as one");
        let help = format!("add `format: {MARK}` to its schema, or `{DENIAL}: false` if it is not a secret");
        context.add(Code::UnmarkedSecret, &pointer, message, help);
    }
}

/// Returns the schemas of the strings in `schema`: a string, or a list or map of strings.
fn strings<'a>(context: &Context<'a>, schema: &'a Value) -> Option<Vec<&'a Value>> {
    let mut schemas = all(context, &[schema]);
    for _ in 0..MAX_DEPTH {
        if schemas.iter().any(|schema| schema.get("type").is_some_and(|kind| kind == "string")) {
            return Some(schemas);
        }
        let inner = ["items", "additionalProperties"]
            .iter()
            .flat_map(|key| below(&schemas, |schema| schema.get(key)));
        schemas = all(context, &inner.collect::<Vec<_>>());
    }
    None
}

/// Returns true if the schemas of a string state whether it is a secret, or list its values.
pub(super) fn is_decided(schemas: &[&Value]) -> bool {
    schemas.iter().any(|schema| {
        let format = schema.get("format").and_then(Value::as_str);
        // `check` reports a typo in the mark.
        let is_marked = format.is_some_and(|format| format == MARK || suggest(format, [MARK]).is_some());
        let is_denied = schema.get(DENIAL).is_some_and(|value| value == false);
        is_marked || is_denied || schema.get("enum").is_some()
    })
}

/// Returns the schemas, with references resolved, and the schemas that they are composed of.
pub(super) fn all<'a>(context: &Context<'a>, schemas: &[&'a Value]) -> Vec<&'a Value> {
    let mut found: Vec<&Value> = Vec::new();
    let mut open = schemas.to_vec();
    while let Some(schema) = open.pop() {
        let schema = context.document.resolve(schema);
        if found.iter().any(|known| std::ptr::eq(*known, schema)) {
            continue;
        }
        found.push(schema);
        for list in ["allOf", "oneOf", "anyOf"] {
            open.extend(schema.get(list).and_then(Value::as_array).into_iter().flatten());
        }
    }
    found
}

/// Returns a part of each schema that has it.
pub(super) fn below<'a>(
    schemas: &[&'a Value],
    part: impl Fn(&'a Value) -> Option<&'a Value>,
) -> Vec<&'a Value> {
    schemas.iter().copied().filter_map(part).collect()
}
