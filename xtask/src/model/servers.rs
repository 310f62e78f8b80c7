//! Servers: the hosts of the API.

use crate::naming::server_name;
use crate::yaml::Node;

/// A server that a client can use.
#[derive(Clone, Debug)]
pub struct Server {
    /// The name of its enumeration variant.
    pub name: String,
    /// The base URL, without a trailing slash.
    pub base_url: String,
    /// The description.
    pub description: String,
}

/// Reads the servers whose URLs are base URLs. `check` reports the others.
pub(crate) fn read(root: &Node<'_>) -> Vec<Server> {
    let servers = root.items_of("servers").into_iter().filter_map(|node| {
        let url = node.text("url")?;
        Some(Server {
            name: server_name(url, node.text("x-name")),
            base_url: base_url(url)?.to_owned(),
            description: node.text("description").unwrap_or_default().trim().to_owned(),
        })
    });
    servers.collect()
}

/// Returns a server's URL without its trailing slash if it is a base URL: `https`, a host and a path.
pub(crate) fn base_url(url: &str) -> Option<&str> {
    let trimmed = url.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://")?.split('/').next()?;
    let is_url =
        url::Url::parse(trimmed).is_ok_and(|parsed| parsed.as_str().trim_end_matches('/') == trimmed);
    (is_url && !host.is_empty() && !trimmed.contains(['{', '?', '#', '@', ' '])).then_some(trimmed)
}
