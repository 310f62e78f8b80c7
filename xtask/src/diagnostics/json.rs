//! Diagnostics for programs: one JSON object.

use serde::Serialize;

use super::diagnostic::Diagnostics;

/// Everything that was found.
#[derive(Serialize)]
struct Report<'a> {
    file: &'a str,
    findings: Vec<Entry<'a>>,
}

/// One diagnostic. Lines and columns count from 1; columns are characters; the end is exclusive.
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

/// Writes the diagnostics as `{"file": …, "findings": [{"file", "line", "column", "end_line", "end_column",
/// "severity", "code", "message", "help"}]}`.
///
/// Lines and columns count from 1, columns are characters, an end is the place behind the last character;
/// `severity` is `error` or `warning`.
///
/// # Errors
///
/// None that is known of: all of it is text and numbers.
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
