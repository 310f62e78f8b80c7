//! Mistakes in the document: each is answered with what is wrong, where, and how to mend it.
//!
//! A case is a file `golden/CODE.txt` or `golden/CODE.CASE.txt`: edits of the fixture, or a document of its
//! own, and the answer. `UPDATE=1 cargo test -p xtask --test golden` writes the answers anew; read the diff.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::fs;
use std::path::{Path, PathBuf};

use xtask::check::check;
use xtask::diagnostics::{Code, Diagnostics};
use xtask::workspace::DOCUMENT;
use xtask::yaml::Source;

/// Not the workspace's document: that one changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

struct Case {
    path: PathBuf,
    /// What is written above the answer.
    question: String,
    document: String,
    answer: String,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).unwrap();
        let (question, answer) = text.split_once("# answer\n").unwrap_or((&text, ""));
        let document = match question.strip_prefix("# document\n") {
            Some(document) => document.to_owned(),
            None => edited(question, &path),
        };
        Self { question: question.to_owned(), document, answer: answer.to_owned(), path }
    }

    fn name(&self) -> &str {
        self.path.file_stem().unwrap().to_str().unwrap()
    }

    /// The code that the case is about.
    fn code(&self) -> &str {
        self.name().split('.').next().unwrap()
    }
}

/// The fixture with a case's edits made.
fn edited(question: &str, path: &Path) -> String {
    let mut document = FIXTURE.to_owned();
    for edit in question.split("# before\n").skip(1) {
        let (before, after) = edit.split_once("# after\n").unwrap();
        assert!(document.contains(before), "{}: the fixture has no {before:?}", path.display());
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

fn findings(document: &str) -> Diagnostics {
    Source::parse(document, DOCUMENT).map_or_else(|findings| findings, |source| check(&source))
}

#[test]
fn each_mistake_has_its_answer() {
    let mut wrong = Vec::new();
    for case in cases() {
        let answer = findings(&case.document).to_string() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&case.path, format!("{}# answer\n{answer}", case.question)).unwrap();
        } else if answer != case.answer {
            wrong.push(format!("{}:\n{answer}\nin the place of\n{}", case.name(), case.answer));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_case_is_about_its_code() {
    for case in cases() {
        let codes: Vec<_> =
            findings(&case.document).items.iter().map(|finding| finding.code.text()).collect();
        assert!(codes.contains(&case.code()), "{}: {codes:?}", case.name());
    }
}

#[test]
fn each_code_has_a_case() {
    let cases = cases();
    for code in Code::ALL {
        assert!(cases.iter().any(|case| case.code() == code.text()), "no case for {code}");
    }
    for case in cases {
        assert!(Code::ALL.iter().any(|code| code.text() == case.code()), "no code {}", case.code());
    }
}

#[test]
fn the_fixture_itself_is_clean() {
    assert_eq!(findings(FIXTURE).to_string(), format!("{DOCUMENT}: nothing to complain of"));
}
