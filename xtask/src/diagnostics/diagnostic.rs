//! A mistake in a document, and all mistakes of a document.

use super::code::{Code, Severity};
use crate::text::Span;

/// One thing that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where it is.
    pub span: Span,
    /// What kind of mistake it is.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// Another place that has to do with it.
    pub related: Option<Related>,
}

/// Another place that has to do with a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What it has to do with it.
    pub label: String,
}

impl Diagnostic {
    /// A diagnostic at one place.
    pub fn new(code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, code, message: message.into(), help: help.into(), related: None }
    }

    /// The diagnostic, with another place that has to do with it.
    #[must_use]
    pub fn with_related(self, span: Span, label: impl Into<String>) -> Self {
        Self { related: Some(Related { span, label: label.into() }), ..self }
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// What was found in a document.
#[derive(Debug)]
pub struct Diagnostics {
    /// The document's path, as it is shown.
    pub path: String,
    /// The document's text.
    pub text: String,
    /// What was found, in the document's order.
    pub items: Vec<Diagnostic>,
    /// Whether warnings are as bad as errors: they are in this project's own document.
    pub deny_warnings: bool,
}

impl Diagnostics {
    /// How many diagnostics have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }

    /// Whether the document is refused.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.has_errors() || (self.deny_warnings && !self.items.is_empty())
    }

    /// Whether the document cannot be generated from.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}
