//! The API as the generator sees it. `check` builds it once, from a document without errors.

mod api;
mod error_properties;
mod json_schema;
mod operation_node;
mod operations;
mod rate_limits;
mod schemas;
mod security;
mod servers;

pub use api::Api;
pub use json_schema::json_schema;
pub(crate) use operation_node::{OperationNode, identity, operation_nodes};
pub use operations::{Operation, Parameter, Response};
pub use rate_limits::RateLimit;
pub(crate) use rate_limits::rate_limits;
pub(crate) use schemas::{Schema, unnamed_schemas, visit_schemas_mut};
pub use security::KeyHeader;
pub use servers::Server;
pub(crate) use servers::base_url;
