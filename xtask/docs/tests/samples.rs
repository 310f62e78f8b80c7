//! The directory of samples: what is read from it, and what is refused, all at once and by name.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use xtask::check::Checked;
use xtask_docs::samples::{LANGUAGES, Sample, read};

const DOCUMENT: &str = "\
openapi: 3.0.4
info: { title: Doors, version: 1.0.0 }
paths:
  /doors/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    put: { operationId: open_door, responses: { '204': { description: Open. }, 4XX: { description: Locked. } } }
  /doors:
    get: { operationId: show_doors, responses: { '200': { description: As it is. }, 4XX: { description: No. } } }
";

/// What comes of a directory with these files: their names and texts.
fn samples(files: &[(&str, &[u8])]) -> Result<Vec<Sample>, String> {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    let document = Checked::parse(DOCUMENT, "doors.yaml").unwrap();
    read(&document, directory.path()).map_err(|error| format!("{error:#}"))
}

/// A file in every language for an operation, each with `text`, and with `other` files in their places or beside them.
fn all_but<'a>(names: &'a [String], other: &[(&'a str, &'a [u8])]) -> Vec<(&'a str, &'a [u8])> {
    let all = names.iter().map(|name| (name.as_str(), &b"text\n"[..]));
    all.filter(|(name, _)| other.iter().all(|(known, _)| known != name))
        .chain(other.iter().copied())
        .collect()
}

fn names(id: &str) -> Vec<String> {
    LANGUAGES.iter().map(|language| format!("{id}.{}", language.extension)).collect()
}

#[test]
fn samples_are_in_the_order_of_the_document_and_of_the_languages() {
    let (show, open) = (names("show_doors"), names("open_door"));
    let read = samples(&[all_but(&show, &[]), all_but(&open, &[])].concat()).unwrap();
    let found: Vec<_> =
        read.iter().map(|one| format!("{}.{}", one.operation_id, one.language.extension)).collect();
    assert_eq!(found, [open, show].concat());
}

#[test]
fn an_operation_may_have_none() {
    assert_eq!(samples(&[]).unwrap(), []);
    let document = Checked::parse(DOCUMENT, "doors.yaml").unwrap();
    let missing = tempfile::tempdir().unwrap().path().join("missing");
    assert_eq!(read(&document, &missing).unwrap(), []);
}

#[test]
fn hidden_files_are_no_samples() {
    assert_eq!(samples(&[(".DS_Store", b"\0")]).unwrap(), []);
}

#[test]
fn line_ends_are_those_of_the_published_document() {
    let names = names("open_door");
    let read = samples(&all_but(&names, &[("open_door.sh", b"a\r\nb\r\n")])).unwrap();
    assert_eq!(read[0].source, "a\nb\n");
}

#[test]
fn what_is_wrong_is_said_by_name_and_all_at_once() {
    let names = names("open_door");
    let without_two: Vec<_> = all_but(&names[..3], &[]);
    for (files, expected) in [
        (
            without_two,
            "openapi/samples/open_door.mjs: is missing: `open_door` has samples in other languages\n\
             openapi/samples/open_door.rs: is missing: `open_door` has samples in other languages",
        ),
        (
            all_but(&names, &[("open_dor.sh", b"x")]),
            "openapi/samples/open_dor.sh: doors.yaml has no operation `open_dor`: did you mean `open_door`?",
        ),
        (
            all_but(&names, &[("README", b"x")]),
            "openapi/samples/README: doors.yaml has no operation `README`: remove it",
        ),
        (
            all_but(&names, &[("open_door.rb", b"x")]),
            "openapi/samples/open_door.rb: no language of the samples has the extension `.rb`: they are `.sh` (curl), \
             `.py` (Python), `.go` (Go), `.mjs` (Node), `.rs` (Rust)",
        ),
        (
            all_but(&names, &[("open_door.sh", b" \n"), ("open_door.py", b"\xff")]),
            "openapi/samples/open_door.sh: is empty\nopenapi/samples/open_door.py: is not UTF-8",
        ),
        (
            all_but(&names, &[("open_door.rs", "\u{feff}fn main() {}".as_bytes())]),
            "openapi/samples/open_door.rs: begins with a byte order mark, which shells and compilers refuse: remove it",
        ),
    ] {
        assert_eq!(samples(&files).unwrap_err(), expected);
    }
}
