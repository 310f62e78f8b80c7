//! The published site, without a browser: it says what the document says, it is whole, and it stays at home.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod document;
mod downloads;
mod page;
mod site;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let trials = [document::trials(), downloads::trials(), site::trials()];
    libtest_mimic::run(&Arguments::from_args(), trials.into_iter().flatten().collect()).exit_code()
}
