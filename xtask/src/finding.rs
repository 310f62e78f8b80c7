//! What is wrong with a document: what, where, and how to mend it.

use std::fmt;

use crate::document::Position;

/// One thing that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where it is.
    pub position: Position,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// All that is wrong with a document.
#[derive(Debug)]
pub struct Findings {
    /// The document's path, as it is shown.
    pub path: String,
    /// The document's text.
    pub text: String,
    /// What is wrong, in the document's order.
    pub findings: Vec<Finding>,
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, text, findings } = self;
        for Finding { position: Position { line, column }, message, help } in findings {
            writeln!(f, "{path}:{line}:{column}: error: {message}")?;
            if let Some(source) = text.lines().nth(line.saturating_sub(1)) {
                let gutter = line.to_string();
                let before: String = source.chars().take(column.saturating_sub(1)).collect();
                writeln!(f, "{gutter} | {source}")?;
                writeln!(f, "{:1$} | {2:3$}^", "", gutter.len(), "", before.chars().count())?;
            }
            writeln!(f, "  help: {help}\n")?;
        }
        let (count, plural) = (findings.len(), if findings.len() == 1 { "" } else { "s" });
        write!(f, "{path}: {count} error{plural}; nothing was generated")
    }
}

impl std::error::Error for Findings {}
