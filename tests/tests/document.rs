//! The document is valid OpenAPI 3.0, and its examples are what its schemas say.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use agreement::described::{document, json_schema, operations, validator};
use roas::v3_0::spec::Spec;
use roas::validation::{Options, Validate};
use serde_json::Value;
use xtask::document::Document;

#[test]
fn a_validator_of_openapi_finds_nothing_wrong() {
    let spec: Spec = serde_json::from_value(document().value).unwrap();
    if let Err(error) = spec.validate(Options::empty(), None) {
        panic!("{error}");
    }
}

#[test]
fn every_example_of_a_parameter_or_a_body_is_what_its_schema_says() {
    let mut checked = 0;
    for operation in operations(&document()) {
        let mut examples: Vec<(String, Value, Value)> = Vec::new();
        for parameter in operation.parameters {
            for example in parameter.examples {
                examples.push((parameter.name.clone(), parameter.schema.clone(), example));
            }
        }
        let bodies = operation.responses.into_iter().filter_map(|response| response.body);
        for body in operation.body.into_iter().chain(bodies) {
            for (name, example) in body.examples {
                examples.push((name, body.schema.clone(), example));
            }
        }
        for (name, schema, example) in examples {
            if let Err(error) = validator(&schema).validate(&example) {
                panic!("{}: the example {name} is not valid: {error}", operation.id);
            }
            checked += 1;
        }
    }
    assert!(checked > 0, "the document has no examples");
}

#[test]
fn every_example_of_a_schema_is_what_it_says() {
    fn walk(document: &Document, node: &Value, checked: &mut usize) {
        let is_schema = node.get("type").is_some_and(Value::is_string) && node.get("in").is_none();
        if let (true, Some(example)) = (is_schema, node.get("example")) {
            if let Err(error) = validator(&json_schema(document, node)).validate(example) {
                panic!("the example {example} is not valid: {error}");
            }
            *checked += 1;
        }
        match node {
            Value::Object(object) => object.values().for_each(|child| walk(document, child, checked)),
            Value::Array(items) => items.iter().for_each(|child| walk(document, child, checked)),
            _ => {}
        }
    }
    let (document, mut checked) = (document(), 0);
    walk(&document, &document.value["components"]["schemas"], &mut checked);
    assert!(checked > 0, "the document's schemas have no examples");
}

#[test]
fn every_body_has_an_example() {
    for operation in operations(&document()) {
        let responses = operation.responses.iter().map(|response| (response.status.as_str(), &response.body));
        for (place, body) in responses.chain([("the request", &operation.body)]) {
            if let Some(body) = body {
                assert!(!body.examples.is_empty(), "{}: {place} has no example", operation.id);
            }
        }
    }
}
