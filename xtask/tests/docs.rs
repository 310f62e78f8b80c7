//! `cargo xtask docs` parses its options and runs the package `xtask-docs`, which has its own tests.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Creates a workspace that contains only a script in place of cargo.
fn workspace(cargo: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("cargo");
    std::fs::write(&path, format!("#!/bin/sh\n{cargo}\n")).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    directory
}

fn docs(workspace: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("docs").args(arguments).current_dir("/");
    command.env("CARGO", workspace.path().join("cargo"));
    command.env("CARGO_MANIFEST_DIR", workspace.path().join("xtask"));
    command
}

#[test]
fn delegated_command_inherits_cwd_args_and_exit_status() {
    let workspace = workspace("pwd; printf '%s\\n' \"$@\"; exit 7");
    let output = docs(&workspace, &["--out", "a b", "--open"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7));
    let manifest = workspace.path().join("Cargo.toml");
    let manifest = manifest.to_str().unwrap();
    let asked = ["/", "run", "--quiet", "--manifest-path", manifest, "--package", "xtask-docs", "--"];
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed.lines().collect::<Vec<_>>(), [&asked[..], &["--out", "a b", "--open"]].concat());
}

#[test]
fn interrupt_ends_the_delegated_process() {
    let workspace = workspace("echo $$; read never");
    let mut process =
        docs(&workspace, &["--serve"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut itself = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut itself).unwrap();
    assert_eq!(itself.trim(), process.id().to_string());
    assert!(Command::new("kill").args(["-INT", itself.trim()]).status().unwrap().success());
    // `wait` closes the process's input, which would end it as well.
    let input = process.stdin.take();
    assert_eq!(process.wait().unwrap().signal(), Some(2));
    drop(input);
}

#[test]
fn help_and_invalid_options_do_not_run_cargo() {
    let workspace = workspace("exit 7");
    let help = docs(&workspace, &["--help"]).output().unwrap();
    assert!(help.status.success());
    let help = String::from_utf8(help.stdout).unwrap();
    for option in ["docs [OPTIONS]", "--out <DIR>", "--open", "--serve [<PORT>]"] {
        assert!(help.contains(option), "{help}");
    }
    for wrong in [&["--output"][..], &["--serve", "--out", "site"], &["--serve", "a port"]] {
        let output = docs(&workspace, wrong).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stderr.starts_with(b"error: "), "{output:?}");
    }
}

#[test]
fn missing_cargo_is_a_plain_error() {
    let output = docs(&tempfile::tempdir().unwrap(), &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8(output.stderr).unwrap();
    assert!(printed.starts_with("cargo cannot be run: "), "{printed}");
}
