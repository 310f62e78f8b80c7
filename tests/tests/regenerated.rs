//! The committed code is what the document generates, and always the same.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use agreement::described::document;
use xtask::codegen::{DIRECTORIES, generate};
use xtask::workspace::root;

#[test]
fn the_committed_files_are_what_the_document_generates() {
    for file in generate(&document()).unwrap() {
        let committed =
            std::fs::read_to_string(root().join(file.path)).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            committed == file.text,
            "{} is not what the document generates: run `cargo xtask codegen --check`",
            file.path
        );
    }
}

#[test]
fn nothing_else_is_among_the_generated_files() {
    let files = generate(&document()).unwrap();
    for directory in DIRECTORIES {
        for entry in std::fs::read_dir(root().join(directory)).unwrap() {
            let path = format!("{directory}/{}", entry.unwrap().file_name().to_string_lossy());
            assert!(files.iter().any(|file| file.path == path), "{path} is not generated");
        }
    }
}

#[test]
fn the_same_document_generates_the_same_bytes() {
    assert_eq!(generate(&document()).unwrap(), generate(&document()).unwrap());
}
