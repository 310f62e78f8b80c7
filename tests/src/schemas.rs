//! Each schema of a document and the JSON Schema of its Rust type accept the same values.

use std::cell::Cell;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::call::Type;
use crate::described::{schemas, validator};
use crate::instances::{nearly_valid, runner, valid};
use crate::subject::Subject;

/// Every schema has a type and every type a schema, in the document's order.
#[must_use]
pub fn types(subject: &Subject<'_>) -> Vec<String> {
    let documented: Vec<String> = schemas(subject.document).into_iter().map(|(name, _)| name).collect();
    let generated: Vec<&str> = (subject.sdk.types)().iter().map(|generated| generated.schema).collect();
    if documented == generated {
        return Vec::new();
    }
    vec![format!("{}, where {} are documented", generated.join(", "), documented.join(", "))]
}

/// The JSON Schema of every type says what the document says.
#[must_use]
pub fn say_the_same(subject: &Subject<'_>) -> Vec<String> {
    each(subject, |documented, generated| {
        let documented = normalize(documented, &documented["$defs"], &[]);
        let generated = normalize(&generated.json_schema, &generated.json_schema["$defs"], &[]);
        if documented == generated {
            return Ok(());
        }
        Err(format!("the document says {documented:#}\nand the type {generated:#}"))
    })
}

/// What the document accepts the type accepts and gives back unchanged, and what the type accepts the document
/// accepts.
#[must_use]
pub fn accept_the_same(subject: &Subject<'_>) -> Vec<String> {
    each(subject, |documented, generated| {
        let (by_document, by_type) = (validator(documented)?, validator(&generated.json_schema)?);
        let by_type_only = normalize(&generated.json_schema, &generated.json_schema["$defs"], &[]);
        let values = prop_oneof![valid(documented)?, valid(&by_type_only)?, nearly_valid(documented)?];
        let (accepted, refused) = (Cell::new(0), Cell::new(0));
        let property = |value: Value| {
            let accepts = by_document.is_valid(&value);
            prop_assert_eq!(accepts, by_type.is_valid(&value), "{}", value);
            let count = if accepts { &accepted } else { &refused };
            count.set(count.get() + 1);
            Ok(())
        };
        runner(1000).run(&values, property).map_err(|error| error.to_string())?;
        if accepted.get() == 0 || refused.get() == 0 {
            return Err(format!("{} values accepted, {} refused", accepted.get(), refused.get()));
        }
        let round_trip = |value: Value| {
            let returned = (generated.round_trip)(&value).map_err(TestCaseError::fail)?;
            prop_assert_eq!(returned, value);
            Ok(())
        };
        runner(500).run(&valid(documented)?, round_trip).map_err(|error| error.to_string())
    })
}

/// Checks each schema that has a type, with its type.
fn each(subject: &Subject<'_>, check: impl Fn(&Value, &Type) -> Result<(), String>) -> Vec<String> {
    let types = (subject.sdk.types)();
    let mut wrong = Vec::new();
    for (name, documented) in schemas(subject.document) {
        // One that has none is for another check to find.
        let Some(generated) = types.iter().find(|generated| generated.schema == name) else { continue };
        wrong.extend(check(&documented, generated).err().map(|why| format!("{name}: {why}")));
    }
    wrong
}

/// Writes a schema in one way where JSON Schema has several: references written out, order taken away,
/// and what is no more than a name or a remark left out. Descriptions stay.
///
/// `open` are the references that are being written out: one that leads back to them becomes its distance.
fn normalize(schema: &Value, definitions: &Value, open: &[&str]) -> Value {
    let Value::Object(object) = schema else { return schema.clone() };
    let described = |mut target: Value| {
        // What stands beside a reference goes before what the reference leads to.
        if let (Some(description), Value::Object(target)) = (object.get("description"), &mut target) {
            target.insert("description".to_owned(), description.clone());
        }
        target
    };
    if let Some(name) = schema["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/")) {
        if let Some(distance) = open.iter().rev().position(|known| *known == name) {
            return json!({ "again": distance });
        }
        return described(normalize(&definitions[name], definitions, &[open, &[name]].concat()));
    }
    if let [only] = schema["allOf"].as_array().map_or(&[][..], Vec::as_slice) {
        return described(normalize(only, definitions, open));
    }
    let mut normalized = Map::new();
    for (key, value) in object {
        let list = || value.as_array().into_iter().flatten();
        let value = match key.as_str() {
            "$schema" | "$defs" | "title" => continue,
            "description" => json!(value.as_str().unwrap_or_default().trim()),
            "properties" => value
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, schema)| (name.clone(), normalize(schema, definitions, open)))
                .collect(),
            "items" | "not" | "additionalProperties" => normalize(value, definitions, open),
            "allOf" | "anyOf" | "oneOf" => list().map(|one| normalize(one, definitions, open)).collect(),
            "required" | "enum" => {
                let mut values: Vec<Value> = list().cloned().collect();
                values.sort_by_key(ToString::to_string);
                values.into()
            }
            _ => value.clone(),
        };
        normalized.insert(key.clone(), value);
    }
    Value::Object(normalized)
}
