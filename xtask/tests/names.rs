//! Names do not confuse `check` and `codegen`: properties may be named like keywords of OpenAPI.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use xtask::check::Checked;
use xtask::codegen::generate;
use xtask::workspace::DOCUMENT;

/// A fixed document, because the workspace's document changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

#[test]
fn properties_may_be_named_like_keywords() {
    for name in ["xml", "discriminator", "headers", "default", "example", "x-foo", "deprecated", "enum"] {
        let edited = FIXTURE
            .replace("        message:\n", &format!("        {name}: {{type: string}}\n        message:\n"));
        assert_ne!(edited, FIXTURE);
        let document = Checked::parse(&edited, DOCUMENT).unwrap();
        if let Err(refusal) = generate(&document) {
            panic!("{name}: {refusal}");
        }
    }
}

#[test]
fn secret_is_found_in_properties_named_like_keywords() {
    for (name, field) in [("default", "default"), ("example", "example"), ("enum", "enum_")] {
        let edited = FIXTURE.replacen(
            "        name:\n",
            &format!("        {name}: {{type: string, format: password}}\n        name:\n"),
            1,
        );
        let Ok(document) = Checked::parse(&edited, DOCUMENT) else { panic!("{name}: has errors") };
        let files = generate(&document).unwrap();
        let types = files.iter().find(|file| file.path.ends_with("types.rs")).unwrap();
        assert!(types.text.contains(&format!("pub {field}: Option<crate::SecretString>")), "{name}");
    }
}

#[test]
fn minimum_of_1_leaves_the_parameter_an_i64() {
    let edited = FIXTURE.replacen(
        "            format: int64\n",
        "            format: int64\n            minimum: 1\n",
        1,
    );
    let files = generate(&Checked::parse(&edited, DOCUMENT).unwrap()).unwrap();
    let calls = files.iter().find(|file| file.path.ends_with("calls.rs")).unwrap();
    assert!(calls.text.contains("user_id: i64,"), "{}", calls.text);
}
