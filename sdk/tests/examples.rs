//! The examples that need no arguments, run as programs.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod common;

use std::process::Command;

use common::{example, text};

const KEY: &str = "mock-key-that-opens-nothing";

/// Runs an example that must succeed. Returns what it prints.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let printed = text(&output.stdout) + &text(&output.stderr);
    assert!(output.status.success(), "{printed}");
    assert!(!printed.contains(KEY), "{printed}");
    printed
}

#[test]
fn bulk_create_writes_each_key_to_its_own_file() {
    let directory = tempfile::tempdir().unwrap();
    let printed = output(example("bulk_create").arg(directory.path()));
    assert!(printed.contains("1 of 20: 1 created, 0 failed\n"), "{printed}");
    assert!(printed.contains("20 of 20: 20 created, 0 failed\n"), "{printed}");
    let files: Vec<_> = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 20);
    for file in files {
        assert_eq!(std::fs::read_to_string(file).unwrap(), KEY);
    }
}

#[test]
fn axum_handler_stores_the_key_after_a_disconnect() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("key");
    let printed = output(example("axum_handler").arg(&file));
    assert_eq!(printed, "creating the key\nthe browser disconnected\nstored the key\n");
    assert_eq!(std::fs::read_to_string(file).unwrap(), KEY);
}

#[test]
fn tracing_prints_attempts_and_outcomes() {
    let printed = output(&mut example("tracing"));
    for part in [
        "attempt http.response.status_code=201 certcentral.attempt=1",
        "certcentral.outcome=\"success\"",
        "the call may have taken effect",
        "certcentral.outcome=\"unknown\"",
        "the second call failed",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
}

#[test]
fn call_settings_apply_to_single_calls() {
    let printed = output(&mut example("call_settings"));
    assert_eq!(printed, "created key 184 in time\nrefused after 1 attempt\nnot sent after 0 attempts\n");
}

#[test]
fn error_wrapping_keeps_outcome_and_message() {
    let printed = output(&mut example("error_wrapping"));
    let message =
        "create_key was refused: 403 Forbidden: access_denied|missing_permission: No. Nothing took effect.";
    let expected = format!(
        "thiserror: refused: {message}\nanyhow: Some(Refused): cannot issue a key for ci: {message}\n"
    );
    assert_eq!(printed, expected);
}
