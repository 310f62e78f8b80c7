//! The example `rotate_key`, run as a program.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod common;

use std::process::Output;

use common::{example, text};

/// Runs the example without an account. Returns its output, and what it printed to standard error.
fn rotate(arguments: &[&str]) -> (Output, String) {
    let output = example("rotate_key").args(arguments).output().unwrap();
    let messages = text(&output.stderr);
    (output, messages)
}

#[test]
fn key_is_rotated_and_stages_are_printed() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("key.txt");
    let (output, messages) = rotate(&["--out", file.to_str().unwrap()]);
    assert!(output.status.success() && output.stdout.is_empty(), "{messages}");
    let key = std::fs::read_to_string(file).unwrap();
    assert!(key.starts_with("mock-key-185") && !messages.contains(&key), "{messages}");
    for line in [
        "- verifying the new key\n- storing the new key\n- revoking the old key\n- renaming the new key\n",
        "Key 185 \"ci\" replaces key 184",
        "Key 184 \"ci\" is revoked.\nKey 185 \"ci\" is active.\n",
    ] {
        assert!(messages.contains(line), "{messages}");
    }
}

#[test]
fn injected_failures_leave_one_active_key() {
    for (failure, message) in [
        ("lost-response", "Responses were lost: their keys [185] are revoked."),
        ("store", "No key is left behind. The store's error: the store is not available."),
    ] {
        let (output, messages) = rotate(&["--fail", failure]);
        assert!(output.status.success(), "{messages}");
        assert!(messages.contains(message), "{messages}");
        assert!(messages.contains("Key 186 \"ci\" is active."), "{messages}");
        assert_eq!(messages.matches(" is active.").count(), 1, "{messages}");
    }
}

#[test]
fn usage_errors_exit_with_2() {
    let (output, messages) = rotate(&["--fail", "always"]);
    assert_eq!(output.status.code(), Some(2), "{messages}");
}
