//! Each schema of the document and the JSON Schema of its Rust type accept the same values.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::cell::Cell;

use agreement::described::{document, schemas, validator};
use agreement::generated::types;
use agreement::instances::{nearly_valid, runner, valid};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

#[test]
fn every_schema_has_a_type_and_every_type_a_schema() {
    let described: Vec<String> = schemas(&document()).into_iter().map(|(name, _)| name).collect();
    let generated: Vec<&str> = types().iter().map(|generated| generated.schema).collect();
    assert_eq!(described, generated);
}

#[test]
fn the_schema_of_every_type_says_what_the_document_says() {
    for (name, described) in schemas(&document()) {
        let generated = types().into_iter().find(|generated| generated.schema == name).unwrap();
        let described = normalize(&described, &described["$defs"]);
        let generated = normalize(&generated.json_schema, &generated.json_schema["$defs"]);
        assert_eq!(described, generated, "{name}: document (left) and Rust type (right) differ");
    }
}

/// Writes a schema in one way where JSON Schema has several: references written out, order taken away,
/// and what is no more than a name or a remark left out. Descriptions stay.
fn normalize(schema: &Value, definitions: &Value) -> Value {
    let Value::Object(object) = schema else { return schema.clone() };
    if let Some(name) = schema["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/")) {
        let mut target = normalize(&definitions[name], definitions);
        // What stands beside a reference goes before what the reference leads to.
        if let (Some(description), Value::Object(target)) = (object.get("description"), &mut target) {
            target.insert("description".to_owned(), description.clone());
        }
        return target;
    }
    if let [only] = schema["allOf"].as_array().map_or(&[][..], Vec::as_slice) {
        let mut inner = normalize(only, definitions);
        if let (Some(description), Value::Object(inner)) = (object.get("description"), &mut inner) {
            inner.insert("description".to_owned(), description.clone());
        }
        return inner;
    }
    let mut normalized = Map::new();
    for (key, value) in object {
        let value = match key.as_str() {
            "$schema" | "$defs" | "title" => continue,
            "description" => json!(value.as_str().unwrap_or_default().trim()),
            "properties" => value
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, schema)| (name.clone(), normalize(schema, definitions)))
                .collect(),
            "items" => normalize(value, definitions),
            "required" | "enum" => {
                let mut values = value.as_array().cloned().unwrap_or_default();
                values.sort_by_key(ToString::to_string);
                values.into()
            }
            _ => value.clone(),
        };
        normalized.insert(key.clone(), value);
    }
    Value::Object(normalized)
}

/// Both directions: what the document accepts the type's schema accepts, and the other way round.
#[test]
fn document_and_types_accept_the_same_values() {
    for (name, described) in schemas(&document()) {
        let generated = types().into_iter().find(|generated| generated.schema == name).unwrap();
        let (by_document, by_type) = (validator(&described), validator(&generated.json_schema));
        let values = prop_oneof![
            valid(&described),
            valid(&normalize(&generated.json_schema, &generated.json_schema["$defs"])),
            nearly_valid(&described),
        ];
        let (accepted, refused) = (Cell::new(0), Cell::new(0));
        runner(1000)
            .run(&values, |value| {
                let accepts = by_document.is_valid(&value);
                prop_assert_eq!(accepts, by_type.is_valid(&value), "{}: {}", name, value);
                let count = if accepts { &accepted } else { &refused };
                count.set(count.get() + 1);
                Ok(())
            })
            .unwrap();
        let (accepted, refused) = (accepted.get(), refused.get());
        assert!(accepted > 100 && refused > 100, "{name}: {accepted} values accepted, {refused} refused");
    }
}

/// What the document accepts, the Rust type takes in and gives back unchanged.
#[test]
fn valid_values_survive_a_round_trip_through_the_types() {
    for (name, described) in schemas(&document()) {
        let generated = types().into_iter().find(|generated| generated.schema == name).unwrap();
        runner(500)
            .run(&valid(&described), |value| {
                let returned = (generated.round_trip)(&value).map_err(TestCaseError::fail)?;
                prop_assert_eq!(returned, value);
                Ok(())
            })
            .unwrap();
    }
}
