//! A diagnostic, and all diagnostics of a document.

use super::code::{Code, Severity};
use crate::text::Span;

/// A mistake in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The place of the mistake.
    pub span: Span,
    /// The kind of mistake.
    pub code: Code,
    /// The mistake, in one sentence.
    pub message: String,
    /// The fix, as an imperative.
    pub help: String,
    /// A second place that explains the mistake.
    pub related: Option<Related>,
}

/// A second place that explains a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// The text shown at the place.
    pub label: String,
}

impl Diagnostic {
    /// Creates a diagnostic with one place.
    pub fn new(code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, code, message: message.into(), help: help.into(), related: None }
    }

    /// Adds a second place with a label.
    #[must_use]
    pub fn with_related(self, span: Span, label: impl Into<String>) -> Self {
        Self { related: Some(Related { span, label: label.into() }), ..self }
    }

    /// Returns the severity.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// All diagnostics of a document.
#[derive(Debug)]
pub struct Diagnostics {
    /// The path of the document, as it is displayed.
    pub path: String,
    /// The content of the document.
    pub text: String,
    /// The diagnostics, in document order.
    pub items: Vec<Diagnostic>,
    /// True if warnings reject the document, as they do for the document of this workspace.
    pub deny_warnings: bool,
}

impl Diagnostics {
    /// Counts the diagnostics with this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }

    /// Returns true if the document is rejected.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.has_errors() || (self.deny_warnings && !self.items.is_empty())
    }

    /// Returns true if no code can be generated from the document.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}
