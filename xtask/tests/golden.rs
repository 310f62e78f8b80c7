//! Golden files: the rendered diagnostics of `check` for documents with mistakes.
//!
//! A case is a file `golden/CODE.txt` or `golden/CODE.CASE.txt`. It contains edits of the fixture or a complete
//! document, and the expected output. `UPDATE=1 cargo test -p xtask --test golden` rewrites the output. Review the
//! diff.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::fs;
use std::path::{Path, PathBuf};

use xtask::check::check;
use xtask::diagnostics::{Code, Diagnostics};
use xtask::workspace::DOCUMENT;
use xtask::yaml::Source;

/// A fixed document: changes of `openapi/certcentral.yaml` must not change the golden files.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

struct Case {
    path: PathBuf,
    /// The part of the file above `# answer`.
    input: String,
    document: String,
    expected: String,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).unwrap();
        let (input, expected) = text.split_once("# answer\n").unwrap_or((&text, ""));
        let document = match input.strip_prefix("# document\n") {
            Some(document) => document.to_owned(),
            None => edited(input, &path),
        };
        Self { input: input.to_owned(), document, expected: expected.to_owned(), path }
    }

    fn name(&self) -> &str {
        self.path.file_stem().unwrap().to_str().unwrap()
    }

    /// Returns the code that the file is named after.
    fn code(&self) -> &str {
        self.name().split('.').next().unwrap()
    }
}

/// Applies the edits of a case to the fixture.
fn edited(input: &str, path: &Path) -> String {
    let mut document = FIXTURE.to_owned();
    for edit in input.split("# before\n").skip(1) {
        let (before, after) = edit.split_once("# after\n").unwrap();
        assert!(document.contains(before), "{}: the fixture does not contain {before:?}", path.display());
        document = document.replacen(before, after, 1);
    }
    document
}

fn cases() -> Vec<Case> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut paths: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(Case::read).collect()
}

fn diagnostics(document: &str) -> Diagnostics {
    Source::parse(document, DOCUMENT).map_or_else(|diagnostics| diagnostics, |source| check(&source))
}

#[test]
fn diagnostics_match_the_golden_files() {
    let mut wrong = Vec::new();
    for case in cases() {
        let actual = diagnostics(&case.document).to_string() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&case.path, format!("{}# answer\n{actual}", case.input)).unwrap();
        } else if actual != case.expected {
            wrong.push(format!("{}: expected\n{}\nfound\n{actual}", case.name(), case.expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_reports_the_code_that_it_is_named_after() {
    for case in cases() {
        let codes: Vec<_> =
            diagnostics(&case.document).items.iter().map(|diagnostic| diagnostic.code.text()).collect();
        assert!(codes.contains(&case.code()), "{}: {codes:?}", case.name());
    }
}

#[test]
fn every_code_has_a_case() {
    let cases = cases();
    for code in Code::ALL {
        assert!(cases.iter().any(|case| case.code() == code.text()), "no case for {code}");
    }
    for case in cases {
        assert!(Code::ALL.iter().any(|code| code.text() == case.code()), "{} is not a code", case.code());
    }
}

#[test]
fn fixture_has_no_diagnostics() {
    assert_eq!(diagnostics(FIXTURE).to_string(), format!("{DOCUMENT}: no problems found"));
}
