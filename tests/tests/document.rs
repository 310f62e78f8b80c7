//! The document is valid OpenAPI 3.0, and its examples are what its schemas say.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use agreement::described::{document, operations, validator};
use roas::v3_0::spec::Spec;
use roas::validation::{Options, Validate};
use serde_json::Value;

#[test]
fn a_validator_of_openapi_finds_nothing_wrong() {
    let spec: Spec = serde_json::from_value(document().value).unwrap();
    if let Err(error) = spec.validate(Options::empty(), None) {
        panic!("{error}");
    }
}

#[test]
fn every_example_is_what_its_schema_says() {
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
