//! Parameters: each has a place where the client can put it, and a name that a method can have.

use serde_json::Value;

use super::context::Context;
use super::security::{RESERVED, api_key_headers};
use crate::diagnostics::Code;
use crate::naming::method_name;
use crate::spelling::suggest;

/// Checks an operation's parameters; returns the names of those that are in its path.
pub(super) fn check(
    context: &mut Context<'_>,
    path: &str,
    operation: &str,
    in_path: &[String],
) -> Vec<String> {
    let mut in_path_declared = Vec::new();
    // Each by its name, its place and its pointer.
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
                // The structure's check says that it is missing.
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
            // An operation's own parameter replaces its path's.
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
    in_path_declared
}

/// A parameter becomes a method of the call's builder.
fn check_name(context: &mut Context<'_>, pointer: &str, name: &str, known: &[(String, String, String)]) {
    let method = method_name(name);
    let at = format!("{pointer}/name");
    if matches!(method.as_str(), "body" | "body_map" | "new" | "send") {
        let message = format!("`{name}` is a method of every call already");
        context.add(Code::ReservedParameterName, &at, message, "choose another name");
    }
    if let Some((other, ..)) = known.iter().find(|(known, ..)| method_name(known) == method) {
        let message = if other == name {
            format!("there are two parameters `{name}`")
        } else {
            format!("the parameters `{other}` and `{name}` would both be set by `{method}`")
        };
        context.add(Code::DuplicateParameter, &at, message, "give each parameter a name of its own");
    }
}

/// Checks a parameter of a path; returns the name that was likely meant, if it is another.
fn check_path_parameter(
    context: &mut Context<'_>,
    pointer: &str,
    parameter: &Value,
    in_path: &[String],
) -> Option<String> {
    let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
    if parameter.get("required") != Some(&Value::Bool(true)) {
        let message = format!("the path parameter `{name}` is not required");
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
        None => format!("put `{{{name}}}` into the path, or remove it"),
    };
    context.add_value(Code::UnusedPathParameter, &format!("{pointer}/name"), message, help);
    meant.map(str::to_owned)
}

fn check_query_parameter(context: &mut Context<'_>, pointer: &str, parameter: &Value) {
    check_style(context, pointer, parameter, "form");
    let (schema_pointer, schema) = context.resolve(&format!("{pointer}/schema"));
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
    if matches!(kind, "array" | "object") && parameter.get("explode") == Some(&Value::Bool(false)) {
        let message = "`explode: false` is not supported: each item is sent as a parameter of its own";
        context.add(Code::UnsupportedStyle, &format!("{pointer}/explode"), message, "remove it");
    }
    if kind == "array" {
        let (_, items) = context.resolve(&format!("{schema_pointer}/items"));
        if !is_scalar(context, items) {
            let message = "a list of what is not a text, a number or a boolean has no form in a query";
            context.add(
                Code::UnsupportedParameter,
                pointer,
                message,
                "use a list of texts, numbers or booleans",
            );
        }
    }
    if parameter.get("allowReserved") == Some(&Value::Bool(true)) {
        let message = "`allowReserved` is not generated: reserved characters are always encoded";
        context.add(Code::DroppedFeature, &format!("{pointer}/allowReserved"), message, "remove it");
    }
}

fn check_header_parameter(context: &mut Context<'_>, pointer: &str, parameter: &Value) {
    check_style(context, pointer, parameter, "simple");
    check_scalar(context, pointer, "header");
    let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
    let at = format!("{pointer}/name");
    let is = |known: &&str| known.eq_ignore_ascii_case(name);
    if http::HeaderName::from_bytes(name.as_bytes()).is_err() {
        let message = format!("`{name}` cannot be a header's name");
        context.add(Code::InvalidHeaderName, &at, message, "use letters, digits and hyphens");
    } else if RESERVED.iter().any(is) || is(&"Authorization") {
        let message = format!("`{name}` is a header of the request itself");
        context.add(Code::ReservedHeader, &at, message, "remove the parameter: the client sets this header");
    } else if api_key_headers(context).iter().any(is) {
        let message = format!("`{name}` carries the caller's API key");
        context.add(Code::ReservedHeader, &at, message, "remove the parameter: the security scheme sets it");
    }
}

fn check_style(context: &mut Context<'_>, pointer: &str, parameter: &Value, supported: &str) {
    let style = parameter.get("style").and_then(Value::as_str).unwrap_or(supported);
    if style != supported {
        let message = format!("the `style` `{style}` is not supported");
        context.add(
            Code::UnsupportedStyle,
            &format!("{pointer}/style"),
            message,
            format!("use `{supported}`"),
        );
    }
}

fn check_scalar(context: &mut Context<'_>, pointer: &str, place: &str) {
    let (_, schema) = context.resolve(&format!("{pointer}/schema"));
    if !schema.is_null() && !is_scalar(context, schema) {
        let message = format!("only a text, a number or a boolean has a form in a {place}");
        context.add(Code::UnsupportedParameter, pointer, message, "use one of these types");
    }
}

/// Whether a schema's values are texts, numbers or booleans.
fn is_scalar(context: &Context<'_>, schema: &Value) -> bool {
    fn is_scalar(context: &Context<'_>, schema: &Value, depth: usize) -> bool {
        let schema = context.document.resolve(schema);
        let kind = schema.get("type").and_then(Value::as_str);
        // A type that there is not is found elsewhere.
        if kind.is_some_and(|kind| !matches!(kind, "array" | "object")) {
            return true;
        }
        let parts = ["allOf", "anyOf", "oneOf"].map(|key| schema.get(key).and_then(Value::as_array));
        let mut parts = parts.into_iter().flatten().flatten().peekable();
        // Alternatives may hold themselves.
        depth > 0 && parts.peek().is_some() && parts.all(|part| is_scalar(context, part, depth - 1))
    }
    is_scalar(context, schema, 8)
}
