//! Proptest strategies for the values of a JSON Schema: valid ones, and mutated ones that are mostly invalid.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::string::{RegexGeneratorStrategy, string_regex};
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

/// Creates a runner for `cases` generated values. It shrinks the values of a failure.
#[must_use]
pub fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// Generates values that `schema` accepts.
///
/// # Errors
///
/// If this module does not support a keyword or type of the schema.
pub fn valid(schema: &Value) -> Result<BoxedStrategy<Value>, String> {
    generate(schema, schema, 0)
}

/// Depth at which recursive values end.
const DEEP: usize = 8;

/// The supported keywords, and those that do not constrain values.
const KNOWN: [&str; 29] = [
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "enum",
    "anyOf",
    "oneOf",
    "allOf",
    "$ref",
    "$defs",
    "$schema",
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
];

fn generate(schema: &Value, root: &Value, depth: usize) -> Result<BoxedStrategy<Value>, String> {
    if depth > 3 * DEEP {
        return Err(format!("the schema has no finite value: {schema}"));
    }
    for key in schema.as_object().into_iter().flat_map(Map::keys) {
        if !KNOWN.contains(&key.as_str()) {
            return Err(format!("unsupported keyword `{key}`: {schema:#}"));
        }
    }
    let inner = |schema| generate(schema, root, depth + 1);
    if let Some(target) = schema["$ref"].as_str() {
        return inner(root.pointer(target.trim_start_matches('#')).unwrap_or(&Value::Null));
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
            // Alternatives that contain the union itself would have no end.
            let is_finite = |option: &&Value| option["$ref"].is_null() && option["type"] != "object";
            let has_end = depth > DEEP && options.iter().any(|option| is_finite(&option));
            return one_of(options.iter().filter(|option| !has_end || is_finite(option)).map(inner));
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts: Vec<_> = narrowed(parts, root).iter().map(inner).collect::<Result<_, _>>()?;
        return Ok(parts.prop_map(merge).boxed());
    }
    Ok(match &schema["type"] {
        Value::Array(kinds) => {
            let kinds = kinds.iter().filter(|kind| depth <= DEEP || **kind == "null");
            return one_of(kinds.map(|kind| {
                let mut schema = schema.clone();
                schema["type"] = kind.clone();
                generate(&schema, root, depth)
            }));
        }
        Value::Null => any_value()?,
        kind => match kind.as_str().unwrap_or_default() {
            "string" => text(schema)?,
            "integer" => integer(schema),
            "number" => number(schema),
            "boolean" => any::<bool>().prop_map(Value::from).boxed(),
            "null" => Just(Value::Null).boxed(),
            "array" => array(schema, root, depth)?,
            "object" => object(schema, root, depth)?,
            _ => return Err(format!("unsupported type: {schema:#}")),
        },
    })
}

fn one_of(
    options: impl Iterator<Item = Result<BoxedStrategy<Value>, String>>,
) -> Result<BoxedStrategy<Value>, String> {
    Ok(proptest::strategy::Union::new(options.collect::<Result<Vec<_>, _>>()?).boxed())
}

/// Makes the parts of an `allOf` agree on the properties that several of them describe.
fn narrowed(parts: &[Value], root: &Value) -> Vec<Value> {
    let target = |part: &Value| {
        let target = part["$ref"].as_str().and_then(|target| root.pointer(target.trim_start_matches('#')));
        target.unwrap_or(part).clone()
    };
    let mut parts: Vec<Value> = parts.iter().map(target).collect();
    let mut properties: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (name, schema) in parts.iter().filter_map(|part| part["properties"].as_object()).flatten() {
        properties.entry(name.clone()).or_default().push(schema.clone());
    }
    for (name, schemas) in properties.into_iter().filter(|(_, schemas)| schemas.len() > 1) {
        for part in parts.iter_mut().filter(|part| part["properties"].get(&name).is_some()) {
            part["properties"][&name] = json!({ "allOf": schemas });
        }
    }
    parts
}

/// Merges objects into one; of other values, returns the last.
fn merge(parts: Vec<Value>) -> Value {
    let merged = parts.into_iter().reduce(|one, other| match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            one.extend(other);
            one.into()
        }
        (_, other) => other,
    });
    merged.unwrap_or_default()
}

/// The pattern of `any::<String>()`.
const ANY: &str = "\\PC*";

/// Generates strings that match `pattern`. Parses it once; a `&str` as a strategy parses it for every string.
fn strings(pattern: &str) -> Result<RegexGeneratorStrategy<String>, String> {
    string_regex(pattern).map_err(|error| format!("unsupported pattern `{pattern}`: {error}"))
}

/// Generates any value, for an empty schema.
fn any_value() -> Result<BoxedStrategy<Value>, String> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        strings(ANY)?.prop_map(Value::from).boxed(),
    ];
    Ok(prop_oneof![
        scalar.clone(),
        proptest::collection::vec(scalar.clone(), 0..3).prop_map(Value::from),
        scalar.prop_map(|value| json!({ "member": value })),
    ]
    .boxed())
}

fn text(schema: &Value) -> Result<BoxedStrategy<Value>, String> {
    let bound = |key: &str| schema[key].as_u64().and_then(|bound| usize::try_from(bound).ok());
    let (least, most) = (bound("minLength").unwrap_or(0), bound("maxLength").unwrap_or(usize::MAX));
    let is_bounded = bound("minLength").is_some() || bound("maxLength").is_some();
    let digits = "[0-9a-f]";
    let pattern = match (schema["format"].as_str(), schema["pattern"].as_str()) {
        (_, Some(pattern)) => pattern.trim_start_matches('^').trim_end_matches('$').to_owned(),
        (Some("date"), _) => "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])".to_owned(),
        (Some("date-time"), _) => {
            "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"
                .to_owned()
        }
        (Some("uuid"), _) => format!("{digits}{{8}}(-{digits}{{4}}){{3}}-{digits}{{12}}"),
        (Some("uri"), _) => "https://[a-z]{1,9}\\.example/[a-z]{0,9}".to_owned(),
        // The runtime rejects a blank secret.
        (Some("password"), _) if !is_bounded => "\\PC{0,20}[!-~]\\PC{0,20}".to_owned(),
        _ if is_bounded => format!("\\PC{{{least},{}}}", most.min(least + 20)),
        _ => ANY.to_owned(),
    };
    let fits = move |text: &String| (least..=most).contains(&text.chars().count());
    Ok(strings(&pattern)?.prop_filter("the length", fits).prop_map(Value::from).boxed())
}

fn integer(schema: &Value) -> BoxedStrategy<Value> {
    let (least, most) = match schema["format"].as_str() {
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint" | "uint64") => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    };
    let bound = |key: &str| schema[key].as_i64();
    let least = bound("minimum").or(bound("exclusiveMinimum").map(|bound| bound + 1)).unwrap_or(least);
    let most = bound("maximum").or(bound("exclusiveMaximum").map(|bound| bound - 1)).unwrap_or(most);
    prop_oneof![least..=most, least.max(0)..=most.min(least.max(0).saturating_add(1000))]
        .prop_map(Value::from)
        .boxed()
}

/// Generates numbers that single and double precision and their decimal notation represent exactly.
fn number(schema: &Value) -> BoxedStrategy<Value> {
    const STEPS: f64 = 64.0;
    let bound = |key: &str| schema[key].as_f64();
    let least =
        bound("minimum").or(bound("exclusiveMinimum").map(|bound| bound + 1.0 / STEPS)).unwrap_or(-1e6);
    let most = bound("maximum").or(bound("exclusiveMaximum").map(|bound| bound - 1.0 / STEPS)).unwrap_or(1e6);
    let number = move |number: f64| ((number * STEPS).round() / STEPS).clamp(least, most);
    (least..=most).prop_map(move |any| number(any).into()).boxed()
}

fn array(schema: &Value, root: &Value, depth: usize) -> Result<BoxedStrategy<Value>, String> {
    let bound = |key: &str| schema[key].as_u64().and_then(|bound| usize::try_from(bound).ok());
    let least = bound("minItems").unwrap_or(0);
    if depth > DEEP && least == 0 {
        return Ok(Just(json!([])).boxed());
    }
    let most = bound("maxItems").unwrap_or(least + 3);
    let items = proptest::collection::vec(generate(&schema["items"], root, depth + 1)?, least..=most);
    if schema["uniqueItems"] != true {
        return Ok(items.prop_map(Value::from).boxed());
    }
    let is_unique =
        |items: &Vec<Value>| (1..items.len()).all(|index| !items[..index].contains(&items[index]));
    Ok(items.prop_filter("unique items", is_unique).prop_map(Value::from).boxed())
}

fn object(schema: &Value, root: &Value, depth: usize) -> Result<BoxedStrategy<Value>, String> {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let mut members: Vec<BoxedStrategy<Option<(String, Value)>>> = Vec::new();
    for (name, schema) in properties {
        let is_required = required.contains(&json!(name));
        if !is_required && depth > DEEP {
            continue;
        }
        let name = name.clone();
        let value = generate(schema, root, depth + 1)?;
        let member = value.prop_map(move |value| (name.clone(), value));
        members.push(if is_required {
            member.prop_map(Some).boxed()
        } else {
            proptest::option::of(member).boxed()
        });
    }
    let others = match &schema["additionalProperties"] {
        Value::Null | Value::Bool(false) => Just(Vec::new()).boxed(),
        _ if depth > DEEP => Just(Vec::new()).boxed(),
        Value::Bool(true) => others(any_value()?)?,
        schema => others(generate(schema, root, depth + 1)?)?,
    };
    let objects = (others, members).prop_map(|(others, members)| {
        let members = others.into_iter().chain(members.into_iter().flatten());
        members.collect::<Map<_, _>>().into()
    });
    Ok(objects.boxed())
}

/// Generates members whose names no document declares as properties.
fn others(values: BoxedStrategy<Value>) -> Result<BoxedStrategy<Vec<(String, Value)>>, String> {
    Ok(proptest::collection::vec((strings("[a-z]{3} \\PC{0,3}")?, values), 0..3).boxed())
}

/// Generates valid values with one change, which makes most of them invalid.
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
        strings(".*")?.prop_map(Value::from),
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
                all.extend(pointers(child, &format!("{pointer}/{}", xtask::yaml::escape(name))));
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
