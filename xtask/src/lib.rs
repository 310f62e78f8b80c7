//! The maintainers' commands, one module each, and what they rest on.

pub mod bench;
pub mod check;
pub mod codegen;
pub mod diff;
pub mod docs;
pub mod document;
pub mod finding;
mod handed_over;
pub mod json_schema;
pub mod source;
pub mod workspace;
