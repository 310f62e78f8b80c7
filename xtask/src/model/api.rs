//! The API as a whole.

use super::operations::{self, Operation};
use super::rate_limits::{RateLimit, rate_limits};
use super::security::{self, KeyHeader};
use super::servers::{self, Server};
use crate::yaml::Source;

/// The API that a document describes.
#[derive(Clone, Debug)]
pub struct Api {
    /// The document's title.
    pub title: String,
    /// The document's version.
    pub version: String,
    /// The document's description.
    pub description: String,
    /// The servers; the first is the default.
    pub servers: Vec<Server>,
    /// The header that carries the caller's key, if the API has a security scheme.
    pub key_header: Option<KeyHeader>,
    /// The rate limits.
    pub rate_limits: Vec<RateLimit>,
    /// The operations, in the document's order.
    pub operations: Vec<Operation>,
    /// The name of each component schema, with true if the schema is nullable.
    pub schemas: Vec<(String, bool)>,
}

impl Api {
    /// Reads the API from a document that passed the checks.
    pub(crate) fn read(source: &Source) -> Self {
        let root = source.root();
        let info = |key| root.get("info").and_then(|info| info.text(key)).unwrap_or_default().to_owned();
        let schemas = root.at(&["components", "schemas"]).map(|node| node.members()).unwrap_or_default();
        Self {
            title: info("title"),
            version: info("version"),
            description: info("description"),
            servers: servers::read(&root),
            key_header: security::read(&root),
            rate_limits: rate_limits(&root),
            operations: operations::read(&root),
            schemas: schemas
                .into_iter()
                .map(|(name, schema)| (name.to_owned(), schema.is_true("nullable")))
                .collect(),
        }
    }
}
