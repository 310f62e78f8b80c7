//! Checks that enumerations accept values that the document does not list.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use xtask::yaml::visit;

use crate::api_view::schemas;
use crate::checks::Subject;
use crate::schemas::{each, is_same};
use crate::value_strategies::{runner, valid};

/// Checks that undocumented values of enumerations survive a round trip, since the service may add values before the
/// document lists them. The exception are values that tell the alternatives of a union apart.
#[must_use]
pub fn are_open(subject: &Subject<'_>) -> Vec<String> {
    let schemas = schemas(subject.document);
    let alternatives = schemas.iter().flat_map(|(_, schema)| alternatives(schema)).collect();
    each(subject, |documented, generated| {
        let round_trip = |value: Value| {
            let returned = (generated.round_trip)(&value).map_err(TestCaseError::fail)?;
            prop_assert!(is_same(&value, &returned), "{} of {}", returned, value);
            Ok(())
        };
        let schema = Undocumented { alternatives: &alternatives }.named(generated.schema, documented);
        runner(100).run(&valid(&schema)?, round_trip).map_err(|error| error.to_string())
    })
}

/// Returns the names of the schemas that are alternatives of a union.
fn alternatives(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    visit(schema, "", &mut |pointer, node| {
        if let Some((union, _)) = pointer.rsplit_once('/')
            && (union.ends_with("/oneOf") || union.ends_with("/anyOf"))
            && let Some(name) = node["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/"))
        {
            found.insert(name.to_owned());
        }
    });
    found
}

/// Replaces the values of each enumeration by one that is not documented.
struct Undocumented<'a> {
    alternatives: &'a BTreeSet<String>,
}

impl Undocumented<'_> {
    /// Replaces the values in the schema of this name.
    fn named(&self, name: &str, schema: &Value) -> Value {
        if self.alternatives.contains(name) { self.alternative(schema) } else { self.of(schema) }
    }

    fn of(&self, schema: &Value) -> Value {
        let Value::Object(object) = schema else { return schema.clone() };
        let each = |(key, value): (&String, &Value)| {
            let value = match (key.as_str(), value) {
                ("enum", _) => undocumented(schema),
                ("properties", Value::Object(properties)) => {
                    properties.iter().map(|(name, schema)| (name.clone(), self.of(schema))).collect()
                }
                ("$defs", Value::Object(schemas)) => {
                    schemas.iter().map(|(name, schema)| (name.clone(), self.named(name, schema))).collect()
                }
                ("oneOf" | "anyOf", Value::Array(options)) => options
                    .iter()
                    .map(|option| {
                        let has_type = |other: &&Value| other["type"] == option["type"];
                        let is_told_by_type = options.iter().filter(has_type).count() == 1;
                        if is_told_by_type && option.get("enum").is_some() {
                            self.of(option)
                        } else {
                            self.alternative(option)
                        }
                    })
                    .collect(),
                ("allOf", Value::Array(parts)) => parts.iter().map(|part| self.of(part)).collect(),
                ("items" | "additionalProperties", schema) => self.of(schema),
                (_, other) => other.clone(),
            };
            (key.clone(), value)
        };
        object.iter().map(each).collect()
    }

    /// Keeps the enumerations that may tell an alternative from others: its own, and those of its properties.
    fn alternative(&self, schema: &Value) -> Value {
        let mut replaced = self.of(schema);
        if let Some(values) = schema.get("enum") {
            replaced["enum"] = values.clone();
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if property.get("enum").is_some() {
                replaced["properties"][name] = property.clone();
            }
        }
        for (index, part) in schema["allOf"].as_array().into_iter().flatten().enumerate() {
            replaced["allOf"][index] = self.alternative(part);
        }
        replaced
    }
}

/// Returns the values of an enumeration as one that the document does not list.
fn undocumented(schema: &Value) -> Value {
    let first = schema["enum"].as_array().and_then(|values| values.iter().find(|value| !value.is_null()));
    match (schema["type"].as_str(), first) {
        (_, Some(Value::Bool(_))) => schema["enum"].clone(),
        (Some("number"), _) => json!([-987_654.5]),
        (Some("integer"), _) | (None, Some(Value::Number(_))) => json!([-987_654_321]),
        _ => json!(["not documented"]),
    }
}
