//! Diagnostics: mistakes in a document, each with a code, a severity and a position.

mod code;
mod diagnostic;
pub mod github;
pub mod human;
pub mod json;

pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Diagnostics, Related};
