//! Security: the API key header.

use crate::yaml::Node;

/// The header that carries the caller's API key.
#[derive(Clone, Debug)]
pub struct KeyHeader {
    /// The name, as the document writes it.
    pub name: String,
    /// The prefix of the key in the header's value.
    pub prefix: &'static str,
    /// The description of the security scheme.
    pub description: String,
}

/// Reads the security scheme. `check` accepts at most one: an API key in a header, or a bearer token.
pub(crate) fn read(root: &Node<'_>) -> Option<KeyHeader> {
    let schemes = root.at(&["components", "securitySchemes"])?.members().into_iter();
    let mut headers = schemes.filter_map(|(_, scheme)| {
        let (name, prefix) = match (scheme.text("type")?, scheme.text("in")) {
            ("apiKey", Some("header")) => (scheme.text("name")?, ""),
            ("http", _) => ("Authorization", "Bearer "),
            _ => return None,
        };
        let description = scheme.text("description").unwrap_or_default().to_owned();
        Some(KeyHeader { name: name.to_owned(), prefix, description })
    });
    headers.next()
}
