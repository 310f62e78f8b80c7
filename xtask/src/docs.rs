//! `cargo xtask docs`, as it is called. What it does is in a package of its own, `xtask-docs`, with what that rests on:
//! who checks, generates or compares does not build it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use clap::Args;

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

/// Builds `xtask-docs`, and runs it with these arguments, which are [`Options`].
///
/// # Errors
///
/// If cargo cannot be run.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo.args(["run", "--quiet", "--manifest-path"]).arg(root().join("Cargo.toml"));
    cargo.args(["--package", "xtask-docs", "--"]).args(arguments);
    go_on_as(cargo).context("cargo cannot be run")
}

/// Becomes the other program: what ends, interrupts or waits for this process does so to that one.
#[cfg(unix)]
fn go_on_as(mut program: Command) -> std::io::Result<ExitCode> {
    Err(std::os::unix::process::CommandExt::exec(&mut program))
}

/// Runs the other program, and ends as it does. Ctrl-C reaches both.
#[cfg(not(unix))]
fn go_on_as(mut program: Command) -> std::io::Result<ExitCode> {
    let code = program.status()?.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
