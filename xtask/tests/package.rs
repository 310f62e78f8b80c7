//! `cargo xtask codegen --document FILE --out DIR` as its users run it.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const DOCUMENT: &str = include_str!("fixtures/keys.yaml");
const TITLE: &str = "DigiCert CertCentral Services API – create key";

/// A directory with a document in it.
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

/// Every file below a directory, with its text.
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
fn it_writes_a_crate_once_and_then_finds_it_current() {
    let directory = directory(DOCUMENT);
    let first = generate(directory.path(), &[]);
    assert!(first.status.success(), "{}", text(&first.stderr));
    assert!(text(&first.stdout).lines().all(|line| line.starts_with("wrote    crate/")));
    let written = files(&directory.path().join("crate"));
    for path in
        ["Cargo.toml", "LICENSE-MIT", "src/lib.rs", "src/runtime/retry_loop.rs", "src/generated/types.rs"]
    {
        assert!(written.contains_key(path), "no {path}");
    }
    let second = generate(directory.path(), &[]);
    assert!(text(&second.stdout).lines().all(|line| line.starts_with("current  crate/")));
    assert!(generate(directory.path(), &["--check"]).status.success());
    assert_eq!(files(&directory.path().join("crate")), written);
}

#[test]
fn its_manifest_stands_alone() {
    let directory = directory(DOCUMENT);
    generate(directory.path(), &["--name", "keys"]);
    let manifest = &files(&directory.path().join("crate"))["Cargo.toml"];
    for line in [
        "name = \"keys\"",
        "version = \"1.0.0\"",
        "description = \"A client for DigiCert CertCentral Services API – create key\"",
        "default = [\"rustls\"]",
        "keys = { path = \".\", features = [\"httpmock\"] }",
        "[workspace]",
    ] {
        assert!(manifest.lines().any(|written| written == line), "no {line:?} in {manifest}");
    }
    for word in ["workspace = true", "certcentral", "readme", "[[example]]"] {
        assert!(!manifest.contains(word), "{word:?} in {manifest}");
    }
}

#[test]
fn no_source_of_it_names_our_own_crate() {
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
fn a_version_that_is_none_of_cargos_becomes_zero() {
    for (written, version) in [("1.2.3-rc.1", "1.2.3-rc.1"), ("v2", "0.0.0"), ("1.0", "0.0.0")] {
        let directory = directory(&DOCUMENT.replacen("version: 1.0.0", &format!("version: '{written}'"), 1));
        generate(directory.path(), &[]);
        let manifest = &files(&directory.path().join("crate"))["Cargo.toml"];
        assert!(manifest.contains(&format!("version = \"{version}\"")), "{manifest}");
    }
}

#[test]
fn names_that_a_crate_cannot_have_are_refused() {
    for (title, asked, says) in [
        (TITLE, "2fa", "--name: error: `2fa` cannot be the crate's name: it is not in snake_case"),
        (TITLE, "async", "--name: error: `async` cannot be the crate's name: it is not in snake_case"),
        (TITLE, "PetStore", "--name: error: `PetStore` cannot be the crate's name: it is not in snake_case"),
        (
            TITLE,
            "serde_json",
            "--name: error: `serde_json` cannot be the crate's name: the crate uses another one",
        ),
        (TITLE, "core", "--name: error: `core` cannot be the crate's name: the crate uses another one"),
        (
            "Ключи",
            "",
            "keys.yaml:5:3: error: `Ключи` cannot be the crate's name: it has no letter from a to z",
        ),
        ("2fa", "", "keys.yaml:5:3: error: `2fa` cannot be the crate's name"),
        (
            "Reqwest",
            "",
            "keys.yaml:5:3: error: `Reqwest` cannot be the crate's name: the crate uses another one",
        ),
    ] {
        let directory = directory(&DOCUMENT.replacen(TITLE, title, 1));
        let name: &[&str] = if asked.is_empty() { &[] } else { &["--name", asked] };
        let output = generate(directory.path(), name);
        assert_eq!(output.status.code(), Some(1), "{title} {asked}");
        assert!(text(&output.stderr).starts_with(says), "{}", text(&output.stderr));
        assert!(!directory.path().join("crate").exists());
    }
}

#[test]
fn half_of_the_arguments_is_a_mistake_in_the_call() {
    let directory = directory(DOCUMENT);
    for arguments in [&["--document", "keys.yaml"][..], &["--out", "crate"], &["--name", "keys"]] {
        let output = codegen(directory.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("required arguments were not provided"), "{arguments:?}");
    }
}

#[test]
fn check_prints_what_differs_and_writes_nothing() {
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
fn what_is_not_generated_any_more_is_removed_and_what_others_wrote_is_left_alone() {
    let directory = directory(DOCUMENT);
    generate(directory.path(), &[]);
    let place = |path: &str| directory.path().join("crate").join(path);
    std::fs::write(place("src/generated/old.rs"), "// of an earlier run\n").unwrap();
    let manifest = std::fs::read_to_string(place("Cargo.toml")).unwrap();
    let listed =
        manifest.replace("\"src/lib.rs\",", "\"src/lib.rs\", \"src/generated/old.rs\", \"../keys.yaml\",");
    assert_ne!(listed, manifest);
    std::fs::write(place("Cargo.toml"), listed).unwrap();
    std::fs::create_dir(place("tests")).unwrap();
    for path in ["Cargo.lock", "tests/mine.rs"] {
        std::fs::write(place(path), "mine").unwrap();
    }

    let output = generate(directory.path(), &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("removed  crate/src/generated/old.rs"));
    assert!(!place("src/generated/old.rs").exists());
    for path in ["Cargo.lock", "tests/mine.rs"] {
        assert_eq!(std::fs::read_to_string(place(path)).unwrap(), "mine");
    }
    assert!(directory.path().join("keys.yaml").exists(), "nothing outside of the directory is ours");
}

#[test]
fn a_directory_that_holds_something_else_is_refused() {
    for (path, generated, says) in [
        ("crate", false, "crate: not a directory"),
        ("crate/notes.txt", false, "crate/notes.txt: not written by `cargo xtask codegen`: move it away"),
        ("crate/Cargo.toml", false, "crate/Cargo.toml: not written by `cargo xtask codegen`: move it away"),
        ("crate/src/main.rs", false, "crate/src: not written by `cargo xtask codegen`: move it away"),
        ("crate/src/mine.rs", true, "crate/src/mine.rs: not written by `cargo xtask codegen`: move it away"),
        ("crate/src/generated/mine.rs", true, "crate/src/generated/mine.rs: not written by"),
    ] {
        let directory = directory(DOCUMENT);
        if generated {
            generate(directory.path(), &[]);
        }
        let place = directory.path().join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(&place, "mine").unwrap();
        let before = files(directory.path());
        let output = generate(directory.path(), &[]);
        assert_eq!(output.status.code(), Some(1), "{path}");
        assert!(text(&output.stderr).starts_with(says), "{path}: {}", text(&output.stderr));
        assert_eq!(files(directory.path()), before, "{path}");
    }
}

#[test]
fn nothing_is_half_written() {
    let directory = directory(DOCUMENT);
    // A document that is wrong, with its path as it was given.
    std::fs::write(directory.path().join("wrong.yaml"), DOCUMENT.replace("requestBody:", "requestBdoy:"))
        .unwrap();
    let output = codegen(directory.path(), &["--document", "./wrong.yaml", "--out", "crate"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("--> ./wrong.yaml:"), "{}", text(&output.stderr));
    assert!(!directory.path().join("crate").exists());

    // A place that cannot be written to.
    generate(directory.path(), &[]);
    let place = |path: &str| directory.path().join("crate").join(path);
    std::fs::remove_dir_all(place("src/generated")).unwrap();
    std::fs::write(place("src/client.rs"), "edited").unwrap();
    std::fs::write(place("src/generated"), "in the way").unwrap();
    let before = files(directory.path());
    let output = generate(directory.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("crate/src/generated"), "{}", text(&output.stderr));
    assert_eq!(files(directory.path()), before);
}
