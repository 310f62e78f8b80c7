//! What is no mistake, whatever it looks like, and what is one, whatever it is called.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use xtask::check::Checked;
use xtask::codegen::generate;
use xtask::workspace::DOCUMENT;

/// Not the workspace's document: that one changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

/// What is refused nowhere, because an author may call things so.
#[test]
fn names_that_are_keywords_elsewhere_are_names() {
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
fn a_secret_is_found_whatever_the_property_is_called() {
    for name in ["default", "example", "enum"] {
        let edited = FIXTURE.replacen(
            "        name:\n",
            &format!("        {name}: {{type: string, format: password}}\n        name:\n"),
            1,
        );
        let refusal = Checked::parse(&edited, DOCUMENT).unwrap_err().to_string();
        assert!(refusal.contains("a secret in a request is not supported"), "{name}: {refusal}");
    }
}

#[test]
fn a_minimum_of_1_does_not_make_a_parameter_awkward_to_give() {
    let edited = FIXTURE.replacen(
        "            format: int64\n",
        "            format: int64\n            minimum: 1\n",
        1,
    );
    let files = generate(&Checked::parse(&edited, DOCUMENT).unwrap()).unwrap();
    let builder = files.iter().find(|file| file.path.ends_with("builder.rs")).unwrap();
    assert!(builder.text.contains("user_id: Result<i64, String>"), "{}", builder.text);
}
