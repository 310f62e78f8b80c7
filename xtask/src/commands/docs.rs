//! `cargo xtask docs`, as it is called. What it does is in a package of its own, `xtask-docs`, with what that rests on:
//! who checks, generates or compares does not build it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::delegate;
use crate::workspace::root;

/// What `cargo xtask docs` takes.
#[derive(Args, Debug)]
pub struct Options {
    /// The directory that the site goes to, in the place of target/site
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,
    /// Write nothing: serve the site on loopback, build it again when something of it changes, and reload open pages
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "0", conflicts_with = "out")]
    pub serve: Option<u16>,
}

/// Builds `xtask-docs`, and goes on as it, with these arguments, which are [`Options`].
///
/// # Errors
///
/// If cargo cannot be run.
pub fn run(_: &Options) -> anyhow::Result<ExitCode> {
    let manifest = root().join("Cargo.toml");
    let package =
        ["--manifest-path".as_ref(), manifest.as_os_str(), "--package".as_ref(), "xtask-docs".as_ref()];
    // `Options` accepted the arguments; the package parses them again.
    let arguments: Vec<OsString> = std::env::args_os().skip(2).collect();
    delegate::run(package, arguments)
}
