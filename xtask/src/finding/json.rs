//! Findings for programs: one JSON object.

use serde::Serialize;

use super::Findings;

/// Everything that was found.
#[derive(Serialize)]
struct Report<'a> {
    file: &'a str,
    findings: Vec<Entry<'a>>,
}

/// One finding. Lines and columns count from 1; columns are characters; the end is exclusive.
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

/// Writes the findings as `{"file": …, "findings": [{"file", "line", "column", "end_line", "end_column",
/// "severity", "code", "message", "help"}]}`.
///
/// Lines and columns count from 1, columns are characters, an end is the place behind the last character;
/// `severity` is `error` or `warning`.
///
/// # Errors
///
/// None that is known of: all of it is text and numbers.
pub fn render(findings: &Findings) -> serde_json::Result<String> {
    let file = findings.path.as_str();
    let entries = findings.findings.iter().map(|finding| Entry {
        file,
        line: finding.span.start.line,
        column: finding.span.start.column,
        end_line: finding.span.end.line,
        end_column: finding.span.end.column,
        severity: finding.severity().to_string(),
        code: finding.code.text(),
        message: &finding.message,
        help: &finding.help,
    });
    serde_json::to_string_pretty(&Report { file, findings: entries.collect() })
}
