//! Renders diagnostics as GitHub workflow commands, which annotate a pull request.

use std::fmt::Write as _;

use super::diagnostic::{Diagnostic, Diagnostics};

/// Returns one workflow command per diagnostic, each on its own line.
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

/// Escapes the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, such as `file`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
