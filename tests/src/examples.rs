//! The document is valid OpenAPI 3.0, and its examples are what its schemas say.

use roas::v3_0::spec::Spec;
use roas::validation::{Options, Validate};
use serde_json::Value;
use xtask::document::Document;
use xtask::json_schema::json_schema;

use crate::described::{operations, validator};
use crate::subject::Subject;

/// A validator of OpenAPI finds nothing wrong.
#[must_use]
pub fn openapi(subject: &Subject<'_>) -> Vec<String> {
    match serde_json::from_value::<Spec>(subject.document.value.clone()) {
        Err(error) => vec![error.to_string()],
        Ok(spec) => {
            spec.validate(Options::empty(), None).err().map(|error| error.to_string()).into_iter().collect()
        }
    }
}

/// Every body has an example.
#[must_use]
pub fn bodies_have_one(subject: &Subject<'_>) -> Vec<String> {
    let mut missing = Vec::new();
    for operation in operations(subject.document) {
        let responses = operation.responses.iter().map(|response| (response.status.as_str(), &response.body));
        for (place, body) in responses.chain([("the request", &operation.body)]) {
            if body.as_ref().is_some_and(|body| body.examples.is_empty()) {
                missing.push(format!("{}: {place} has no example", operation.id));
            }
        }
    }
    missing
}

/// Every example of a parameter or a body is what its schema says.
#[must_use]
pub fn of_operations(subject: &Subject<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for operation in operations(subject.document) {
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
            if let Err(error) = accepts(&schema, &example) {
                wrong.push(format!("{}: the example {name} is not valid: {error}", operation.id));
            }
        }
    }
    wrong
}

/// Every example of a schema is what the schema says.
#[must_use]
pub fn of_schemas(subject: &Subject<'_>) -> Vec<String> {
    fn walk(document: &Document, node: &Value, wrong: &mut Vec<String>) {
        let is_schema = node.get("type").is_some_and(Value::is_string) && node.get("in").is_none();
        if let (true, Some(example)) = (is_schema, node.get("example"))
            && let Err(error) = accepts(&json_schema(document, node), example)
        {
            wrong.push(format!("the example {example} is not valid: {error}"));
        }
        match node {
            Value::Object(object) => object.values().for_each(|child| walk(document, child, wrong)),
            Value::Array(items) => items.iter().for_each(|child| walk(document, child, wrong)),
            _ => {}
        }
    }
    let mut wrong = Vec::new();
    walk(subject.document, &subject.document.value["components"]["schemas"], &mut wrong);
    wrong
}

fn accepts(schema: &Value, value: &Value) -> Result<(), String> {
    validator(schema)?.validate(value).map_err(|error| error.to_string())
}
