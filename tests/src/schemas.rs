//! Checks that each schema of a document and its Rust type accept the same values.

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::api_view::{as_typed, schemas, typed_keys, untyped, validator};
use crate::checks::Subject;
use crate::dynamic_client::Type;
use crate::value_strategies::{nearly_valid, runner, valid};

/// Checks that every schema has a type and every type a schema, in the document's order.
#[must_use]
pub fn types(subject: &Subject<'_>) -> Vec<String> {
    let documented: Vec<String> = schemas(subject.document).into_iter().map(|(name, _)| name).collect();
    let generated: Vec<&str> = (subject.sdk.types)().iter().map(|generated| generated.schema).collect();
    if documented == generated {
        return Vec::new();
    }
    vec![format!("expected schemas {}, found {}", documented.join(", "), generated.join(", "))]
}

/// Checks that the JSON Schema of every type equals the documented schema.
#[must_use]
pub fn say_the_same(subject: &Subject<'_>) -> Vec<String> {
    each(subject, |documented, generated| {
        let documented = normalize(documented, documented, &[]);
        let generated = normalize(&generated.json_schema, &generated.json_schema, &[]);
        if says(&generated, &documented) {
            return Ok(());
        }
        Err(format!("expected {documented:#}\nfound {generated:#}"))
    })
}

/// Checks that document and type accept the same values, except for constraints that only the service checks, and that
/// values survive a round trip through the type.
#[must_use]
pub fn accept_the_same(subject: &Subject<'_>) -> Vec<String> {
    each(subject, |documented, generated| {
        let (by_document, by_type) = (validator(&as_typed(documented))?, validator(&generated.json_schema)?);
        let values =
            prop_oneof![valid(documented)?, valid(&generated.json_schema)?, nearly_valid(documented)?];
        let (accepted, rejected) = (Cell::new(0), Cell::new(0));
        let property = |value: Value| {
            let accepts = by_document.is_valid(&value);
            prop_assert_eq!(accepts, by_type.is_valid(&value), "{}", value);
            let count = if accepts { &accepted } else { &rejected };
            count.set(count.get() + 1);
            Ok(())
        };
        runner(1000).run(&values, property).map_err(|error| error.to_string())?;
        if accepted.get() == 0 || rejected.get() == 0 {
            return Err(format!(
                "{} values accepted, {} rejected; expected some of both",
                accepted.get(),
                rejected.get()
            ));
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

/// Returns `true` if a round trip kept the value. Numbers may change their notation. Members that are `null` or empty
/// may be missing, because types do not distinguish them from missing ones.
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

/// Runs `check` for each schema that has a type.
pub(crate) fn each(
    subject: &Subject<'_>,
    check: impl Fn(&Value, &Type) -> Result<(), String>,
) -> Vec<String> {
    let types = (subject.sdk.types)();
    let mut wrong = Vec::new();
    for (name, documented) in schemas(subject.document) {
        // `types` reports schemas without a type.
        let Some(generated) = types.iter().find(|generated| generated.schema == name) else { continue };
        wrong.extend(check(&documented, generated).err().map(|why| format!("{name}: {why}")));
    }
    wrong
}

/// Returns `true` if a type's schema equals a document's, both normalized.
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

/// Key of the description in a normalized schema. No property has this name.
const DESCRIPTION: &str = "$description";

/// Key of the constraints that the type does not enforce but states in its description.
const UNTYPED: &str = "$untyped";

/// Normalizes a schema: expands references and `allOf`, sorts lists, and removes names and annotations other than
/// descriptions.
///
/// `open` lists the references being expanded. A recursive reference becomes its distance in this list.
fn normalize(schema: &Value, root: &Value, open: &[&str]) -> Value {
    let Value::Object(object) = schema else { return schema.clone() };
    let description = object.get("description").and_then(Value::as_str).map(words);
    let described = |mut target: Value| {
        // A description next to a reference overrides that of the target.
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
        // Numbers without a format have the widest one.
        let width = match schema["type"].as_str() {
            Some("integer") => Some("int64"),
            Some("number") => Some("double"),
            _ => None,
        };
        normalized.extend(width.map(|width| ("format".to_owned(), width.into())));
    }
    // The values of an enumeration determine its type.
    if let (None, Some(first)) = (schema.get("type"), schema["enum"].get(0)) {
        let kind = if first.is_string() { "string" } else { "integer" };
        normalized.insert("type".to_owned(), kind.into());
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
    // The description of a nullable value is that of its other alternative.
    if let Some(Value::Array(options)) = normalized.get_mut("anyOf")
        && let [Value::Object(only), null] = options.as_mut_slice()
        && *null == json!({ "type": "null" })
    {
        let inner = only.remove(DESCRIPTION);
        normalized.extend(inner.map(|inner| (DESCRIPTION.to_owned(), inner)));
    }
    described(Value::Object(normalized))
}

/// Returns a description without indentation, empty lines and code fences.
fn words(description: &str) -> String {
    let lines = description.lines().map(str::trim).filter(|line| !line.starts_with("```"));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns the values of `one` that are in `other`.
fn common(mut one: Value, other: &Value) -> Value {
    if let (Some(values), Some(other)) = (one.as_array_mut(), other.as_array()) {
        values.retain(|value| other.contains(value));
    }
    one
}

/// Merges two schemas; drops their descriptions, which describe parts.
fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            for (key, value) in other {
                let merged = match one.remove(&key) {
                    Some(known) if key == "enum" => common(known, &value),
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
