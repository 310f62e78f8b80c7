//! Values for a JSON Schema: such as it accepts, and such as come close.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

/// Runs a property on `cases` generated values; a failure prints the smallest value that it is seen with.
#[must_use]
pub fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// Values that `schema` accepts.
///
/// # Errors
///
/// If the schema has something that values cannot be made for here: extend this module then.
pub fn valid(schema: &Value) -> Result<BoxedStrategy<Value>, String> {
    generate(schema, &schema["$defs"], 0)
}

/// How deep values go where nothing but their author ends them.
const DEEP: usize = 8;

fn generate(schema: &Value, definitions: &Value, depth: usize) -> Result<BoxedStrategy<Value>, String> {
    if depth > 3 * DEEP {
        return Err(format!("no value ends: {schema}"));
    }
    let inner = |schema| generate(schema, definitions, depth + 1);
    if let Some(name) = schema["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/")) {
        return inner(&definitions[name]);
    }
    if let Some(values) = schema["enum"].as_array() {
        return Ok(select(values.clone()).boxed());
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(options) = schema[key].as_array() {
            let null = options.iter().any(|option| option["type"] == "null");
            if null && depth > DEEP {
                return Ok(Just(Value::Null).boxed());
            }
            let options: Vec<_> = options.iter().map(inner).collect::<Result<_, _>>()?;
            return Ok(proptest::strategy::Union::new(options).boxed());
        }
    }
    match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([only]) => return inner(only),
        Some(_) => return Err(format!("no values for several schemas in `allOf`: {schema:#}")),
        None => {}
    }
    let known = ["type", "properties", "required", "items", "format", "description", "$defs", "title"];
    for key in schema.as_object().into_iter().flat_map(Map::keys) {
        if !known.contains(&key.as_str()) {
            return Err(format!("no values for `{key}`: {schema:#}"));
        }
    }
    Ok(match schema["type"].as_str() {
        Some("string") => any::<String>().prop_map(Value::from).boxed(),
        Some("integer") => prop_oneof![any::<i64>(), 0..1000_i64].prop_map(Value::from).boxed(),
        Some("boolean") => any::<bool>().prop_map(Value::from).boxed(),
        Some("null") => Just(Value::Null).boxed(),
        Some("array") if depth > DEEP => Just(json!([])).boxed(),
        Some("array") => {
            proptest::collection::vec(inner(&schema["items"])?, 0..4).prop_map(Value::from).boxed()
        }
        Some("object") => object(schema, definitions, depth)?,
        _ => return Err(format!("no values for this type: {schema:#}")),
    })
}

fn object(schema: &Value, definitions: &Value, depth: usize) -> Result<BoxedStrategy<Value>, String> {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let mut members: Vec<BoxedStrategy<Option<(String, Value)>>> = Vec::new();
    for (name, schema) in properties {
        let is_required = required.contains(&json!(name));
        if !is_required && depth > DEEP {
            continue;
        }
        let name = name.clone();
        let value = generate(schema, definitions, depth + 1)?;
        let member = value.prop_map(move |value| (name.clone(), value));
        members.push(if is_required {
            member.prop_map(Some).boxed()
        } else {
            proptest::option::of(member).boxed()
        });
    }
    Ok(members.prop_map(|members| members.into_iter().flatten().collect::<Map<_, _>>().into()).boxed())
}

/// Values that are like those that `schema` accepts, with one thing changed: most are not acceptable.
///
/// # Errors
///
/// As [`valid`].
pub fn nearly_valid(schema: &Value) -> Result<BoxedStrategy<Value>, String> {
    let other = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has finite numbers", |n| n.is_finite()).prop_map(Value::from),
        ".*".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!({ "unknown": 1 })),
    ];
    Ok((valid(schema)?, any::<prop::sample::Index>(), any::<prop::sample::Index>(), other)
        .prop_map(|(mut value, place, change, other)| {
            let places = pointers(&value, "");
            let place = &places[place.index(places.len())];
            apply(&mut value, place, change.index(3), other);
            value
        })
        .boxed())
}

/// Replaces the value at `place`, removes it, or adds a member to it.
fn apply(value: &mut Value, place: &str, change: usize, other: Value) {
    if change == 1
        && let Some((parent, name)) = place.rsplit_once('/')
        && let Some(Value::Object(parent)) = value.pointer_mut(parent)
    {
        parent.remove(&name.replace("~1", "/").replace("~0", "~"));
        return;
    }
    match value.pointer_mut(place) {
        Some(Value::Object(object)) if change == 2 => {
            object.insert("unknown".to_owned(), other);
        }
        Some(found) => *found = other,
        None => {}
    }
}

fn pointers(value: &Value, pointer: &str) -> Vec<String> {
    let mut all = vec![pointer.to_owned()];
    match value {
        Value::Object(object) => {
            for (name, child) in object {
                all.extend(pointers(child, &format!("{pointer}/{}", xtask::document::escape(name))));
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                all.extend(pointers(child, &format!("{pointer}/{index}")));
            }
        }
        _ => {}
    }
    all
}
