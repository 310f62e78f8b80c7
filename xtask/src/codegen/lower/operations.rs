//! Lowers operations, their responses and bodies.

use serde_json::{Map, Value};

use crate::yaml::Node;

const JSON: &str = "application/json";

/// Removes other media types from content that also has JSON.
pub(super) fn keep_json(node: &mut Value) {
    match node {
        Value::Object(object) => {
            if let Some(content) = object.get_mut("content").and_then(Value::as_object_mut)
                && content.contains_key(JSON)
            {
                content.retain(|media_type, _| media_type == JSON);
            }
            object.values_mut().for_each(keep_json);
        }
        Value::Array(items) => items.iter_mut().for_each(keep_json),
        _ => {}
    }
}

/// Removes `nullable` from parameters: neither a URL nor a header can contain a `null`.
pub(super) fn remove_null_parameters(node: &mut Value) {
    match node {
        Value::Object(object) => {
            for parameter in object.get_mut("parameters").into_iter().flat_map(parameters) {
                if let Some(schema) = parameter.get_mut("schema").and_then(Value::as_object_mut) {
                    schema.remove("nullable");
                }
            }
            object.values_mut().for_each(remove_null_parameters);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_null_parameters),
        _ => {}
    }
}

/// Returns the parameters of an operation or a path, or those of `components`.
fn parameters(node: &mut Value) -> Vec<&mut Value> {
    match node {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(named) => named.iter_mut().map(|(_, parameter)| parameter).collect(),
        _ => Vec::new(),
    }
}

/// Replaces `default` by `4XX` and `5XX`, because progenitor would also use it for successes.
pub(super) fn spell_out_default(document: &mut Value) {
    for_each(document, &mut |_, responses| {
        if let Some(default) = responses.remove("default") {
            for status in ["4XX", "5XX"] {
                responses.entry(status).or_insert_with(|| default.clone());
            }
        }
    });
}

/// Removes responses with which no call ends: `1xx` is interim, and the runtime does not follow redirects. Also removes
/// statuses without a standard name, which are decoded like undocumented ones.
pub(super) fn remove_unreachable_responses(document: &mut Value) {
    for_each(document, &mut |_, responses| {
        responses.retain(|status, _| status.ends_with("XX") || is_final(status));
        responses.remove("1XX");
        responses.remove("3XX");
    });
}

/// Returns true if a call can end with the status, and the status has a standard name.
fn is_final(status: &str) -> bool {
    http::StatusCode::from_bytes(status.as_bytes()).is_ok_and(|status| {
        let is_final = status.is_success() || status.is_client_error() || status.is_server_error();
        is_final && status.canonical_reason().is_some()
    })
}

/// Removes error responses without a body if others have one, because a method has one error type. A call that receives
/// one reports it as undecodable, with its status.
pub(super) fn remove_errors_without_body(document: &mut Value) {
    for_each(document, &mut |document, responses| {
        let has_body = |response: &Value| {
            Node::root(document)
                .follow(response)
                .get("content")
                .and_then(Value::as_object)
                .is_some_and(|content| !content.is_empty())
        };
        let is_error = |status: &str| status.starts_with(['4', '5']);
        let is_mixed = responses.iter().any(|(status, response)| is_error(status) && has_body(response));
        if is_mixed {
            responses.retain(|status, response| !is_error(status) || has_body(response));
        }
    });
}

/// Removes the extensions of operations. progenitor has its own, which need a larger runtime.
pub(super) fn remove_extensions(document: &mut Value) {
    for operation in operations(document).filter_map(Value::as_object_mut) {
        operation.retain(|key, _| !key.starts_with("x-"));
    }
}

/// Visits the responses of every operation.
fn for_each(document: &mut Value, visit: &mut dyn FnMut(&Value, &mut Map<String, Value>)) {
    let whole = document.clone();
    for operation in operations(document) {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            visit(&whole, responses);
        }
    }
}

/// Returns all members of all path items. Most of them are operations.
fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    paths.filter_map(|(_, path)| path.as_object_mut()).flatten().map(|(_, operation)| operation)
}
