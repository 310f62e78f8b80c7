// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! The environment variables that a client can be made from.

/// The variable that [`Client::from_env`](crate::Client::from_env) takes the API key from.
pub const API_KEY_VARIABLE: &str = "CERTCENTRAL_API_KEY";

/// The variable that [`Client::from_env`](crate::Client::from_env) takes the base URL from.
pub const BASE_URL_VARIABLE: &str = "CERTCENTRAL_BASE_URL";
