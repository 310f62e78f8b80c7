//! Servers: each has a unique name and a URL that the client can use as its base URL.

use std::collections::BTreeMap;

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::model::base_url;
use crate::naming::is_variant_name;
use crate::naming::server_name;

pub(super) fn check(context: &mut Context<'_>) {
    let servers = context.items("/servers");
    if servers.is_empty() {
        context.add(
            Code::NoServer,
            "/servers",
            "no server: every caller has to set the base URL",
            "list at least one: the first is the default",
        );
    }
    let mut names = BTreeMap::new();
    for pointer in servers {
        let node = context.node(&pointer);
        let url = node.get("url").and_then(Value::as_str).unwrap_or_default();
        let at = format!("{pointer}/url");
        let help = "use `https://`, a host and a path, without variables, query or trailing slash";
        match base_url(url) {
            None => {
                let message = format!("`{url}` cannot be a base URL: the server is not generated");
                context.add_value(Code::InvalidServerUrl, &at, message, help);
                continue;
            }
            Some(without_slash) if without_slash != url => {
                let message = format!("`{url}` ends with a slash: the client omits it");
                context.add_value(Code::InvalidServerUrl, &at, message, help);
            }
            Some(_) => {}
        }
        if node.get("variables").is_some() {
            let at = format!("{pointer}/variables");
            let message = "`variables` has no effect: the URL contains none";
            context.add(Code::ServerVariables, &at, message, "remove it");
        }
        let name = server_name(url, node.get("x-name").and_then(Value::as_str));
        if !is_variant_name(&name) {
            let message = format!("`{name}` is not a valid variant name");
            context.add_value(
                Code::InvalidServerName,
                &format!("{pointer}/x-name"),
                message,
                "give the server an `x-name` in PascalCase, such as `Europe`",
            );
        } else if let Some(first) = names.insert(name.clone(), pointer.clone()) {
            let message = format!("two servers are named `{name}`");
            context.add(Code::DuplicateServerName, &pointer, message, "give each server its own `x-name`");
            context.relate(&first, "first used here");
        }
    }
}
