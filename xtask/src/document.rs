//! An OpenAPI document: its source, and what the generator's model makes of it.

mod model;

use std::ops::Deref;
use std::path::Path;

use anyhow::Context as _;
use openapiv3::OpenAPI;

use crate::check::check;
use crate::finding::Findings;

pub use crate::source::{Position, Source, Span, escape};
pub(crate) use model::read_model;

/// An OpenAPI document. It is its [`Source`], read.
#[derive(Debug)]
pub struct Document {
    /// What the generator's model of OpenAPI makes of it.
    pub openapi: OpenAPI,
    source: Source,
}

impl Deref for Document {
    type Target = Source;

    fn deref(&self) -> &Source {
        &self.source
    }
}

impl Document {
    /// Reads the document at `path`, shown as `shown`.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or with [`Findings`] if it is not YAML or not an OpenAPI document.
    pub fn read(path: &Path, shown: &str) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{shown}: cannot be read"))?;
        Ok(Self::parse(&text, shown)?)
    }

    /// Reads a document from `text`, shown as `shown`.
    ///
    /// # Errors
    ///
    /// If it is not YAML or not an OpenAPI document: all that is wrong with it.
    pub fn parse(text: &str, shown: &str) -> Result<Self, Findings> {
        let source = Source::parse(text, shown)?;
        match read_model(&source.value) {
            Ok(openapi) => Ok(Self { openapi, source }),
            Err(_) => Err(check(&source)),
        }
    }
}
