//! Documents that passed the checks.

use std::ops::Deref;
use std::path::Path;

use anyhow::Context as _;

use super::suite::check;
use crate::diagnostics::{Code, Diagnostics};
use crate::model::Api;
use crate::yaml::Source;

/// A document without errors: the only input of `codegen`.
#[derive(Debug)]
pub struct Checked {
    source: Source,
    api: Api,
    warnings: Diagnostics,
}

impl Checked {
    /// Checks a document.
    ///
    /// # Errors
    ///
    /// All diagnostics, if any of them is an error.
    pub fn new(source: Source) -> Result<Self, Diagnostics> {
        let warnings = check(&source);
        if warnings.has_errors() {
            return Err(warnings);
        }
        let api = Api::read(&source);
        Ok(Self { source, api, warnings })
    }

    /// Parses and checks a document. Diagnostics show `path`.
    ///
    /// # Errors
    ///
    /// All diagnostics, if any of them is an error.
    pub fn parse(text: &str, path: &str) -> Result<Self, Diagnostics> {
        Self::new(Source::parse(text, path)?)
    }

    /// Reads and checks a document. Diagnostics show `shown` as its path.
    ///
    /// # Errors
    ///
    /// If the file cannot be read; [`Diagnostics`] if the document has errors.
    pub fn read(path: &Path, shown: &str) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{shown}: cannot be read"))?;
        Ok(Self::parse(&text, shown)?)
    }

    /// Treats warnings as errors.
    ///
    /// # Errors
    ///
    /// The warnings, if there are any.
    pub fn deny_warnings(self) -> Result<Self, Diagnostics> {
        if self.warnings.items.is_empty() {
            Ok(self)
        } else {
            Err(Diagnostics { deny_warnings: true, ..self.warnings })
        }
    }

    /// Returns the API that the document describes.
    #[must_use]
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// Returns the warnings.
    #[must_use]
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }
}

impl Deref for Checked {
    type Target = Source;

    fn deref(&self) -> &Source {
        &self.source
    }
}

/// A document that `diff` can compare: OpenAPI 3.0, with references that resolve.
///
/// A released document may have errors that an earlier version of the checks did not report.
#[derive(Debug)]
pub struct Comparable(Source);

impl Comparable {
    /// Accepts a document unless a mistake makes a comparison meaningless.
    ///
    /// # Errors
    ///
    /// The diagnostics of such mistakes.
    pub fn new(source: Source) -> Result<Self, Diagnostics> {
        const FATAL: [Code; 4] = [
            Code::UnsupportedVersion,
            Code::DanglingReference,
            Code::CircularReference,
            Code::ExternalReference,
        ];
        let mut diagnostics = check(&source);
        diagnostics.items.retain(|diagnostic| FATAL.contains(&diagnostic.code));
        if diagnostics.items.is_empty() { Ok(Self(source)) } else { Err(diagnostics) }
    }

    /// Parses a document. Diagnostics show `path`.
    ///
    /// # Errors
    ///
    /// As [`Self::new`].
    pub fn parse(text: &str, path: &str) -> Result<Self, Diagnostics> {
        Self::new(Source::parse(text, path)?)
    }
}

impl Deref for Comparable {
    type Target = Source;

    fn deref(&self) -> &Source {
        &self.0
    }
}

impl From<Checked> for Comparable {
    fn from(checked: Checked) -> Self {
        Self(checked.source)
    }
}
