//! The error of the generator.

use std::fmt;

/// The generator failed on a document that passed the checks.
#[derive(Debug)]
pub struct GeneratorError {
    /// The document's path, as it is shown.
    pub path: String,
    /// The operation that it failed on, if it is one alone: its method, its path and its position.
    pub operation: Option<String>,
    /// What the generator said.
    pub message: String,
}

impl fmt::Display for GeneratorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, operation, message } = self;
        match operation {
            Some(operation) => write!(f, "{operation}: error: the generator cannot take this operation")?,
            None => write!(f, "{path}: error: the generator cannot take this document")?,
        }
        write!(
            f,
            ": {message}\n  help: say it in a simpler way, or undo the last edit; nothing was generated"
        )
    }
}

impl std::error::Error for GeneratorError {}
