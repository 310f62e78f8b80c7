//! The output formats and exit codes of `cargo xtask check`.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

const FIXTURE: &str = include_str!("fixtures/keys.yaml");

/// A document with an error: a misspelt key.
fn misspelt() -> String {
    FIXTURE.replacen("required: [name]", "requried: [name]", 1)
}

/// A document with a warning: an ignored response header.
fn with_ignored_header() -> String {
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
fn clean_document_prints_one_line() {
    let output = check(FIXTURE, &["--deny-warnings"]);
    assert_eq!((output.status.code(), stdout(&output).lines().count()), (Some(0), 1));
    assert_eq!(stdout(&output), "a,b%.yaml: no problems found\n");
}

#[test]
fn errors_and_denied_warnings_exit_with_1() {
    for (document, arguments, code) in [
        (misspelt(), &[][..], 1),
        (misspelt(), &["--deny-warnings"], 1),
        (with_ignored_header(), &[], 0),
        (with_ignored_header(), &["--deny-warnings"], 1),
        (with_ignored_header(), &["--deny-warnings", "--format", "json"], 1),
        ("\u{1}".to_owned(), &["--format", "github"], 1),
    ] {
        assert_eq!(check(&document, arguments).status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn json_has_the_position_code_and_help_of_each_diagnostic() {
    let report: Value = serde_json::from_slice(&check(&misspelt(), &["--format", "json"]).stdout).unwrap();
    let line = misspelt().lines().position(|line| line.contains("requried")).unwrap() + 1;
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
fn json_of_a_clean_document_has_an_empty_list() {
    let report: Value = serde_json::from_slice(&check(FIXTURE, &["--format", "json"]).stdout).unwrap();
    assert_eq!(report, json!({ "file": "a,b%.yaml", "findings": [] }));
}

#[test]
fn github_annotation_is_escaped() {
    let printed = stdout(&check(&misspelt(), &["--format", "github"]));
    let (level, properties, message) = annotation(printed.trim_end());
    assert_eq!(level, "error");
    let line = misspelt().lines().position(|line| line.contains("requried")).unwrap() + 1;
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
fn github_annotation_of_a_warning_has_level_warning() {
    let printed = stdout(&check(&with_ignored_header(), &["--format", "github"]));
    assert_eq!(annotation(printed.trim_end()).0, "warning");
}

#[test]
fn output_to_a_pipe_has_no_colours() {
    for format in ["human", "json", "github"] {
        assert!(!stdout(&check(&misspelt(), &["--format", format])).contains('\u{1b}'));
    }
}

#[test]
fn codes_option_lists_every_code_with_its_meaning() {
    let printed = stdout(&check(FIXTURE, &["--codes"]));
    for code in xtask::diagnostics::Code::ALL {
        let line = printed.lines().find(|line| line.split_whitespace().nth(1) == Some(code.text())).unwrap();
        assert!(line.starts_with(&code.severity().to_string()) && line.ends_with(code.meaning()), "{line}");
    }
}

/// Parses a workflow command into level, properties and message, as GitHub's runner does.
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
