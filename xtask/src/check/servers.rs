//! Servers: each is a base URL that the client can use, with a name.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Report, is_rust_identifier};
use crate::codegen::server_name;
use crate::finding::Code;

pub(super) fn check(report: &mut Report<'_>) {
    let servers = report.items("/servers");
    if servers.is_empty() {
        report.add(
            Code::NoServer,
            "/servers",
            "no server",
            "list at least one: the first is the default base URL",
        );
    }
    let mut names = BTreeMap::new();
    for pointer in servers {
        let node = report.node(&pointer);
        let url = node.get("url").and_then(Value::as_str).unwrap_or_default();
        let host = url.strip_prefix("https://").and_then(|rest| rest.split('/').next());
        let is_url = url::Url::parse(url).is_ok_and(|parsed| parsed.as_str().trim_end_matches('/') == url);
        if !is_url
            || host.is_none_or(str::is_empty)
            || url.contains(['{', '?', '#', '@', ' '])
            || url.ends_with('/')
        {
            let message = format!("`{url}` cannot be a base URL");
            let help = "use `https://`, a host and a path, without variables, query or trailing slash";
            report.add_value(Code::InvalidServerUrl, &format!("{pointer}/url"), message, help);
            continue;
        }
        if node.get("variables").is_some() {
            report.add(
                Code::ServerVariables,
                &pointer,
                "server variables are not supported",
                "write each server out",
            );
        }
        let name = server_name(url, node.get("x-name").and_then(Value::as_str));
        if !is_rust_identifier(&name) || !name.starts_with(|c: char| c.is_ascii_uppercase()) {
            let message = format!("`{name}` cannot be a variant's name");
            report.add_value(
                Code::InvalidServerName,
                &format!("{pointer}/x-name"),
                message,
                "give the server an `x-name` in PascalCase, as in `Europe`",
            );
        } else if let Some(first) = names.insert(name.clone(), pointer.clone()) {
            let message = format!("two servers are called `{name}`");
            report.add(
                Code::DuplicateServerName,
                &pointer,
                message,
                "give each server an `x-name` of its own",
            );
            report.relate(&first, "first here");
        }
    }
}
