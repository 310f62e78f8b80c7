//! `cargo xtask bench`, as it is called. What it does is in `tests/bench`, outside the workspace: it builds clients that
//! the workspace has no use for.

use std::ffi::OsString;
use std::process::ExitCode;

use crate::handed_over;
use crate::workspace::root;

/// Builds the benchmarks, and goes on as they, with these arguments.
///
/// # Errors
///
/// If cargo cannot be run.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let manifest = root().join("tests/bench/Cargo.toml");
    let target = root().join("target");
    let package = [
        "--locked".as_ref(),
        "--manifest-path".as_ref(),
        manifest.as_os_str(),
        // What it has in common with the workspace is built once.
        "--target-dir".as_ref(),
        target.as_os_str(),
    ];
    handed_over::run(package, arguments)
}
