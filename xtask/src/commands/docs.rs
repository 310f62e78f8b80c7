//! `cargo xtask docs`: parses the options, and runs the separate package `xtask-docs`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::delegate;
use crate::workspace::root;

/// The options of `cargo xtask docs`.
#[derive(Args, Debug)]
pub struct Options {
    /// The directory to write the site to, instead of target/site
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,
    /// Write nothing: serve the site on loopback, and rebuild and reload it when its sources change
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "0", conflicts_with = "out")]
    pub serve: Option<u16>,
}

/// Builds `xtask-docs`, and runs it with the same arguments.
///
/// # Errors
///
/// If cargo cannot be run.
pub fn run(_: &Options) -> anyhow::Result<ExitCode> {
    let manifest = root().join("Cargo.toml");
    let package =
        ["--manifest-path".as_ref(), manifest.as_os_str(), "--package".as_ref(), "xtask-docs".as_ref()];
    // The package parses the arguments, which are valid `Options`, again.
    let arguments: Vec<OsString> = std::env::args_os().skip(2).collect();
    delegate::run(package, arguments)
}
