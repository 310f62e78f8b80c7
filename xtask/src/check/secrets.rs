//! Secrets: `format: password` is where the SDK can keep it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::spec::is_in_example;
use crate::yaml::visit;

pub(super) fn check(context: &mut Context<'_>) {
    let document = context.document;
    let mut secrets = Vec::new();
    visit(&document.value, "", &mut |pointer, node| {
        if !is_in_example(pointer) && is_secret(node) {
            secrets.push((pointer.to_owned(), node));
        }
    });
    for (pointer, node) in secrets {
        if node.get("type").and_then(Value::as_str) != Some("string") {
            context.add(Code::SecretNotText, &pointer, "a secret that is not a string", "use `type: string`");
        }
        for key in ["enum", "pattern", "minLength", "maxLength", "default", "nullable"] {
            if node.get(key).is_some() {
                let message = format!("`{key}` of a secret is not supported");
                context.add(Code::ConstrainedSecret, &format!("{pointer}/{key}"), message, "remove it");
            }
        }
    }
    // A type that is sent has to be `Serialize`, which no secret is.
    for (_, _, operation) in context.operations() {
        for part in ["parameters", "requestBody"] {
            let mut seen = BTreeSet::new();
            let found = find_secret(context, &format!("{operation}/{part}"), &mut seen);
            if let Some(pointer) = found {
                let message = "a secret that is sent in a request is not supported";
                context.add(
                    Code::SentSecret,
                    &pointer,
                    message,
                    "secrets belong in responses; the caller's key is a `security` scheme",
                );
            }
        }
    }
}

fn is_secret(node: &Value) -> bool {
    node.get("format").and_then(Value::as_str) == Some("password")
}

/// A secret at or below `pointer`, through references.
fn find_secret(context: &Context<'_>, pointer: &str, seen: &mut BTreeSet<String>) -> Option<String> {
    let mut found = None;
    let mut references = Vec::new();
    visit(context.node(pointer), pointer, &mut |pointer, node| {
        if is_in_example(pointer) {
            return;
        }
        if is_secret(node) {
            found.get_or_insert_with(|| pointer.to_owned());
        }
        if let Some(target) = node.get("$ref").and_then(Value::as_str) {
            references.push(target.trim_start_matches('#').to_owned());
        }
    });
    found.or_else(|| {
        references.into_iter().find_map(|target| {
            if seen.insert(target.clone()) { find_secret(context, &target, seen) } else { None }
        })
    })
}
