//! Renders diagnostics as one JSON object, for programs.

use serde::Serialize;

use super::diagnostic::Diagnostics;

/// All diagnostics of a file.
#[derive(Serialize)]
struct Report<'a> {
    file: &'a str,
    findings: Vec<Entry<'a>>,
}

/// One diagnostic.
#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    severity: String,
    code: &'static str,
    message: &'a str,
    help: &'a str,
}

/// Returns the diagnostics as `{"file": …, "findings": [{"file", "line", "column", "end_line", "end_column",
/// "severity", "code", "message", "help"}]}`.
///
/// Lines and columns count from 1. Columns count characters, and the end is exclusive.
/// `severity` is `error` or `warning`.
///
/// # Errors
///
/// If serializing fails, which is not known to happen: the object only contains strings and numbers.
pub fn render(diagnostics: &Diagnostics) -> serde_json::Result<String> {
    let file = diagnostics.path.as_str();
    let entries = diagnostics.items.iter().map(|diagnostic| Entry {
        file,
        line: diagnostic.span.start.line,
        column: diagnostic.span.start.column,
        end_line: diagnostic.span.end.line,
        end_column: diagnostic.span.end.column,
        severity: diagnostic.severity().to_string(),
        code: diagnostic.code.text(),
        message: &diagnostic.message,
        help: &diagnostic.help,
    });
    serde_json::to_string_pretty(&Report { file, findings: entries.collect() })
}
