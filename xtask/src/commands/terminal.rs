//! Output to a terminal or a pipe.

use std::io::{IsTerminal, Write as _};

use crate::diagnostics::Diagnostics;
use crate::diagnostics::human::{self, Colour};

/// Decides on colours: on terminals only, and not if `NO_COLOR` is set (<https://no-color.org>).
#[must_use]
pub(super) fn colour(stream: &impl IsTerminal) -> Colour {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if stream.is_terminal() && !refused { Colour::Always } else { Colour::Never }
}

/// Prints an error to standard error. Renders [`Diagnostics`] with the lines of the document.
pub fn print_error(error: &anyhow::Error) {
    match error.downcast_ref::<Diagnostics>() {
        Some(diagnostics) => eprintln!("{}", human::render(diagnostics, colour(&std::io::stderr()))),
        None => eprintln!("{error:#}"),
    }
}

/// Prints to standard output. Ignores a pipe that its reader has closed.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
