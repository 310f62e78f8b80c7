//! `cargo xtask check`: its formats, as programs read them, and its exit codes.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

const FIXTURE: &str = include_str!("fixtures/keys.yaml");

/// A misspelt key, an error; a header that is dropped, a warning.
fn wrong() -> String {
    FIXTURE.replacen("required: [name]", "requried: [name]", 1)
}

fn dropping() -> String {
    FIXTURE.replacen("        5XX:\n", "        5XX:\n          headers: {A: {schema: {type: string}}}\n", 1)
}

fn check(document: &str, arguments: &[&str]) -> Output {
    let directory: TempDir = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a,b%.yaml"), document).unwrap();
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["check", "--document", "a,b%.yaml"])
        .args(arguments)
        .current_dir(directory.path())
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_clean_document_is_one_line() {
    let output = check(FIXTURE, &["--deny-warnings"]);
    assert_eq!((output.status.code(), stdout(&output).lines().count()), (Some(0), 1));
    assert_eq!(stdout(&output), "a,b%.yaml: nothing to complain of\n");
}

#[test]
fn errors_fail_and_warnings_only_when_they_are_denied() {
    for (document, arguments, code) in [
        (wrong(), &[][..], 1),
        (wrong(), &["--deny-warnings"], 1),
        (dropping(), &[], 0),
        (dropping(), &["--deny-warnings"], 1),
        (dropping(), &["--deny-warnings", "--format", "json"], 1),
        ("\u{1}".to_owned(), &["--format", "github"], 1),
    ] {
        assert_eq!(check(&document, arguments).status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn json_has_a_place_a_code_and_a_remedy_for_each_finding() {
    let report: Value = serde_json::from_slice(&check(&wrong(), &["--format", "json"]).stdout).unwrap();
    let line = wrong().lines().position(|line| line.contains("requried")).unwrap() + 1;
    let expected = json!({
        "file": "a,b%.yaml",
        "findings": [{
            "file": "a,b%.yaml",
            "line": line, "column": 7, "end_line": line, "end_column": 15,
            "severity": "error",
            "code": "unknown-key",
            "message": "`requried` is not a key of a schema",
            "help": "did you mean `required`?",
        }],
    });
    assert_eq!(report, expected);
}

#[test]
fn json_of_a_clean_document_has_no_findings() {
    let report: Value = serde_json::from_slice(&check(FIXTURE, &["--format", "json"]).stdout).unwrap();
    assert_eq!(report, json!({ "file": "a,b%.yaml", "findings": [] }));
}

#[test]
fn an_annotation_is_escaped_as_github_reads_it() {
    let printed = stdout(&check(&wrong(), &["--format", "github"]));
    let (level, properties, message) = annotation(printed.trim_end());
    assert_eq!(level, "error");
    let line = wrong().lines().position(|line| line.contains("requried")).unwrap() + 1;
    let line = line.to_string();
    let expected = [
        ("file", "a,b%.yaml"),
        ("line", &line),
        ("col", "7"),
        ("endLine", &line),
        ("endColumn", "15"),
        ("title", "unknown-key"),
    ];
    assert_eq!(properties, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    assert_eq!(message, "`requried` is not a key of a schema\nhelp: did you mean `required`?");
}

#[test]
fn a_warning_is_annotated_as_one() {
    let printed = stdout(&check(&dropping(), &["--format", "github"]));
    assert_eq!(annotation(printed.trim_end()).0, "warning");
}

#[test]
fn output_that_is_no_terminal_has_no_colours() {
    for format in ["human", "json", "github"] {
        assert!(!stdout(&check(&wrong(), &["--format", format])).contains('\u{1b}'));
    }
}

#[test]
fn codes_are_listed_with_their_meanings() {
    let printed = stdout(&check(FIXTURE, &["--codes"]));
    for code in xtask::diagnostics::Code::ALL {
        let line = printed.lines().find(|line| line.split_whitespace().nth(1) == Some(code.text())).unwrap();
        assert!(line.starts_with(&code.severity().to_string()) && line.ends_with(code.meaning()), "{line}");
    }
}

/// Reads a workflow command as GitHub's runner does.
fn annotation(command: &str) -> (String, Vec<(String, String)>, String) {
    let (head, message) = command.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (level, properties) = head.split_once(' ').unwrap();
    let unescaped = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        text.replace("%25", "%")
    };
    let properties = properties.split(',').map(|property| {
        let (key, value) = property.split_once('=').unwrap();
        (key.to_owned(), unescaped(value))
    });
    (level.to_owned(), properties.collect(), unescaped(message))
}
