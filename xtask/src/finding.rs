//! What is wrong with a document: what, where, and how to mend it.

mod code;

use std::fmt;

pub use code::{Code, Severity};

use crate::document::{Position, Span};

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
}

impl Findings {
    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.code.severity() == severity).count()
    }

    /// Whether the document cannot be generated from.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, text, findings } = self;
        for Finding { span, code, message, help } in findings {
            let (Position { line, column }, severity) = (span.start, code.severity());
            writeln!(f, "{path}:{line}:{column}: {severity}[{code}]: {message}")?;
            if let Some(source) = text.lines().nth(line.saturating_sub(1)) {
                let gutter = line.to_string();
                let before: String = source.chars().take(column.saturating_sub(1)).collect();
                writeln!(f, "{gutter} | {source}")?;
                writeln!(f, "{:1$} | {2:3$}^", "", gutter.len(), "", before.chars().count())?;
            }
            writeln!(f, "  help: {help}\n")?;
        }
        let plural = |count| if count == 1 { "" } else { "s" };
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        write!(f, "{path}: {errors} error{}", plural(errors))?;
        if warnings > 0 {
            write!(f, ", {warnings} warning{}", plural(warnings))?;
        }
        if errors > 0 { write!(f, "; nothing was generated") } else { Ok(()) }
    }
}

impl std::error::Error for Findings {}
