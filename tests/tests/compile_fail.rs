//! What the compiler refuses: writing a secret down by accident, and a client without a key.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::process::Command;

use xtask::workspace::root;

/// Whether a program of `tests/compile_fail` compiles, and what the compiler says.
fn check(program: &str) -> (bool, String) {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--locked", "--package", "compile-fail"])
        .args(["--features", "must-fail", "--bin", program])
        .current_dir(root())
        .output()
        .unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_secret_is_written_down_only_where_it_is_asked_for() {
    let (compiles, says) = check("expose_a_secret");
    assert!(compiles, "{says}");
    // The words of the compiler change; its codes do not.
    for (program, code, name) in [
        ("serialize_a_created_key", "E0277", "CreatedKey"),
        ("serialize_a_secret", "E0277", "SecretString"),
        ("display_a_secret", "E0277", "SecretString"),
        ("compare_secrets", "E0369", "SecretString"),
        ("client_without_a_key", "E0599", "new"),
    ] {
        let (compiles, says) = check(program);
        assert!(!compiles, "{program} compiles");
        assert!(says.contains(&format!("error[{code}]")) && says.contains(name), "{program}: {says}");
        assert_eq!(says.matches("error[").count(), 1, "{program} is wrong in another way: {says}");
    }
}
