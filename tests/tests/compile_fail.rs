//! Programs that must not compile: accidental exposure of a secret, and a client without a key.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::process::Command;

use xtask::workspace::root;

/// Compiles a program of `tests/compile_fail`; returns its success and the compiler's messages.
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
fn accidental_exposure_of_a_secret_does_not_compile() {
    let (compiles, says) = check("expose_a_secret");
    assert!(compiles, "{says}");
    // Error codes are stable, unlike messages.
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
        assert_eq!(says.matches("error[").count(), 1, "{program}: expected one error: {says}");
    }
}
