//! The generator's error.

use std::fmt;

/// The generator failed on a document that passed the checks.
#[derive(Debug)]
pub struct GeneratorError {
    /// The document's path, as printed.
    pub path: String,
    /// The position, method and path of the operation that causes the failure, if a single one does.
    pub operation: Option<String>,
    /// The message.
    pub message: String,
}

impl fmt::Display for GeneratorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, operation, message } = self;
        match operation {
            Some(operation) => write!(f, "{operation}: error: the generator failed on this operation")?,
            None => write!(f, "{path}: error: the generator failed on this document")?,
        }
        write!(f, ": {message}\n  help: simplify it, or undo the last edit; nothing was generated")
    }
}

impl std::error::Error for GeneratorError {}
