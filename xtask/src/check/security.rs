//! Security: the client sends the caller's key in one header, the same for all operations.

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;

/// Headers that the SDK or its HTTP client sets.
pub(super) const RESERVED: [&str; 7] =
    ["Accept", "Connection", "Content-Length", "Content-Type", "Host", "Transfer-Encoding", "User-Agent"];

pub(super) fn check(context: &mut Context<'_>) {
    let schemes = context.members("/components/securitySchemes");
    if schemes.len() > 1 {
        let message = format!("expected one security scheme, found {}", schemes.len());
        context.add(
            Code::SecuritySchemeCount,
            "/components/securitySchemes",
            message,
            "keep one scheme: `type: apiKey` with `in: header`, or `type: http` with `scheme: bearer`",
        );
    }
    for (_, pointer) in &schemes {
        let node = context.node(pointer);
        let text = |key| node.get(key).and_then(Value::as_str).unwrap_or_default();
        let is_bearer = text("type") == "http" && text("scheme").eq_ignore_ascii_case("bearer");
        if is_bearer {
            continue;
        }
        if (text("type"), text("in")) != ("apiKey", "header") {
            let message = "only an API key in a header and a bearer token are supported";
            context.add(
                Code::UnsupportedSecurityScheme,
                pointer,
                message,
                "use `type: apiKey` with `in: header`, or `type: http` with `scheme: bearer`",
            );
        } else if RESERVED.iter().any(|name| name.eq_ignore_ascii_case(text("name"))) {
            let message = format!("the header `{}` is reserved: the client sets it", text("name"));
            context.add_value(
                Code::ReservedHeader,
                &format!("{pointer}/name"),
                message,
                "name the header that carries the key",
            );
        } else if http::HeaderName::from_bytes(text("name").as_bytes()).is_err() {
            let message = format!("`{}` is not a valid header name", text("name"));
            context.add_value(
                Code::InvalidHeaderName,
                &format!("{pointer}/name"),
                message,
                "use letters, digits and hyphens",
            );
        }
    }
    let known: Vec<&str> = schemes.iter().map(|(name, _)| *name).collect();
    let mut lists = vec!["/security".to_owned()];
    lists.extend(context.operations().into_iter().map(|(_, _, operation)| format!("{operation}/security")));
    for list in lists {
        let requirements = context.items(&list);
        if requirements.len() > 1 {
            context.add(
                Code::SecurityAlternatives,
                &list,
                "alternative security requirements are not supported",
                "require one scheme, or write `[]` for none",
            );
        }
        for requirement in requirements {
            for (name, pointer) in context.members(&requirement) {
                if !known.contains(&name) {
                    let message = format!("the security scheme `{name}` does not exist");
                    let help = match known.first() {
                        Some(scheme) => {
                            format!("use `{scheme}`, or define `{name}` in `components/securitySchemes`")
                        }
                        None => "define it in `components/securitySchemes`".to_owned(),
                    };
                    context.add(Code::UnknownSecurityScheme, &pointer, message, help);
                }
            }
        }
    }
    for (_, _, operation) in context.operations() {
        let own = context.node(&format!("{operation}/security"));
        if !known.is_empty() && own.is_null() && context.node("/security").is_null() {
            let message = "this operation does not say whether it needs the API key";
            context.add(
                Code::MissingSecurity,
                &operation,
                message,
                "add `security` here or at the top level; `[]` means no key",
            );
        }
    }
}

/// Returns the names of the headers that carry the caller's API key.
pub(super) fn api_key_headers<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let schemes = context.members("/components/securitySchemes");
    schemes.iter().filter_map(|(_, pointer)| context.node(pointer).get("name")?.as_str()).collect()
}
