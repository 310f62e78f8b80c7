//! Each schema of a document and the JSON Schema of its Rust type accept the same values.

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::call::Type;
use crate::described::{as_typed, schemas, typed_keys, untyped, validator};
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
        let documented = normalize(documented, documented, &[]);
        let generated = normalize(&generated.json_schema, &generated.json_schema, &[]);
        if says(&generated, &documented) {
            return Ok(());
        }
        Err(format!("the document says {documented:#}\nand the type {generated:#}"))
    })
}

/// What the document accepts the type accepts and gives back as it was, and what the type accepts the document
/// accepts, but for what is the service's to check.
#[must_use]
pub fn accept_the_same(subject: &Subject<'_>) -> Vec<String> {
    each(subject, |documented, generated| {
        let (by_document, by_type) = (validator(&as_typed(documented))?, validator(&generated.json_schema)?);
        let values =
            prop_oneof![valid(documented)?, valid(&generated.json_schema)?, nearly_valid(documented)?];
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
            prop_assert!(
                by_document.is_valid(&returned) && is_same(&value, &returned),
                "{} of {}",
                returned,
                value
            );
            Ok(())
        };
        runner(500).run(&valid(documented)?, round_trip).map_err(|error| error.to_string())
    })
}

/// A value that the document does not list for an enumeration is taken and given back as it was: the service adds
/// some before the document learns of them.
#[must_use]
pub fn are_open(subject: &Subject<'_>) -> Vec<String> {
    each(subject, |documented, generated| {
        let round_trip = |value: Value| {
            let returned = (generated.round_trip)(&value).map_err(TestCaseError::fail)?;
            prop_assert!(is_same(&value, &returned), "{} of {}", returned, value);
            Ok(())
        };
        runner(100)
            .run(&valid(&with_undocumented(documented))?, round_trip)
            .map_err(|error| error.to_string())
    })
}

/// A schema whose enumerations have one value each, which the document does not list.
fn with_undocumented(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let undocumented = match object.get("type").and_then(Value::as_str) {
                Some("string") => json!(["not documented"]),
                _ => json!([-987_654_321]),
            };
            let open = |(key, value): (&String, &Value)| {
                let is_enumeration = key == "enum" && value.is_array();
                (key.clone(), if is_enumeration { undocumented.clone() } else { with_undocumented(value) })
            };
            object.iter().map(open).collect()
        }
        Value::Array(items) => items.iter().map(with_undocumented).collect(),
        other => other.clone(),
    }
}

/// Whether a type has written the value that it was given. Numbers may be written in another way; and a property that
/// may be missing may be left out where it is `null` or empty, which its type does not tell from missing.
#[must_use]
pub fn is_same(given: &Value, written: &Value) -> bool {
    match (given, written) {
        (Value::Number(given), Value::Number(written)) => {
            given == written || given.as_f64() == written.as_f64()
        }
        (Value::Array(given), Value::Array(written)) => {
            given.len() == written.len()
                && given.iter().zip(written).all(|(given, written)| is_same(given, written))
        }
        (Value::Object(given), Value::Object(written)) => {
            let is_kept = |(name, value): (&String, &Value)| match written.get(name) {
                Some(written) => is_same(value, written),
                None => value.is_null() || *value == json!([]) || *value == json!({}),
            };
            given.iter().all(is_kept) && written.keys().all(|name| given.contains_key(name))
        }
        _ => given == written,
    }
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

/// Whether a type's schema says what a document's says, both normalized.
fn says(generated: &Value, documented: &Value) -> bool {
    let (Value::Object(generated), Value::Object(documented)) = (generated, documented) else {
        return generated == documented;
    };
    let text = |schema: &Map<String, Value>| {
        schema.get(DESCRIPTION).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let keys = |schema: &Map<String, Value>| -> BTreeSet<String> {
        schema.keys().filter(|key| *key != DESCRIPTION && *key != UNTYPED).cloned().collect()
    };
    let (said, untyped) = (text(documented), documented.get(UNTYPED).and_then(Value::as_array));
    let is_described = match (untyped, text(generated).strip_prefix(&said)) {
        (Some(values), Some(more)) => {
            values.iter().all(|value| more.contains(value.as_str().unwrap_or_default()))
        }
        (None, Some(more)) => more.is_empty(),
        (_, None) => false,
    };
    is_described
        && keys(generated) == keys(documented)
        && keys(documented).iter().all(|key| match (&generated[key], &documented[key]) {
            (Value::Array(generated), Value::Array(documented)) => {
                generated.len() == documented.len()
                    && generated
                        .iter()
                        .zip(documented)
                        .all(|(generated, documented)| says(generated, documented))
            }
            (generated, documented) => says(generated, documented),
        })
}

/// Where a normalized schema has its description: no property is called that.
const DESCRIPTION: &str = "$description";

/// Where a normalized schema has what its type does not keep, and says in its description.
const UNTYPED: &str = "$untyped";

/// Writes a schema in one way where JSON Schema has several: references and `allOf` written out, order taken away,
/// and what is no more than a name or a remark left out. Descriptions stay.
///
/// `open` are the references that are being written out: one that leads back to them becomes its distance.
fn normalize(schema: &Value, root: &Value, open: &[&str]) -> Value {
    let Value::Object(object) = schema else { return schema.clone() };
    let description = object.get("description").and_then(Value::as_str).map(words);
    let described = |mut target: Value| {
        // What stands beside a reference goes before what the reference leads to.
        if let (Some(description), Value::Object(target)) = (&description, &mut target) {
            target.insert(DESCRIPTION.to_owned(), description.as_str().into());
        }
        target
    };
    if let Some(target) = schema["$ref"].as_str() {
        if let Some(distance) = open.iter().rev().position(|known| *known == target) {
            return json!({ "again": distance });
        }
        let found = root.pointer(target.trim_start_matches('#')).unwrap_or(&Value::Null);
        return described(normalize(found, root, &[open, &[target]].concat()));
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts = parts.iter().map(|part| normalize(part, root, open));
        return described(parts.reduce(merged).unwrap_or_default());
    }
    if let Some(kinds) = schema["type"].as_array() {
        let one = |kind: &Value| {
            let mut one = object.clone();
            one.remove("description");
            one.insert("type".to_owned(), kind.clone());
            if kind == "null" { json!({ "type": kind }) } else { normalize(&one.into(), root, open) }
        };
        return described(json!({ "anyOf": kinds.iter().map(one).collect::<Vec<_>>() }));
    }
    let mut normalized = Map::new();
    if schema.get("enum").is_none() && schema.get("format").is_none() {
        // What has no width is as wide as can be.
        let width = match schema["type"].as_str() {
            Some("integer") => Some("int64"),
            Some("number") => Some("double"),
            _ => None,
        };
        normalized.extend(width.map(|width| ("format".to_owned(), width.into())));
    }
    for (key, value) in typed_keys(object) {
        let list = || value.as_array().into_iter().flatten();
        let value = match key {
            "$schema" | "$defs" | "title" | "description" => continue,
            "properties" => value
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, schema)| (name.clone(), normalize(schema, root, open)))
                .collect(),
            "items" | "not" | "additionalProperties" => normalize(value, root, open),
            "anyOf" => list().map(|one| normalize(one, root, open)).collect(),
            "required" | "enum" => {
                let mut values: Vec<Value> = list().cloned().collect();
                values.sort_by_key(ToString::to_string);
                values.into()
            }
            _ => value.clone(),
        };
        normalized.insert(key.to_owned(), value);
    }
    let untyped = untyped(object);
    if !untyped.is_empty() {
        normalized.insert(UNTYPED.to_owned(), untyped.into());
    }
    // What describes a value describes what it is when it is not `null`.
    if let Some(Value::Array(options)) = normalized.get_mut("anyOf")
        && let [Value::Object(only), null] = options.as_mut_slice()
        && *null == json!({ "type": "null" })
    {
        let inner = only.remove(DESCRIPTION);
        normalized.extend(inner.map(|inner| (DESCRIPTION.to_owned(), inner)));
    }
    described(Value::Object(normalized))
}

/// A description without its layout.
fn words(description: &str) -> String {
    let lines = description.lines().map(str::trim).filter(|line| !line.starts_with("```"));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// One object of the properties of two. Their descriptions are those of parts.
fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            for (key, value) in other {
                let merged = match one.remove(&key) {
                    Some(known) => merged(known, value),
                    None => value,
                };
                one.insert(key, merged);
            }
            one.remove(DESCRIPTION);
            one.into()
        }
        (Value::Array(one), Value::Array(other)) => {
            let mut all = [one, other].concat();
            all.sort_by_key(ToString::to_string);
            all.into()
        }
        (_, other) => other,
    }
}
