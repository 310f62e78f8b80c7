//! The samples: a program in each language for an operation.

use std::path::Path;

use crate::document::Document;

/// A language that samples are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// The extension of its files.
    pub extension: &'static str,
    /// What a renderer calls it.
    pub lang: &'static str,
    /// What it is called on the page.
    pub label: &'static str,
}

/// A sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The operation that it calls.
    pub operation_id: String,
    /// Its language.
    pub language: Language,
    /// Its text.
    pub source: String,
}

/// Reads samples.
///
/// # Errors
///
/// If one is missing.
pub fn read(_document: &Document, _directory: &Path) -> anyhow::Result<Vec<Sample>> {
    Ok(Vec::new())
}
