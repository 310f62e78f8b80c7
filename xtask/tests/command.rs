//! Runs `cargo xtask codegen` as a process.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use tempfile::TempDir;
use xtask::workspace::DOCUMENT;

/// A fixed document, because the workspace's document changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

/// Creates a workspace that contains only the document.
fn workspace() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for name in ["openapi", "xtask"] {
        std::fs::create_dir(directory.path().join(name)).unwrap();
    }
    std::fs::write(directory.path().join(DOCUMENT), FIXTURE).unwrap();
    directory
}

fn codegen(workspace: &Path, from: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("codegen")
        .args(arguments)
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"))
        .current_dir(from)
        .output()
        .unwrap()
}

/// Returns the modification times of all files and directories. A directory's time reveals temporary files.
fn touched(directory: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let mut touched = BTreeMap::new();
    let mut open = vec![directory.to_owned()];
    while let Some(path) = open.pop() {
        touched.insert(path.clone(), std::fs::metadata(&path).unwrap().modified().unwrap());
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    touched
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn second_run_finds_all_files_current() {
    let workspace = workspace();
    let first = codegen(workspace.path(), workspace.path(), &[]);
    assert!(first.status.success());
    assert!(stdout(&first).lines().all(|line| line.starts_with("wrote    ")), "{}", stdout(&first));
    let written = touched(workspace.path());

    let elsewhere = tempfile::tempdir().unwrap();
    let second = codegen(workspace.path(), elsewhere.path(), &[]);
    assert!(second.status.success());
    assert!(stdout(&second).lines().all(|line| line.starts_with("current  ")), "{}", stdout(&second));
    assert!(codegen(workspace.path(), elsewhere.path(), &["--check"]).status.success());
    assert_eq!(touched(workspace.path()), written);
}

#[test]
fn check_prints_a_diff_fails_and_writes_nothing() {
    let workspace = workspace();
    codegen(workspace.path(), workspace.path(), &[]);
    let types = workspace.path().join("sdk/src/generated/types.rs");
    let edited = std::fs::read_to_string(&types).unwrap().replace("pub id: i64", "pub id: u64");
    std::fs::write(&types, &edited).unwrap();
    let stray = workspace.path().join("sdk/src/generated/stray.rs");
    std::fs::write(&stray, "// by hand\n").unwrap();

    let check = codegen(workspace.path(), workspace.path(), &["--check"]);
    assert_eq!(check.status.code(), Some(1));
    for line in [
        "--- a/sdk/src/generated/types.rs",
        "+++ b/sdk/src/generated/types.rs",
        "-    pub id: u64,",
        "+    pub id: i64,",
        "--- a/sdk/src/generated/stray.rs",
        "-// by hand",
        "2 files differ from the document: run `cargo xtask codegen`",
    ] {
        assert!(stdout(&check).lines().any(|printed| printed == line), "no {line:?} in {}", stdout(&check));
    }
    assert_eq!(std::fs::read_to_string(&types).unwrap(), edited);
    assert!(stray.exists());

    let write = codegen(workspace.path(), workspace.path(), &[]);
    assert!(write.status.success());
    assert!(stdout(&write).contains("removed  sdk/src/generated/stray.rs"));
    assert!(!stray.exists());
}

#[test]
fn invalid_document_is_reported_and_changes_nothing() {
    let workspace = workspace();
    codegen(workspace.path(), workspace.path(), &[]);
    let document = workspace.path().join(DOCUMENT);
    std::fs::write(&document, FIXTURE.replace("operationId: create_key", "operationId: '?'")).unwrap();

    let output = codegen(workspace.path(), workspace.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains(&format!("--> {DOCUMENT}:")), "{error}");
    assert!(error.contains("`?` cannot be converted to a method name"), "{error}");
    std::fs::write(&document, FIXTURE).unwrap();
    assert!(codegen(workspace.path(), workspace.path(), &["--check"]).status.success());
}

#[test]
fn missing_document_is_a_plain_error() {
    let workspace = workspace();
    std::fs::remove_file(workspace.path().join(DOCUMENT)).unwrap();
    let output = codegen(workspace.path(), workspace.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with("openapi/certcentral.yaml: cannot be read: "), "{error}");
}

#[test]
fn warnings_in_the_workspace_document_are_errors() {
    let workspace = workspace();
    codegen(workspace.path(), workspace.path(), &[]);
    let document = workspace.path().join(DOCUMENT);
    std::fs::write(&document, FIXTURE.replace("operationId: create_key", "operationId: createKey")).unwrap();

    let generated = codegen(workspace.path(), workspace.path(), &[]);
    let checked = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("check")
        .env("CARGO_MANIFEST_DIR", workspace.path().join("xtask"))
        .output()
        .unwrap();
    for (output, printed) in [(&generated, &generated.stderr), (&checked, &checked.stdout)] {
        assert_eq!(output.status.code(), Some(1));
        let printed = String::from_utf8_lossy(printed);
        assert!(printed.contains("warning[operation-id-case]"), "{printed}");
        assert!(
            printed.ends_with("1 warning; no code is generated, because warnings are denied\n"),
            "{printed}"
        );
    }
    std::fs::write(&document, FIXTURE).unwrap();
    assert!(codegen(workspace.path(), workspace.path(), &["--check"]).status.success());
}
