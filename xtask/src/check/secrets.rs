//! Secrets: `format: password` only appears where the SDK can keep the value secret.

use std::collections::BTreeSet;

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::model::operation_nodes;
use crate::spec::is_in_example;
use crate::yaml::{Node, visit};

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
    for operation in operation_nodes(&document.root()) {
        for parameter in operation.parameters() {
            check_parameter(context, &parameter);
        }
        check_body(context, &format!("{}/requestBody", operation.node.pointer));
    }
}

fn check_parameter(context: &mut Context<'_>, parameter: &Node<'_>) {
    let schema = format!("{}/schema", parameter.pointer);
    let Some(secret) = find_secret(context, &schema) else { return };
    let place = parameter.text("in").unwrap_or_default();
    let (message, help) = if place != "header" {
        let message = format!("a secret in a {place} is not supported: servers and proxies log URLs");
        (message, "send it in the body or in a header")
    } else if secret != schema {
        let message = "the secret of a header must be described in the parameter itself".to_owned();
        (message, "write `type: string` and `format: password` in the parameter's `schema`")
    } else {
        return;
    };
    context.add(Code::SentSecret, &parameter.pointer, message, help);
}

/// Checks that the body contains no secret in alternatives, whose serialization is not restricted.
fn check_body(context: &mut Context<'_>, body: &str) {
    let mut unions = Vec::new();
    reach(context, body, &mut BTreeSet::new(), &mut |pointer, node| {
        let keys = ["oneOf", "anyOf"].into_iter().filter(|key| node.get(key).is_some());
        unions.extend(keys.map(|key| format!("{pointer}/{key}")));
    });
    for union in unions {
        if find_secret(context, &union).is_some() {
            let message = "a secret in alternatives is not supported in a request";
            context.add(Code::SentSecret, &union, message, "describe one alternative");
        }
    }
}

fn is_secret(node: &Value) -> bool {
    node.get("format").and_then(Value::as_str) == Some("password")
}

/// Returns the pointer of the first secret at or below `pointer`.
pub(super) fn find_secret(context: &Context<'_>, pointer: &str) -> Option<String> {
    let mut found = None;
    reach(context, pointer, &mut BTreeSet::new(), &mut |pointer, node| {
        if is_secret(node) {
            found.get_or_insert_with(|| pointer.to_owned());
        }
    });
    found
}

/// Visits the nodes at and below `pointer`, without examples. Follows references.
fn reach(
    context: &Context<'_>,
    pointer: &str,
    seen: &mut BTreeSet<String>,
    visitor: &mut dyn FnMut(&str, &Value),
) {
    let mut references = Vec::new();
    visit(context.node(pointer), pointer, &mut |pointer, node| {
        if is_in_example(pointer) {
            return;
        }
        visitor(pointer, node);
        if let Some(target) = node.get("$ref").and_then(Value::as_str) {
            references.push(target.trim_start_matches('#').to_owned());
        }
    });
    for target in references {
        if seen.insert(target.clone()) {
            reach(context, &target, seen, visitor);
        }
    }
}
