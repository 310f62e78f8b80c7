//! Mutation operators for the nodes of a document.

mod keywords;
mod words;

use serde_json::{Value, json};

use super::{AGAIN, Edit, Place};
use keywords::{other_keyword, schema_keyword};
use words::{
    description, example, extension, format_, header, host, media_type, method, number, path, reference,
    status, text, type_,
};

/// Returns the edits of an operator for a node; none if it does not fit.
type Operator = fn(&Place<'_>) -> Vec<Edit>;

/// All operators, with their names.
pub const OPERATORS: [(&str, Operator); 29] = [
    ("remove", remove),
    ("rename a key", rename),
    ("another kind of value", retype),
    ("swap siblings", swap),
    ("reorder a list", reorder),
    ("duplicate", duplicate),
    ("copy under another name", copy),
    ("add an unknown key", unknown_key),
    ("add an extension", unknown_extension),
    ("add a keyword of schemas", schema_keyword),
    ("add a keyword elsewhere", other_keyword),
    ("flip a switch", flip),
    ("require or not", require),
    ("narrow an enumeration", narrow),
    ("widen an enumeration", widen),
    ("another type", type_),
    ("another format", format_),
    ("another reference", reference),
    ("a number", number),
    ("a status", status),
    ("a method", method),
    ("a path", path),
    ("a media type", media_type),
    ("a header", header),
    ("a host", host),
    ("a description", description),
    ("an example", example),
    ("an extension", extension),
    ("another text", text),
];

fn remove(place: &Place<'_>) -> Vec<Edit> {
    let Some(parent) = place.parent() else { return Vec::new() };
    match parent.node {
        Value::Array(items) => {
            let mut items = items.clone();
            place.key().parse().into_iter().for_each(|at: usize| drop(items.remove(at)));
            vec![parent.replaced(items)]
        }
        _ => place.siblings(|members, at| drop(members.remove(at))).into_iter().collect(),
    }
}

fn rename(place: &Place<'_>) -> Vec<Edit> {
    let key = place.key();
    let mut chars: Vec<char> = key.chars().collect();
    let mut names = vec![format!("{key}x"), key.to_uppercase(), format!("{key} ")];
    // A typo: two characters swapped.
    if let [.., a, b] = chars.as_mut_slice() {
        std::mem::swap(a, b);
        names.push(chars.into_iter().collect());
    }
    names.retain(|name| *name != key);
    names.iter().filter_map(|name| place.renamed(name)).collect()
}

fn retype(place: &Place<'_>) -> Vec<Edit> {
    let kinds = [json!(null), json!(true), json!(7), json!("text"), json!([]), json!({})];
    let others = kinds.into_iter().filter(|kind| {
        std::mem::discriminant(kind) != std::mem::discriminant(place.node)
            || matches!(kind, Value::Array(_) | Value::Object(_)) && kind != place.node
    });
    others.chain(reread(place.node)).map(|kind| place.replaced(kind)).collect()
}

/// Turns a number or boolean into a string, or a numeric string into a number.
fn reread(node: &Value) -> Option<Value> {
    match node {
        Value::Number(_) | Value::Bool(_) => Some(node.to_string().into()),
        Value::String(text) => text.parse::<f64>().ok().map(Value::from),
        _ => None,
    }
}

fn swap(place: &Place<'_>) -> Vec<Edit> {
    let Value::Object(object) = place.node else { return Vec::new() };
    let names: Vec<&String> = object.keys().collect();
    let pairs = names.iter().enumerate().flat_map(|(at, a)| names[at + 1..].iter().map(move |b| (*a, *b)));
    let swapped = pairs.filter(|(a, b)| object[*a] != object[*b]).map(|(a, b)| {
        let mut object = object.clone();
        object[a] = place.node[b].clone();
        object[b] = place.node[a].clone();
        place.replaced(object)
    });
    swapped.collect()
}

fn reorder(place: &Place<'_>) -> Vec<Edit> {
    let Value::Array(items) = place.node else { return Vec::new() };
    // The order of required properties has no meaning.
    if place.key() == "required" {
        return Vec::new();
    }
    let swapped = (1..items.len()).filter(|at| items[*at] != items[at - 1]).map(|at| {
        let mut items = items.clone();
        items.swap(at - 1, at);
        place.replaced(items)
    });
    swapped.collect()
}

fn duplicate(place: &Place<'_>) -> Vec<Edit> {
    if let Value::Array(items) = place.node {
        let last = items.last().cloned();
        return last.map(|last| place.replaced([items.clone(), vec![last]].concat())).into_iter().collect();
    }
    let twice = place.siblings(|members, at| {
        let (key, value) = members[at].clone();
        members.insert(at + 1, (format!("{AGAIN}{key}"), value));
    });
    twice.into_iter().collect()
}

fn copy(place: &Place<'_>) -> Vec<Edit> {
    let named = ["paths", "schemas", "properties", "responses", "examples", "securitySchemes", "content"];
    if !named.contains(&place.owner().as_str()) || !place.node.is_object() {
        return Vec::new();
    }
    let copied = place.siblings(|members, at| {
        let (key, value) = members[at].clone();
        members.insert(at + 1, (format!("{key}Copy"), value));
    });
    copied.into_iter().collect()
}

fn unknown_key(place: &Place<'_>) -> Vec<Edit> {
    if place.node.is_object() { vec![place.with("unknownKey", "a value")] } else { Vec::new() }
}

fn unknown_extension(place: &Place<'_>) -> Vec<Edit> {
    let is_examples = place.is_example() || place.is_extension();
    if place.node.is_object() && !is_examples { vec![place.with("x-unknown", true)] } else { Vec::new() }
}

fn flip(place: &Place<'_>) -> Vec<Edit> {
    place.node.as_bool().map(|value| place.replaced(!value)).into_iter().collect()
}

/// Makes a property required or optional.
fn require(place: &Place<'_>) -> Vec<Edit> {
    let Some(properties) = place.node["properties"].as_object() else { return Vec::new() };
    let required = place.node["required"].as_array().cloned().unwrap_or_default();
    let toggled = properties.keys().map(|name| {
        let name = json!(name);
        let mut required = required.clone();
        match required.iter().position(|known| *known == name) {
            Some(at) => drop(required.remove(at)),
            None => required.push(name),
        }
        place.with("required", required)
    });
    toggled.collect()
}

/// Removes a value of an enumeration with its name and description, or turns a type into an enumeration.
fn narrow(place: &Place<'_>) -> Vec<Edit> {
    if !place.is_schema() {
        return Vec::new();
    }
    let Some(values) = place.node["enum"].as_array() else {
        let value = match place.node["type"].as_str() {
            Some("string") => json!("a"),
            Some("integer") => json!(1),
            _ => return Vec::new(),
        };
        return vec![place.with("enum", vec![value])];
    };
    let narrowed = (0..values.len()).map(|at| {
        each_list(place, |items| {
            if at < items.len() {
                items.remove(at);
            }
        })
    });
    narrowed.collect()
}

/// Adds a value to an enumeration, at its end or start, with and without a name.
fn widen(place: &Place<'_>) -> Vec<Edit> {
    let Some(values) = place.node["enum"].as_array().filter(|_| place.is_schema()) else { return Vec::new() };
    let value = |items: &[Value]| match items.last() {
        Some(Value::Number(last)) => json!(last.as_i64().unwrap_or_default() + 1),
        _ => json!("Another"),
    };
    let mut alone = values.clone();
    alone.push(value(values));
    vec![
        place.with("enum", alone),
        each_list(place, |items| items.push(value(items))),
        each_list(place, |items| items.insert(0, value(items))),
    ]
}

/// Applies the same change to all lists of an enumeration.
fn each_list(place: &Place<'_>, change: impl Fn(&mut Vec<Value>)) -> Edit {
    let mut node = place.node.clone();
    for key in ["enum", "x-enum-varnames", "x-enum-descriptions"] {
        if let Some(Value::Array(items)) = node.get_mut(key) {
            change(items);
        }
    }
    place.replaced(node)
}
