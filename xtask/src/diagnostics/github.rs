//! Diagnostics as annotations of a pull request: GitHub's workflow commands.

use std::fmt::Write as _;

use super::diagnostic::{Diagnostic, Diagnostics};

/// Writes a workflow command a line for each diagnostic.
#[must_use]
pub fn render(diagnostics: &Diagnostics) -> String {
    let mut commands = String::new();
    for diagnostic in &diagnostics.items {
        let Diagnostic { span, code, message, help, .. } = diagnostic;
        // Writing to a `String` does not fail.
        let _ = writeln!(
            commands,
            "::{} file={},line={},col={},endLine={},endColumn={},title={}::{}",
            diagnostic.severity(),
            property(&diagnostics.path),
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
