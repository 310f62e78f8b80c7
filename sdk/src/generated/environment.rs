// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Environment variables that [`Client::from_env`](crate::Client::from_env) reads.

/// Name of the environment variable that holds the API key.
pub const API_KEY_VARIABLE: &str = "CERTCENTRAL_API_KEY";

/// Name of the environment variable that holds the base URL.
pub const BASE_URL_VARIABLE: &str = "CERTCENTRAL_BASE_URL";
