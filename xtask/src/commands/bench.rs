//! `cargo xtask bench`: runs the benchmarks, which are a package outside the workspace.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Args;

use super::delegate;
use crate::workspace::root;

/// The options of `cargo xtask bench`. The benchmarks parse them.
#[derive(Args, Debug)]
pub struct Options {
    /// See `cargo xtask bench --help`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    arguments: Vec<OsString>,
}

/// Builds and runs the benchmarks.
///
/// # Errors
///
/// If cargo cannot be run.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let manifest = root().join("tests/bench/Cargo.toml");
    let target = root().join("target");
    let package = [
        "--locked".as_ref(),
        "--manifest-path".as_ref(),
        manifest.as_os_str(),
        // Shares built dependencies with the workspace.
        "--target-dir".as_ref(),
        target.as_os_str(),
    ];
    delegate::run(package, options.arguments.iter().cloned())
}
