//! Runs `cargo xtask codegen --document FILE --out DIR` as a process.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const DOCUMENT: &str = include_str!("fixtures/keys.yaml");
const TITLE: &str = "DigiCert CertCentral Services API – create key";

/// Creates a directory that contains only the document.
fn directory(document: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("keys.yaml"), document).unwrap();
    directory
}

fn codegen(from: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("codegen").args(arguments).current_dir(from).output().unwrap()
}

/// Generates the crate `crate` from `keys.yaml`.
fn generate(from: &Path, more: &[&str]) -> Output {
    codegen(from, &[&["--document", "keys.yaml", "--out", "crate"], more].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Returns the text of every file below a directory.
fn files(directory: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            files.extend(
                self::files(&entry.path()).into_iter().map(|(path, text)| (format!("{name}/{path}"), text)),
            );
        } else {
            files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
    files
}

#[test]
fn second_run_finds_the_crate_current() {
    let directory = directory(DOCUMENT);
    let first = generate(directory.path(), &[]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert!(text(&first.stdout).lines().all(|line| line.starts_with("wrote    crate/")));
    let written = files(&directory.path().join("crate"));
    for path in ["Cargo.toml", "src/lib.rs", "src/runtime/mod.rs", "src/generated/types.rs"] {
        assert!(written.contains_key(path), "no {path}");
    }
    let second = generate(directory.path(), &[]);
    assert!(text(&second.stdout).lines().all(|line| line.starts_with("current  crate/")));
    assert!(generate(directory.path(), &["--check"]).status.success());
    assert_eq!(files(&directory.path().join("crate")), written);
}

#[test]
fn manifest_is_standalone() {
    let directory = directory(DOCUMENT);
    generate(directory.path(), &[]);
    let manifest = &files(&directory.path().join("crate"))["Cargo.toml"];
    for line in ["name = \"keys\"", "default = [\"rustls\"]", "[workspace]"] {
        assert!(manifest.lines().any(|written| written == line), "no {line:?} in {manifest}");
    }
    for word in ["workspace = true", "certcentral", "readme", "[[example]]"] {
        assert!(!manifest.contains(word), "{word:?} in {manifest}");
    }
}

#[test]
fn sources_do_not_mention_certcentral() {
    let plain =
        DOCUMENT.replace(TITLE, "Keys").replace("CertCentral", "Example").replace("certcentral", "example");
    let directory = directory(&plain);
    let output = generate(directory.path(), &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    for (path, text) in files(&directory.path().join("crate/src")) {
        let line = text.lines().find(|line| line.to_ascii_lowercase().contains("certcentral"));
        assert_eq!(line, None, "{path}");
    }
}

#[test]
fn document_and_out_require_each_other() {
    let directory = directory(DOCUMENT);
    for arguments in [["--document", "keys.yaml"], ["--out", "crate"]] {
        let output = codegen(directory.path(), &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("required arguments were not provided"), "{arguments:?}");
    }
}

#[test]
fn check_prints_a_diff_and_writes_nothing() {
    let directory = directory(DOCUMENT);
    let missing = generate(directory.path(), &["--check"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(!directory.path().join("crate").exists());

    generate(directory.path(), &[]);
    std::fs::write(
        directory.path().join("keys.yaml"),
        DOCUMENT.replace("x-name: Europe", "x-name: Continent"),
    )
    .unwrap();
    let before = files(&directory.path().join("crate"));
    let check = generate(directory.path(), &["--check"]);
    assert_eq!(check.status.code(), Some(1));
    for line in [
        "--- a/crate/src/generated/document.rs",
        "+    Continent,",
        "1 file differs from the document: run `cargo xtask codegen --document keys.yaml --out crate`",
    ] {
        assert!(text(&check.stdout).lines().any(|printed| printed == line), "no {line:?}");
    }
    assert_eq!(files(&directory.path().join("crate")), before);
}

#[test]
fn stale_source_files_are_removed() {
    let directory = directory(DOCUMENT);
    generate(directory.path(), &[]);
    let stale = directory.path().join("crate/src/generated/old.rs");
    std::fs::write(&stale, "").unwrap();
    let output = generate(directory.path(), &[]);
    assert!(text(&output.stdout).contains("removed  crate/src/generated/old.rs"));
    assert!(!stale.exists());
}

#[test]
fn directory_with_other_files_is_rejected() {
    for path in ["crate", "crate/notes.txt", "crate/Cargo.toml", "crate/src/main.rs"] {
        let directory = directory(DOCUMENT);
        let place = directory.path().join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(&place, "mine").unwrap();
        let before = files(directory.path());
        let output = generate(directory.path(), &[]);
        assert_eq!(output.status.code(), Some(1), "{path}");
        let error = text(&output.stderr);
        assert!(
            error.starts_with("crate: expected a generated crate or an empty directory"),
            "{path}: {error}"
        );
        assert_eq!(files(directory.path()), before, "{path}");
    }
}

#[test]
fn failed_run_changes_no_file() {
    let directory = directory(DOCUMENT);
    // An invalid document. The error shows its path as given.
    std::fs::write(directory.path().join("wrong.yaml"), DOCUMENT.replace("requestBody:", "requestBdoy:"))
        .unwrap();
    let output = codegen(directory.path(), &["--document", "./wrong.yaml", "--out", "crate"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("--> ./wrong.yaml:"), "{}", text(&output.stderr));
    assert!(!directory.path().join("crate").exists());

    // A file where a directory must be created.
    generate(directory.path(), &[]);
    let place = |path: &str| directory.path().join("crate").join(path);
    std::fs::remove_dir_all(place("src/generated")).unwrap();
    std::fs::write(place("src/client_builder.rs"), "edited").unwrap();
    std::fs::write(place("src/generated"), "in the way").unwrap();
    let before = files(directory.path());
    let output = generate(directory.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("crate/src/generated"), "{}", text(&output.stderr));
    assert_eq!(files(directory.path()), before);
}
