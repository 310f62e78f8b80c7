//! What is wrong with a document: what, where, and how to mend it.

mod code;
pub mod github;
pub mod human;
pub mod json;

use std::fmt;

pub use code::{Code, Severity};

use crate::source::Span;

/// One thing that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
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

/// Another place that has to do with a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What it has to do with it.
    pub label: String,
}

impl Finding {
    /// A finding at one place.
    pub fn new(code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, code, message: message.into(), help: help.into(), related: None }
    }

    /// The finding, with another place that has to do with it.
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
pub struct Findings {
    /// The document's path, as it is shown.
    pub path: String,
    /// The document's text.
    pub text: String,
    /// What was found, in the document's order.
    pub findings: Vec<Finding>,
    /// Whether warnings are as bad as errors: they are in this project's own document.
    pub deny_warnings: bool,
}

impl Findings {
    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == severity).count()
    }

    /// Whether the document is refused.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.has_errors() || (self.deny_warnings && !self.findings.is_empty())
    }

    /// Whether the document cannot be generated from.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&human::render(self, human::Colour::Never))
    }
}

impl std::error::Error for Findings {}
