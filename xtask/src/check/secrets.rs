//! Secrets: `format: password` only appears where the SDK can keep the value secret.

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
            context.add(Code::SecretNotText, &pointer, "a secret must be a string", "use `type: string`");
        }
        for key in ["enum", "pattern", "minLength", "maxLength", "default", "nullable"] {
            if node.get(key).is_some() {
                let message = format!("a secret cannot have `{key}`");
                context.add(Code::ConstrainedSecret, &format!("{pointer}/{key}"), message, "remove it");
            }
        }
    }
    // A request type must be `Serialize`, and secrets are not.
    for (_, _, operation) in context.operations() {
        for part in ["parameters", "requestBody"] {
            let mut seen = BTreeSet::new();
            let found = find_secret(context, &format!("{operation}/{part}"), &mut seen);
            if let Some(pointer) = found {
                let message = "a secret in a request is not supported";
                context.add(
                    Code::SentSecret,
                    &pointer,
                    message,
                    "remove it from the request, or describe the caller's key as a security scheme",
                );
            }
        }
    }
}

fn is_secret(node: &Value) -> bool {
    node.get("format").and_then(Value::as_str) == Some("password")
}

/// Returns the pointer of a secret at or below `pointer`. Follows references.
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
