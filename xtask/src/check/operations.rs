//! Operations: names, path parameters and request bodies.

use std::collections::BTreeMap;

use serde_json::Value;

use super::context::Context;
use super::parameters;
use crate::diagnostics::Code;
use crate::naming::{call_name, error_name, method_name};
use crate::spelling::suggest;
use crate::yaml::unescape;

pub(super) fn check(context: &mut Context<'_>) {
    let mut names: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (_, path_pointer) in context.members("/paths") {
        if context.node(&path_pointer).get("$ref").is_some() {
            context.add(
                Code::PathReference,
                &path_pointer,
                "a `$ref` in place of a path item is not supported",
                "write the path item here",
            );
        }
    }
    let operations = context.operations();
    if operations.is_empty() {
        context.add(Code::NoOperation, "/paths", "`paths` contains no operation", "describe at least one");
    }
    for (path_pointer, method, pointer) in &operations {
        check_id(context, method, pointer, &mut names);
        check_parameters(context, path_pointer, pointer);
        check_body(context, method, pointer);
        check_recovery(context, pointer);
    }
}

fn check_id(
    context: &mut Context<'_>,
    method: &str,
    pointer: &str,
    names: &mut BTreeMap<String, (String, String)>,
) {
    let Some(id) = context.node(pointer).get("operationId").and_then(Value::as_str) else {
        let message = format!("this `{method}` operation has no `operationId`");
        context.add(
            Code::MissingOperationId,
            pointer,
            message,
            "add an `operationId`: it names the method of the client",
        );
        return;
    };
    let at = format!("{pointer}/operationId");
    let method_name = method_name(id);
    if !id.contains(|c: char| c.is_ascii_alphabetic()) {
        let message = format!("the `operationId` `{id}` cannot be converted to a method name");
        context.add_value(
            Code::InvalidOperationId,
            &at,
            message,
            "use snake_case, such as `create_key`, and no Rust keyword",
        );
    } else if method_name != id {
        let message =
            format!("the `operationId` `{id}` is not a Rust method name: it becomes `{method_name}`");
        context.add(
            Code::OperationIdCase,
            &at,
            message,
            "use snake_case, such as `create_key`, and no Rust keyword",
        );
    }
    let id = method_name.as_str();
    if matches!(id, "base_url" | "builder" | "clone" | "from_env" | "with_retry" | "with_timeout") {
        let message = format!("the client already has a method `{id}`");
        context.add_value(Code::ReservedOperationId, &at, message, "choose another `operationId`");
    }
    if matches!(method, "trace" | "options" | "head") {
        let message = format!("the HTTP method `{method}` is not supported");
        context.add(
            Code::UnsupportedMethod,
            pointer,
            message,
            "use `get`, `put`, `post`, `patch` or `delete`",
        );
    }
    // Calls and errors share a module.
    for name in [call_name(id), error_name(id)] {
        if let Some((other, first)) = names.get(&name) {
            let message = if other == id {
                format!("the `operationId` `{id}` is used twice")
            } else {
                format!("the operations `{other}` and `{id}` would both have the type `{name}`")
            };
            let help = "give each operation its own `operationId`";
            context.add_value(Code::DuplicateOperationId, &at, message, help);
            context.relate(first, "first used here");
            break;
        }
        names.insert(name, (id.to_owned(), at.clone()));
    }
}

fn check_parameters(context: &mut Context<'_>, path_pointer: &str, operation: &str) {
    let path = unescape(path_pointer.trim_start_matches("/paths/"));
    let in_path = match template(&path) {
        Ok(names) => names,
        Err(why) => {
            let message = format!("invalid path: {why}");
            let help = "write it like `/key/user/{user_id}`";
            context.add(Code::MalformedPath, path_pointer, message, help);
            return;
        }
    };
    let declared = parameters::check(context, path_pointer, operation, &in_path);
    for name in in_path {
        if !declared.contains(&name) {
            let message = format!("the path parameter `{name}` is not declared");
            context.add(
                Code::UndeclaredPathParameter,
                operation,
                message,
                format!("add a parameter `{name}` with `in: path`"),
            );
        }
    }
}

/// Returns the names of the parameters in a path, or the reason why the path is invalid.
fn template(path: &str) -> Result<Vec<String>, &'static str> {
    let mut names = Vec::new();
    let mut rest = path.strip_prefix('/').ok_or("it does not start with `/`")?;
    if path.contains("//") {
        return Err("it contains `//`");
    }
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/{}".contains(c);
    let is_dots = |segment| matches!(segment, "." | "..");
    if !path.chars().all(|c| is_allowed(c) || c == '%') || path.split('/').any(is_dots) {
        return Err("it contains a character or segment that is not allowed in a URL");
    }
    while let Some(open) = rest.find(['{', '}']) {
        let inside = rest[open..].strip_prefix('{').ok_or("`}` without a matching `{`")?;
        let close = inside.find('}').ok_or("`{` without a matching `}`")?;
        let name = &inside[..close];
        if name.is_empty() || name.contains(['{', '/']) {
            return Err("a parameter name is empty or contains `{` or `/`");
        }
        if names.iter().any(|known| known == name) {
            return Err("it contains a parameter twice");
        }
        names.push(name.to_owned());
        rest = &inside[close + 1..];
    }
    Ok(names)
}

fn check_body(context: &mut Context<'_>, method: &str, operation: &str) {
    let written = format!("{operation}/requestBody");
    if context.node(&written).is_null() {
        return;
    }
    if method == "get" {
        let message = "the body of a `GET` request has no meaning in HTTP, and proxies may drop it";
        context.add(Code::BodyOfGet, &written, message, "use `post`, or describe parameters instead");
    }
    let (body, node) = context.resolve(&written);
    if node.get("required") != Some(&Value::Bool(true)) {
        let message = "the request body is optional, but the generated method always sends one";
        context.add(Code::OptionalBody, &body, message, "add `required: true`");
    }
    let nullable = format!("{body}/content/application~1json/schema/nullable");
    if context.node(&nullable) == &Value::Bool(true) {
        let message = "`nullable` has no effect: the client never sends a `null` body";
        context.add(Code::DroppedFeature, &nullable, message, "remove it");
    }
    check_content(context, &body, "a request body");
}

/// Checks that content has JSON with a schema. The generator ignores other media types next to JSON.
pub(super) fn check_content(context: &mut Context<'_>, owner: &str, what: &str) {
    let media_types = context.members(&format!("{owner}/content"));
    if media_types.is_empty() {
        let message = format!("{what} has no media type");
        context.add(Code::UnsupportedContent, owner, message, "describe one media type: `application/json`");
    }
    let has_json = media_types.iter().any(|(name, _)| *name == "application/json");
    for (name, pointer) in media_types {
        if name != "application/json" && has_json {
            let message =
                format!("{what} of type `{name}` is not generated: the client uses `application/json`");
            context.add(Code::DroppedMediaType, &pointer, message, "remove it");
            continue;
        }
        if name != "application/json" {
            let message = format!("{what} of type `{name}` is not supported");
            context.add(Code::UnsupportedMediaType, &pointer, message, "use `application/json`");
        }
        if context.node(&pointer).get("schema").is_none() {
            context.add(
                Code::ContentWithoutSchema,
                &pointer,
                format!("{what} has no schema"),
                "add a `schema`",
            );
        }
        if context.node(&pointer).get("encoding").is_some() {
            let message = "`encoding` has no meaning for JSON";
            context.add(Code::MeaninglessEncoding, &format!("{pointer}/encoding"), message, "remove it");
        }
    }
}

fn check_recovery(context: &mut Context<'_>, operation: &str) {
    let recovery = format!("{operation}/x-recovery");
    let Some(node) = context.document.value.pointer(&recovery) else { return };
    if !node.is_object() {
        context.add(
            Code::InvalidRecovery,
            &recovery,
            "`x-recovery` must be an object",
            "write the keys `unknown` and `unreadable` below it",
        );
    }
    for (name, pointer) in context.members(&recovery) {
        if !matches!(name, "unknown" | "unreadable") {
            let message = format!("`{name}` is not a key of `x-recovery`");
            let help = match suggest(name, ["unknown", "unreadable"]) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "use `unknown` or `unreadable`".to_owned(),
            };
            context.add(Code::InvalidRecovery, &pointer, message, help);
        } else if !context.node(&pointer).is_string() {
            context.add(
                Code::InvalidRecovery,
                &pointer,
                format!("`{name}` must be a string"),
                "describe what the caller should do",
            );
        }
    }
}
