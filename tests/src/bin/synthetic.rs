//! Prints a [synthetic document](agreement::synthetic): `cargo run -p agreement --bin synthetic -- 100 > FILE`.

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use agreement::synthetic;

const USAGE: &str = "usage: synthetic OPERATIONS [--revised]\n\
    prints a document with so many operations, 1 or more; with --revised, the same a release later";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let written = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [count] => operations(count).map(synthetic::document),
        [count, "--revised"] | ["--revised", count] => operations(count).map(synthetic::revised),
        _ => None,
    };
    let Some(text) = written else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match std::io::stdout().write_all(text.as_bytes()) {
        // Whoever reads it may have enough of it.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("the document cannot be printed: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn operations(count: &str) -> Option<usize> {
    count.parse().ok().filter(|count| *count > 0)
}
