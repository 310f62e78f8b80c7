//! Parameters: the client can send each of them, and each becomes a method with a unique name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::context::Context;
use super::security::{RESERVED, api_key_headers};
use crate::diagnostics::Code;
use crate::model::enumeration_type;
use crate::naming::method_name;
use crate::spelling::suggest;

/// Checks the parameters of an operation. Returns the names of its declared path parameters.
pub(super) fn check(
    context: &mut Context<'_>,
    path: &str,
    operation: &str,
    in_path: &[String],
) -> Vec<String> {
    let mut in_path_declared = Vec::new();
    // Name, `in` and pointer of each parameter so far.
    let mut known: Vec<(String, String, String)> = Vec::new();
    for list in [format!("{path}/parameters"), format!("{operation}/parameters")] {
        let is_own = list.starts_with(operation);
        for written in context.items(&list) {
            let (pointer, parameter) = context.resolve(&written);
            let text = |key| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
            let (name, place) = (text("name"), text("in"));
            match place {
                "path" => {
                    in_path_declared.push(name.to_owned());
                    let meant = check_path_parameter(context, &pointer, parameter, in_path);
                    in_path_declared.extend(meant);
                }
                "query" => check_query_parameter(context, &pointer, parameter),
                "header" => check_header_parameter(context, &pointer, parameter),
                // The structure check reports the missing `in`.
                "" => in_path_declared.push(name.to_owned()),
                other => {
                    let message = format!("a parameter in `{other}` is not supported");
                    let help = "use `path`, `query` or `header`";
                    context.add(Code::UnsupportedParameter, &pointer, message, help);
                }
            }
            if parameter.get("schema").is_none() {
                let message = format!("the parameter `{name}` has no `schema`");
                context.add(Code::ParameterWithoutSchema, &pointer, message, "add a `schema`");
            }
            // A parameter of an operation overrides the one of its path item.
            let is_replaced = |known: &(String, String, String)| {
                is_own
                    && known.2.starts_with(path)
                    && !known.2.starts_with(operation)
                    && known.0 == name
                    && known.1 == place
            };
            known.retain(|known| !is_replaced(known));
            check_name(context, &pointer, name, &known);
            known.push((name.to_owned(), place.to_owned(), written));
        }
    }
    check_query(context, &known);
    in_path_declared
}

/// Checks that no two query parameters have the same name. Each property of an object is sent as one.
fn check_query(context: &mut Context<'_>, parameters: &[(String, String, String)]) {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, _, written) in parameters.iter().filter(|(_, place, _)| place == "query") {
        let (pointer, _) = context.resolve(written);
        let (_, schema) = context.resolve(&format!("{pointer}/schema"));
        let properties = schema.get("properties").and_then(Value::as_object);
        let names = properties
            .map_or_else(|| vec![name.as_str()], |members| members.keys().map(String::as_str).collect());
        for sent in names {
            if let Some(other) = known.insert(sent, name).filter(|other| *other != name) {
                let message = format!("the parameters `{other}` and `{name}` would both be sent as `{sent}`");
                context.add(Code::DuplicateParameter, &pointer, message, "give each parameter its own name");
            }
        }
    }
}

/// Checks the Rust name of a parameter, which becomes a method of the call.
fn check_name(context: &mut Context<'_>, pointer: &str, name: &str, known: &[(String, String, String)]) {
    let method = method_name(name);
    let at = format!("{pointer}/name");
    if method == "body" {
        let message = "`body` is the name of the request body";
        context.add(Code::ReservedParameterName, &at, message, "choose another name");
    }
    if let Some((other, ..)) = known.iter().find(|(known, ..)| method_name(known) == method) {
        let message = if other == name {
            format!("two parameters are named `{name}`")
        } else {
            format!("the parameters `{other}` and `{name}` would both have the Rust name `{method}`")
        };
        context.add(Code::DuplicateParameter, &at, message, "give each parameter its own name");
    }
}

/// Checks a path parameter. If its name is a typo, returns the name that was likely meant.
fn check_path_parameter(
    context: &mut Context<'_>,
    pointer: &str,
    parameter: &Value,
    in_path: &[String],
) -> Option<String> {
    let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
    if parameter.get("required") != Some(&Value::Bool(true)) {
        let message = format!("the path parameter `{name}` must be required");
        context.add(Code::OptionalPathParameter, pointer, message, "add `required: true`");
    }
    check_style(context, pointer, parameter, "simple");
    check_scalar(context, pointer, "path");
    if in_path.iter().any(|known| known == name) {
        return None;
    }
    let message = format!("the path parameter `{name}` is not in the path");
    let meant = suggest(name, in_path.iter().map(String::as_str));
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("add `{{{name}}}` to the path, or remove the parameter"),
    };
    context.add_value(Code::UnusedPathParameter, &format!("{pointer}/name"), message, help);
    meant.map(str::to_owned)
}

fn check_query_parameter(context: &mut Context<'_>, pointer: &str, parameter: &Value) {
    check_style(context, pointer, parameter, "form");
    let (schema_pointer, schema) = context.resolve(&format!("{pointer}/schema"));
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
    if matches!(kind, "array" | "object") && parameter.get("explode") == Some(&Value::Bool(false)) {
        let message = "`explode: false` is not supported: the client sends each item as a separate parameter";
        context.add(Code::UnsupportedStyle, &format!("{pointer}/explode"), message, "remove it");
    }
    if kind == "array" {
        let (_, items) = context.resolve(&format!("{schema_pointer}/items"));
        if !is_sendable(context, items) {
            let message = "a list in a query can only contain strings, numbers or booleans";
            context.add(Code::UnsupportedParameter, pointer, message, "use one of these types for the items");
        }
    } else if !schema.is_null() && !is_scalar(context, schema, &COMPOSITIONS) {
        check_query_object(context, pointer, schema);
    }
    if parameter.get("allowReserved") == Some(&Value::Bool(true)) {
        let message = "`allowReserved` has no effect: the client always encodes reserved characters";
        context.add(Code::DroppedFeature, &format!("{pointer}/allowReserved"), message, "remove it");
    }
}

/// Checks an object in a query. Its members become parameters, each with the name of the member.
fn check_query_object(context: &mut Context<'_>, pointer: &str, schema: &Value) {
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut members = properties.into_iter().flatten().map(|(_, member)| member);
    let is_closed = schema.get("additionalProperties").is_none_or(|additional| additional == false);
    if schema.get("type") != Some(&"object".into())
        || properties.is_none()
        || !is_closed
        || !members.all(|member| is_sendable(context, member))
    {
        let message =
            "an object in a query can only have described properties that are strings, numbers or booleans";
        let help = "describe its properties with one of these types, or describe one parameter per property";
        context.add(Code::UnsupportedParameter, pointer, message, help);
    }
}

fn check_header_parameter(context: &mut Context<'_>, pointer: &str, parameter: &Value) {
    check_style(context, pointer, parameter, "simple");
    check_scalar(context, pointer, "header");
    let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
    let at = format!("{pointer}/name");
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
        let message = format!("`{name}` is not a valid header name");
        context.add(Code::InvalidHeaderName, &at, message, "use letters, digits and hyphens");
    } else if RESERVED.iter().any(is) || is(&"Authorization") {
        let message = format!("the header `{name}` is reserved: the client sets it");
        context.add(Code::ReservedHeader, &at, message, "remove the parameter");
    } else if api_key_headers(context).iter().any(is) {
        let message = format!("the header `{name}` carries the caller's API key");
        context.add(
            Code::ReservedHeader,
            &at,
            message,
            "remove the parameter: the security scheme describes it",
        );
    }
}

fn check_style(context: &mut Context<'_>, pointer: &str, parameter: &Value, supported: &str) {
    let style = parameter.get("style").and_then(Value::as_str).unwrap_or(supported);
    if style != supported {
        let message = format!("`style: {style}` is not supported");
        context.add(
            Code::UnsupportedStyle,
            &format!("{pointer}/style"),
            message,
            format!("use `style: {supported}`"),
        );
    }
}

fn check_scalar(context: &mut Context<'_>, pointer: &str, place: &str) {
    let (_, schema) = context.resolve(&format!("{pointer}/schema"));
    if !schema.is_null() && !is_scalar(context, schema, &["allOf"]) {
        let message = format!("a {place} parameter must be a string, a number or a boolean");
        context.add(Code::UnsupportedParameter, pointer, message, "use one of these types");
    }
}

/// The keys of compositions.
pub(super) const COMPOSITIONS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Returns true if a query can contain all values of an item or a member: it cannot contain `null`.
fn is_sendable(context: &Context<'_>, schema: &Value) -> bool {
    let is_nullable = context.document.resolve(schema).get("nullable") == Some(&true.into());
    !is_nullable && is_scalar(context, schema, &COMPOSITIONS)
}

/// Returns true if all values of a schema are strings, numbers or booleans. Looks into the compositions with these keys.
pub(super) fn is_scalar(context: &Context<'_>, schema: &Value, keys: &[&str]) -> bool {
    fn is_scalar(context: &Context<'_>, schema: &Value, keys: &[&str], depth: usize) -> bool {
        let schema = context.document.resolve(schema);
        let kind = enumeration_type(schema).or_else(|| schema.get("type").and_then(Value::as_str));
        // The structure check reports unknown types.
        if kind.is_some_and(|kind| !matches!(kind, "array" | "object")) {
            return true;
        }
        let parts = keys.iter().filter_map(|key| schema.get(key).and_then(Value::as_array));
        let mut parts = parts.flatten().peekable();
        // Alternatives can contain themselves.
        depth > 0 && parts.peek().is_some() && parts.all(|part| is_scalar(context, part, keys, depth - 1))
    }
    is_scalar(context, schema, keys, 8)
}
