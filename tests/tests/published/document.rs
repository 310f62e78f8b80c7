//! The published document: the source document, the samples, the descriptions of enumerations, and nothing else.

use std::collections::BTreeSet;

use conformance::api_view::document;
use libtest_mimic::Trial;
use serde_json::Value;
use xtask::check::Checked;
use xtask::codegen::generate;
use xtask::workspace::root;
use xtask::yaml::Source;
use xtask_docs::{Content, SAMPLES};

/// The keys that publishing adds.
const SAMPLES_KEY: &str = "x-codeSamples";
const MEANINGS_KEY: &str = "x-enumDescriptions";

pub(super) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("YAML and JSON say the same, in the same order", || {
            yaml_and_json_say_the_same();
            Ok(())
        }),
        Trial::test("the published document is the source document but for what is added", || {
            nothing_else_is_added();
            Ok(())
        }),
        Trial::test("every enumeration with names or descriptions says what each value means", || {
            values_have_their_meanings();
            Ok(())
        }),
        Trial::test("samples are published of the operations that have files, and of no others", || {
            samples_are_those_of_the_files();
            Ok(())
        }),
        Trial::test("the published document generates the same SDK", || {
            the_same_sdk_is_generated();
            Ok(())
        }),
    ];
    for name in sample_files() {
        trials.push(Trial::test(
            format!("{name} is published byte for byte, and can be read in the YAML"),
            move || {
                is_published_as_it_is(&name);
                Ok(())
            },
        ));
    }
    trials
}

/// The text of a download.
pub(super) fn download(path: &str) -> String {
    let files = Content::read(&root()).unwrap().downloads().unwrap();
    String::from_utf8(files[path].clone()).unwrap()
}

fn json() -> Value {
    serde_json::from_str(&download("openapi.json")).unwrap()
}

/// The files of the samples' directory; none are hidden.
fn sample_files() -> BTreeSet<String> {
    let entries = std::fs::read_dir(root().join(SAMPLES)).into_iter().flatten();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with('.')).collect()
}

fn yaml_and_json_say_the_same() {
    let yaml = Source::parse(&download("openapi.yaml"), "openapi.yaml").unwrap();
    // Values are equal in whatever order; their texts are not.
    assert_eq!(yaml.value.to_string(), json().to_string());
    assert!(download("openapi.yaml").starts_with("# Published from openapi/certcentral.yaml"));
}

fn nothing_else_is_added() {
    let mut published = json();
    let mut added = 0;
    remove(&mut published, &mut added);
    assert_eq!(published.to_string(), document().value.to_string());
    assert!(added > 0, "nothing was added at all");
}

fn remove(node: &mut Value, removed: &mut usize) {
    if let Value::Object(object) = node {
        for key in [SAMPLES_KEY, MEANINGS_KEY] {
            *removed += usize::from(object.shift_remove(key).is_some());
        }
        for child in object.values_mut() {
            remove(child, removed);
        }
    } else if let Value::Array(items) = node {
        for child in items {
            remove(child, removed);
        }
    }
}

fn values_have_their_meanings() {
    let mut enumerations = Vec::new();
    collect(&json(), &|node| node.get("x-enum-varnames").is_some(), &mut enumerations);
    assert!(!enumerations.is_empty());
    for schema in enumerations {
        let meanings = schema[MEANINGS_KEY].as_object().unwrap();
        let values = schema["enum"].as_array().unwrap();
        assert_eq!(meanings.len(), values.len(), "{schema:#}");
        for (index, value) in values.iter().enumerate() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let meaning = meanings[&value].as_str().unwrap();
            for list in ["x-enum-varnames", "x-enum-descriptions"] {
                assert!(meaning.contains(schema[list][index].as_str().unwrap()), "{value}: {meaning}");
            }
        }
    }
}

fn collect(node: &Value, is_wanted: &dyn Fn(&Value) -> bool, found: &mut Vec<Value>) {
    if is_wanted(node) {
        found.push(node.clone());
    }
    match node {
        Value::Object(object) => object.values().for_each(|child| collect(child, is_wanted, found)),
        Value::Array(items) => items.iter().for_each(|child| collect(child, is_wanted, found)),
        _ => {}
    }
}

/// The published operations that have samples.
fn with_samples() -> Vec<Value> {
    let mut found = Vec::new();
    collect(&json(), &|node| node.get(SAMPLES_KEY).is_some(), &mut found);
    found
}

fn samples_are_those_of_the_files() {
    let of_files: BTreeSet<_> =
        sample_files().iter().map(|name| name.split('.').next().unwrap().to_owned()).collect();
    let operations = with_samples();
    let published: BTreeSet<_> =
        operations.iter().map(|operation| operation["operationId"].as_str().unwrap().to_owned()).collect();
    assert_eq!(published, of_files);
    let count: usize =
        operations.iter().map(|operation| operation[SAMPLES_KEY].as_array().unwrap().len()).sum();
    assert_eq!(count, sample_files().len());
}

fn is_published_as_it_is(name: &str) {
    let text = std::fs::read_to_string(root().join(SAMPLES).join(name)).unwrap();
    let operations = with_samples();
    let own = operations.iter().find(|operation| {
        operation["operationId"]
            .as_str()
            .is_some_and(|id| name.strip_prefix(id).is_some_and(|rest| rest.starts_with('.')))
    });
    let samples = own.unwrap()[SAMPLES_KEY].as_array().unwrap();
    assert!(samples.iter().any(|sample| sample["source"].as_str() == Some(&text)), "{samples:#?}");
    // Line by line, as it was written: a string with escapes is nothing to read.
    let yaml = download("openapi.yaml");
    let lines: BTreeSet<&str> = yaml.lines().map(str::trim).collect();
    for line in text.lines() {
        assert!(lines.contains(line.trim()), "{line}");
    }
}

fn the_same_sdk_is_generated() {
    let of_source = generate(&document()).unwrap();
    for name in ["openapi.yaml", "openapi.json"] {
        let published = Checked::parse(&download(name), &document().path).unwrap();
        assert!(generate(&published).unwrap() == of_source, "{name}");
    }
}
