//! Commands that are done by a package of their own, with what that rests on: who checks, generates or compares does not
//! build it.

use std::ffi::{OsStr, OsString};
use std::process::{Command, ExitCode};

use anyhow::Context as _;

/// Builds the program that `package` names to cargo, and goes on as it, with these arguments.
pub(super) fn run<'a>(
    package: impl IntoIterator<Item = &'a OsStr>,
    arguments: impl IntoIterator<Item = OsString>,
) -> anyhow::Result<ExitCode> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo.args(["run", "--quiet"]).args(package).arg("--").args(arguments);
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
