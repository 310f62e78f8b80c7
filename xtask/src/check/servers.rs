//! Servers: each is a base URL that the client can use, with a name.

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
            "no server: callers have to give the base URL",
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
                let message = format!("`{url}` cannot be a base URL, and the server is not generated");
                context.add_value(Code::InvalidServerUrl, &at, message, help);
                continue;
            }
            Some(without_slash) if without_slash != url => {
                let message = format!("`{url}` ends in a slash, which is left out");
                context.add_value(Code::InvalidServerUrl, &at, message, help);
            }
            Some(_) => {}
        }
        if node.get("variables").is_some() {
            let at = format!("{pointer}/variables");
            let message = "`variables` has no effect: the URL has none";
            context.add(Code::ServerVariables, &at, message, "remove it");
        }
        let name = server_name(url, node.get("x-name").and_then(Value::as_str));
        if !is_variant_name(&name) {
            let message = format!("`{name}` cannot be a variant's name");
            context.add_value(
                Code::InvalidServerName,
                &format!("{pointer}/x-name"),
                message,
                "give the server an `x-name` in PascalCase, as in `Europe`",
            );
        } else if let Some(first) = names.insert(name.clone(), pointer.clone()) {
            let message = format!("two servers are called `{name}`");
            context.add(
                Code::DuplicateServerName,
                &pointer,
                message,
                "give each server an `x-name` of its own",
            );
            context.relate(&first, "first here");
        }
    }
}
