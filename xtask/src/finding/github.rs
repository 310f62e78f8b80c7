//! Findings as annotations of a pull request: GitHub's workflow commands.

use std::fmt::Write as _;

use super::{Finding, Findings};

/// Writes a workflow command a line for each finding.
#[must_use]
pub fn render(findings: &Findings) -> String {
    let mut commands = String::new();
    for finding in &findings.findings {
        let Finding { span, code, message, help, .. } = finding;
        // Writing to a `String` does not fail.
        let _ = writeln!(
            commands,
            "::{} file={},line={},col={},endLine={},endColumn={},title={}::{}",
            finding.severity(),
            property(&findings.path),
            span.start.line,
            span.start.column,
            span.end.line,
            span.end.column,
            property(code.text()),
            data(&format!("{message}\nhelp: {help}")),
        );
    }
    commands
}

/// Escapes what follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
