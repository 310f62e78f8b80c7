//! What can be downloaded beside the document: JSON Schemas and checksums.

use std::cell::Cell;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use conformance::api_view::{as_typed, document, schemas, validator};
use conformance::generated::SDK;
use conformance::tools;
use conformance::value_strategies::{nearly_valid, runner, valid};
use libtest_mimic::Trial;
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use xtask::workspace::root;
use xtask_docs::{Content, Files, schema_path};

use super::document::download;

pub(super) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test(
            "the checksums are those of the document and of every schema, and of nothing else",
            || {
                checksums_are_right();
                Ok(())
            },
        ),
        tools::trial("sha256sum reads the checksums", &tools::find("sha256sum"), |sha256sum| {
            sha256sum_reads_them(&sha256sum);
            Ok(())
        }),
        Trial::test("there is a JSON Schema for every component, and for nothing else", || {
            schemas_are_those_of_the_document();
            Ok(())
        }),
    ];
    for (name, _) in schemas(&document()) {
        let (one, other) = (name.clone(), name.clone());
        trials.push(Trial::test(
            format!("{name}: its JSON Schema is one, complete in itself, and describes it"),
            move || {
                is_complete(&one);
                Ok(())
            },
        ));
        trials.push(Trial::test(format!("{name}: its JSON Schema takes what its type takes"), move || {
            takes_what_its_type_takes(&other);
            Ok(())
        }));
    }
    trials
}

fn downloads() -> Files {
    Content::read(&root()).unwrap().downloads().unwrap()
}

fn checksums_are_right() {
    let files = downloads();
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    let mut named = Vec::new();
    for line in sums.lines() {
        let (sum, path) = line.split_once("  ").unwrap();
        let right = Sha256::digest(&files[path]).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
        assert_eq!(sum, right.concat(), "{path}");
        named.push(path);
    }
    let others: Vec<_> = files.keys().map(String::as_str).filter(|path| *path != "SHA256SUMS").collect();
    assert_eq!(named, others);
}

fn sha256sum_reads_them(sha256sum: &Path) {
    let directory = tempfile::tempdir().unwrap();
    let files = downloads();
    for (path, bytes) in &files {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let check = || {
        let mut command = Command::new(sha256sum);
        command.args(["--check", "--strict", "SHA256SUMS"]).current_dir(directory.path());
        command.output().unwrap().status.success()
    };
    assert!(check());
    let mut file =
        std::fs::OpenOptions::new().append(true).open(directory.path().join("openapi.json")).unwrap();
    file.write_all(b" ").unwrap();
    assert!(!check());
}

fn schemas_are_those_of_the_document() {
    let files = downloads();
    let published: Vec<_> = files.keys().filter(|path| path.starts_with("schemas/")).cloned().collect();
    let mut documented: Vec<_> = schemas(&document()).iter().map(|(name, _)| schema_path(name)).collect();
    documented.sort();
    assert_eq!(published, documented);
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&download(&schema_path(name))).unwrap()
}

fn is_complete(name: &str) {
    let schema = schema(name);
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["title"], name);
    let source = &document().value["components"]["schemas"][name];
    assert_eq!(schema["description"], source["description"]);
    for (property, described) in source["properties"].as_object().into_iter().flatten() {
        for key in ["description", "format"] {
            assert_eq!(schema["properties"][property][key], described[key], "{property}");
        }
    }
    assert!(jsonschema::meta::is_valid(&schema));
    let mut open = vec![&schema];
    while let Some(node) = open.pop() {
        if let Some(target) = node.get("$ref").and_then(Value::as_str) {
            assert!(schema.pointer(target.strip_prefix('#').unwrap()).is_some(), "{target}");
        }
        match node {
            Value::Object(object) => open.extend(object.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    validator(&schema).unwrap();
}

fn takes_what_its_type_takes(name: &str) {
    let schema = schema(name);
    let types = (SDK.types)();
    let by_type = &types.iter().find(|generated| generated.schema == name).unwrap().json_schema;
    let (by_file, by_type) = (validator(&as_typed(&schema)).unwrap(), validator(by_type).unwrap());
    let values = prop_oneof![valid(&schema).unwrap(), nearly_valid(&schema).unwrap()];
    let (accepted, refused) = (Cell::new(0), Cell::new(0));
    let same = |value: Value| {
        let accepts = by_file.is_valid(&value);
        prop_assert_eq!(accepts, by_type.is_valid(&value), "{}", value);
        let count = if accepts { &accepted } else { &refused };
        count.set(count.get() + 1);
        Ok(())
    };
    runner(500).run(&values, same).unwrap();
    assert!(
        accepted.get() > 0 && refused.get() > 0,
        "{} accepted, {} refused",
        accepted.get(),
        refused.get()
    );
}
