//! The API as the generator sees it. `check` builds it once, from a document without errors.

mod api;
mod enumerations;
mod error_properties;
mod json_schema;
mod operation_node;
mod operations;
mod rate_limits;
mod schemas;
mod security;
mod servers;
mod shape;
mod unions;

pub use api::Api;
pub(crate) use enumerations::{enumeration_type, is_open_enumeration, is_reference, narrowed_enumeration};
pub use json_schema::json_schema;
pub(crate) use operation_node::{OperationNode, identity, operation_nodes};
pub use operations::{Operation, Parameter, Response};
pub use rate_limits::RateLimit;
pub(crate) use rate_limits::rate_limits;
pub(crate) use schemas::{Schema, schemas, unnamed_schemas, visit_schemas_mut};
pub use security::KeyHeader;
pub use servers::Server;
pub(crate) use servers::base_url;
pub(crate) use shape::JsonType;
pub(crate) use unions::{Test, Union, discriminator_values, tag_pointers, unions};
