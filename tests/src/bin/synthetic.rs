//! Prints a [synthetic document](conformance::synthetic): `cargo run -p conformance --bin synthetic -- 100 > FILE`.

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use conformance::synthetic;

const USAGE: &str = "usage: synthetic OPERATIONS [--revised]\n\
    prints a document with this many operations, at least 1; with --revised, its next release";

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
        // The reader may close the pipe early.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("cannot print the document: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn operations(count: &str) -> Option<usize> {
    count.parse().ok().filter(|count| *count > 0)
}
