//! Each file of `tests/compile_fail/cases` compiles, or fails with the one error that its first line states:
//! `// compiles: WHY` or `// CODE NAME: WHY`. Error codes are stable, unlike the compiler's messages.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::path::Path;
use std::process::Command;

use xtask::workspace::root;

/// Compiles a case; returns the compiler's errors, or an empty string.
fn errors(case: &Path) -> String {
    let output = Command::new(env!("CARGO"))
        .args([
            "rustc",
            "--quiet",
            "--offline",
            "--locked",
            "--package",
            "compile-fail",
            "--profile",
            "check",
        ])
        .args(["--", "--cfg", "case"])
        .env("CASE", case)
        .current_dir(root())
        .output()
        .unwrap();
    if output.status.success() { String::new() } else { String::from_utf8(output.stderr).unwrap() }
}

#[test]
fn cases_compile_or_fail_as_stated() {
    for entry in std::fs::read_dir(root().join("tests/compile_fail/cases")).unwrap() {
        let path = entry.unwrap().path();
        let (text, errors) = (std::fs::read_to_string(&path).unwrap(), errors(&path));
        let expected = text.strip_prefix("// ").and_then(|text| text.split_once(':')).unwrap().0;
        let shown = path.display();
        if expected == "compiles" {
            assert_eq!(errors, "", "{shown}");
            continue;
        }
        let (code, name) = expected.split_once(' ').unwrap();
        assert!(errors.contains(&format!("error[{code}]")) && errors.contains(name), "{shown}: {errors}");
        assert_eq!(errors.matches("error[").count(), 1, "{shown}: expected one error: {errors}");
    }
}
