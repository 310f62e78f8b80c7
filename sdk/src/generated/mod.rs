// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Code generated from the document.

pub mod calls;
pub mod client;
pub mod document;
pub mod environment;
#[cfg(feature = "httpmock")]
pub mod httpmock;
pub mod types;
