//! Examples and defaults: each matches its schema.

use std::collections::HashMap;

use jsonschema::Validator;
use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::model::json_schema;
use crate::spec::{is_in_example, is_map_of_names, keywords};
use crate::yaml::visit;

/// The maximum number of diagnostics for one example.
const ERRORS: usize = 3;

pub(super) fn check(context: &mut Context<'_>) {
    let mut validators = Validators::default();
    for Example { pointer, value, schema } in find(context) {
        if pointer.ends_with("/example") && are_examples(value) {
            let message = "expected one example, found a map of named examples";
            context.add(Code::InvalidExample, &pointer, message, "did you mean `examples`?");
            continue;
        }
        let Some(validator) = validators.of(context, schema) else { continue };
        let errors: Vec<_> = validator
            .iter_errors(value)
            .take(ERRORS)
            .map(|error| (error.instance_path().to_string(), error.masked_with("it").to_string()))
            .collect();
        for (inside, message) in errors {
            let at = format!("{pointer}{inside}");
            let message = format!("this does not match its schema: {message}");
            context.add_value(Code::InvalidExample, &at, message, "fix the value, or the schema");
        }
    }
}

/// Returns true if a value has the form of `examples`: a map of named examples.
pub(super) fn are_examples(value: &Value) -> bool {
    let members = value.as_object().filter(|members| !members.is_empty());
    members.is_some_and(|members| members.values().all(|member| member.get("value").is_some()))
}

/// An example or a default, with its schema.
pub(super) struct Example<'a> {
    pub(super) pointer: String,
    pub(super) value: &'a Value,
    pub(super) schema: &'a Value,
}

/// Returns every example and default of the document that has a schema.
pub(super) fn find<'a>(context: &Context<'a>) -> Vec<Example<'a>> {
    let mut owners = Vec::new();
    visit(&context.document.value, "", &mut |pointer, node| {
        if node.is_object() && !is_in_example(pointer) && !is_map_of_names(pointer) {
            owners.push((pointer.to_owned(), node));
        }
    });
    let mut examples = Vec::new();
    for (pointer, node) in owners {
        let keywords = keywords(&pointer);
        let mut add = |pointer: String, value: &'a Value, schema: &'a Value| {
            examples.push(Example { pointer, value, schema });
        };
        if keywords.iter().any(|keyword| matches!(*keyword, "schema" | "schemas")) {
            for key in ["example", "default"] {
                if let Some(value) = node.get(key) {
                    add(format!("{pointer}/{key}"), value, node);
                }
            }
        } else if let Some(schema) = node.get("schema") {
            if let Some(value) = node.get("example") {
                add(format!("{pointer}/example"), value, schema);
            }
            for (_, written) in context.members(&format!("{pointer}/examples")) {
                let (at, example) = context.resolve(&written);
                if let Some(value) = example.get("value") {
                    add(format!("{at}/value"), value, schema);
                }
            }
        }
    }
    examples
}

/// A cache of validators: named schemas are compiled once.
#[derive(Default)]
struct Validators {
    named: HashMap<String, Option<Validator>>,
    anonymous: Option<Validator>,
}

impl Validators {
    fn of(&mut self, context: &Context<'_>, schema: &Value) -> Option<&Validator> {
        let make = || {
            let schema = json_schema(context.document, schema);
            jsonschema::options().should_validate_formats(true).build(&schema).ok()
        };
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            return self.named.entry(target.to_owned()).or_insert_with(make).as_ref();
        }
        self.anonymous = make();
        self.anonymous.as_ref()
    }
}
