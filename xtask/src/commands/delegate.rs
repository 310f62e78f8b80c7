//! Runs commands that are separate packages, so that `check`, `codegen` and `diff` build without their dependencies.

use std::ffi::{OsStr, OsString};
use std::process::{Command, ExitCode};

use anyhow::Context as _;

/// Builds the program that the cargo arguments `package` select, and replaces this process by it.
pub(super) fn run<'a>(
    package: impl IntoIterator<Item = &'a OsStr>,
    arguments: impl IntoIterator<Item = OsString>,
) -> anyhow::Result<ExitCode> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo.args(["run", "--quiet"]).args(package).arg("--").args(arguments);
    replace_process(cargo).context("cargo cannot be run")
}

/// Replaces this process by the program, which thereby receives its signals and determines its exit status.
#[cfg(unix)]
fn replace_process(mut program: Command) -> std::io::Result<ExitCode> {
    Err(std::os::unix::process::CommandExt::exec(&mut program))
}

/// Runs the program, and returns its exit code. Ctrl-C reaches both processes.
#[cfg(not(unix))]
fn replace_process(mut program: Command) -> std::io::Result<ExitCode> {
    let code = program.status()?.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
