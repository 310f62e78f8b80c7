//! Operations: their names, their paths' parameters, their request bodies.

use std::collections::BTreeMap;

use serde_json::Value;

use super::context::Context;
use super::parameters;
use crate::diagnostics::Code;
use crate::naming::method_name;
use crate::spelling::suggest;
use crate::yaml::unescape;

pub(super) fn check(context: &mut Context<'_>) {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (_, path_pointer) in context.members("/paths") {
        if context.node(&path_pointer).get("$ref").is_some() {
            context.add(
                Code::PathReference,
                &path_pointer,
                "a path by reference is not supported",
                "write the path item out",
            );
        }
    }
    let operations = context.operations();
    if operations.is_empty() {
        context.add(Code::NoOperation, "/paths", "no operation", "describe at least one operation");
    }
    for (path_pointer, method, pointer) in &operations {
        check_id(context, method, pointer, &mut ids);
        check_parameters(context, path_pointer, pointer);
        check_body(context, method, pointer);
        check_recovery(context, pointer);
    }
}

fn check_id(context: &mut Context<'_>, method: &str, pointer: &str, ids: &mut BTreeMap<String, String>) {
    let Some(id) = context.node(pointer).get("operationId").and_then(Value::as_str) else {
        let message = format!("this `{method}` has no `operationId`");
        context.add(
            Code::MissingOperationId,
            pointer,
            message,
            "name it: the name becomes the client's method",
        );
        return;
    };
    let at = format!("{pointer}/operationId");
    let method_name = method_name(id);
    if !id.contains(|c: char| c.is_ascii_alphabetic()) {
        let message = format!("the `operationId` `{id}` cannot be a method's name");
        context.add_value(
            Code::InvalidOperationId,
            &at,
            message,
            "use snake_case that is no Rust keyword, as in `create_key`",
        );
    } else if method_name != id {
        let message =
            format!("the `operationId` `{id}` is no name of a Rust method: it becomes `{method_name}`");
        context.add(
            Code::OperationIdCase,
            &at,
            message,
            "use snake_case that is no Rust keyword, as in `create_key`",
        );
    }
    let id = method_name.as_str();
    if matches!(id, "builder" | "from_env" | "base_url" | "with_retry" | "with_timeout") {
        let message = format!("`{id}` is a method of the client already");
        context.add_value(Code::ReservedOperationId, &at, message, "choose another `operationId`");
    }
    if matches!(
        id,
        "client_hooks" | "error" | "operation_info" | "option" | "response_value" | "result" | "string"
    ) {
        let message = format!("`{id}` would name a type that the SDK has already");
        context.add_value(Code::ReservedOperationId, &at, message, "choose another `operationId`");
    }
    if matches!(method, "trace" | "options" | "head") {
        let message = format!("the method `{method}` is not supported");
        context.add(
            Code::UnsupportedMethod,
            pointer,
            message,
            "use `get`, `put`, `post`, `patch` or `delete`",
        );
    }
    if let Some(first) = ids.get(id) {
        let message = format!("the `operationId` `{id}` is used twice");
        context.add_value(Code::DuplicateOperationId, &at, message, "give each operation its own");
        context.relate(first, "first here");
    } else {
        ids.insert(id.to_owned(), at);
    }
}

fn check_parameters(context: &mut Context<'_>, path_pointer: &str, operation: &str) {
    let path = unescape(path_pointer.trim_start_matches("/paths/"));
    let in_path = match template(&path) {
        Ok(names) => names,
        Err(why) => {
            let message = format!("the path is not well-formed: {why}");
            let help = "write it as in `/key/user/{user_id}`";
            context.add(Code::MalformedPath, path_pointer, message, help);
            return;
        }
    };
    let declared = parameters::check(context, path_pointer, operation, &in_path);
    for name in in_path {
        if !declared.contains(&name) {
            let message = format!("the path's parameter `{name}` is not declared");
            context.add(
                Code::UndeclaredPathParameter,
                operation,
                message,
                format!("add a parameter `{name}` with `in: path`"),
            );
        }
    }
}

/// The names of a path's parameters.
fn template(path: &str) -> Result<Vec<String>, &'static str> {
    let mut names = Vec::new();
    let mut rest = path.strip_prefix('/').ok_or("it does not begin with a slash")?;
    if path.contains("//") {
        return Err("it has two slashes in a row");
    }
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/{}".contains(c);
    let is_dots = |segment| matches!(segment, "." | "..");
    if !path.chars().all(|c| is_allowed(c) || c == '%') || path.split('/').any(is_dots) {
        return Err("it has a character or a segment that a URL does not have as it is");
    }
    while let Some(open) = rest.find(['{', '}']) {
        let inside = rest[open..].strip_prefix('{').ok_or("a `}` without its `{`")?;
        let close = inside.find('}').ok_or("a `{` without its `}`")?;
        let name = &inside[..close];
        if name.is_empty() || name.contains(['{', '/']) {
            return Err("a parameter's name is empty or holds `{` or `/`");
        }
        if names.iter().any(|known| known == name) {
            return Err("it has a parameter twice");
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
        let message = "the body of a `GET` request has no meaning in HTTP, and may be dropped on its way";
        context.add(Code::BodyOfGet, &written, message, "use `post`, or send parameters");
    }
    let (body, node) = context.resolve(&written);
    if node.get("required") != Some(&Value::Bool(true)) {
        let message = "the request body is optional, but the generated method always sends one";
        context.add(Code::OptionalBody, &body, message, "add `required: true`");
    }
    let nullable = format!("{body}/content/application~1json/schema/nullable");
    if context.node(&nullable) == &Value::Bool(true) {
        let message = "`nullable` has no effect: a body that is `null` is not sent";
        context.add(Code::DroppedFeature, &nullable, message, "remove it");
    }
    check_content(context, &body, "a request body");
}

/// Content has to be JSON; what else there is beside it is not generated.
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
                format!("{what} of type `{name}` is not generated: the one of `application/json` is");
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
                format!("{what} without a schema"),
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
            "`x-recovery` is not an object",
            "give it `unknown` and `unreadable`",
        );
    }
    for (name, pointer) in context.members(&recovery) {
        if !matches!(name, "unknown" | "unreadable") {
            let message = format!("`x-recovery` does not know `{name}`");
            let help = match suggest(name, ["unknown", "unreadable"]) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "it knows `unknown` and `unreadable`".to_owned(),
            };
            context.add(Code::InvalidRecovery, &pointer, message, help);
        } else if !context.node(&pointer).is_string() {
            context.add(
                Code::InvalidRecovery,
                &pointer,
                format!("`{name}` is not text"),
                "say what a caller is to do",
            );
        }
    }
}
