// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Code generated from the document.

pub mod calls;
pub(crate) mod client;
pub mod document;
pub(crate) mod environment;
#[cfg(feature = "httpmock")]
pub mod httpmock;
pub mod types;
