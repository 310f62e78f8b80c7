//! Enums: each value has exactly one valid and unique variant name.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::model::enumeration_type;
use crate::naming::is_variant_name;
use crate::naming::variant_name;
use crate::spec::is_in_example;
use crate::yaml::visit;

pub(super) fn check(context: &mut Context<'_>) {
    let document = context.document;
    let mut enumerations = Vec::new();
    visit(&document.value, "", &mut |pointer, node| {
        let named = node.get("x-enum-varnames").is_some() || node.get("x-enum-descriptions").is_some();
        if (named || node.get("enum").is_some_and(Value::is_array)) && !is_in_example(pointer) {
            enumerations.push((pointer.to_owned(), node, named));
        }
    });
    for (pointer, node, named) in enumerations {
        if node.get("enum").is_none() {
            let message =
                "`x-enum-varnames` and `x-enum-descriptions` only apply to an `enum` of strings or numbers";
            context.add(Code::UnreadEnumNames, &pointer, message, "remove them, or add an `enum`");
            continue;
        }
        match enumeration_type(node) {
            Some("integer") => {
                check_values(context, &pointer, node, Value::is_i64, "an integer");
                check_names(context, &pointer, node, true);
            }
            Some("number") => {
                check_values(context, &pointer, node, Value::is_number, "a number");
                check_names(context, &pointer, node, true);
            }
            Some("string") => {
                check_values(context, &pointer, node, Value::is_string, "a string");
                check_names(context, &pointer, node, false);
            }
            Some("boolean") => {
                check_values(context, &pointer, node, Value::is_boolean, "a boolean");
                if named {
                    let message = "`x-enum-varnames` and `x-enum-descriptions` have no effect on booleans";
                    context.add(Code::UnreadEnumNames, &pointer, message, "remove them");
                }
            }
            _ => {
                let message = "the values must be all strings, all numbers or all booleans";
                let help = "remove the other values, or describe the value without `enum`";
                context.add(Code::InvalidEnumValue, &format!("{pointer}/enum"), message, help);
            }
        }
    }
}

fn check_values(
    context: &mut Context<'_>,
    pointer: &str,
    node: &Value,
    is_kind: fn(&Value) -> bool,
    kind: &str,
) {
    let mut seen = BTreeSet::new();
    for (index, value) in node["enum"].as_array().into_iter().flatten().enumerate() {
        let at = format!("{pointer}/enum/{index}");
        let is_null = value.is_null() && node.get("nullable") == Some(&Value::Bool(true));
        if !is_kind(value) && !is_null {
            let message = format!("expected {kind}, found `{value}`");
            context.add(
                Code::InvalidEnumValue,
                &at,
                message,
                format!("write the value as {kind}, or remove it"),
            );
        } else if !seen.insert(value.to_string()) {
            context.add(
                Code::DuplicateEnumValue,
                &at,
                format!("`{value}` is listed twice"),
                "remove one of them",
            );
        }
    }
}

/// Checks `x-enum-varnames` and `x-enum-descriptions`. Without names, the values themselves must make valid names.
fn check_names(context: &mut Context<'_>, pointer: &str, node: &Value, are_numbers: bool) {
    let list = |key: &str| node.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let (values, names, descriptions) = (list("enum"), list("x-enum-varnames"), list("x-enum-descriptions"));
    for (key, count) in [("x-enum-varnames", names.len()), ("x-enum-descriptions", descriptions.len())] {
        let is_given = node.get(key).is_some();
        if is_given && count != values.len() {
            let at = format!("{pointer}/{key}");
            let message = format!("`{key}` has {count} entries, but `enum` has {}", values.len());
            context.add(
                Code::EnumListLength,
                &at,
                message,
                "write one entry for each value, in the same order",
            );
        }
    }
    if node.get("x-enum-varnames").is_none() {
        if are_numbers && let Some(value) = values.first() {
            let message = format!(
                "these values have no names: `{value}` becomes the variant `{}`",
                variant_name(value)
            );
            context.add(Code::UnnamedEnumValues, pointer, message, "name them with `x-enum-varnames`");
        }
        check_derived_names(context, pointer, values);
    }
    let mut seen = BTreeSet::new();
    for (index, name) in names.iter().enumerate() {
        let at = format!("{pointer}/x-enum-varnames/{index}");
        let name = name.as_str().unwrap_or_default();
        if !is_variant_name(name) {
            let message = format!("`{name}` is not a valid variant name");
            context.add(Code::InvalidEnumName, &at, message, "use PascalCase, such as `ViewOnly`");
        } else if name == "UnknownValue" {
            let message = "`UnknownValue` is reserved for values that the enum does not list";
            context.add(Code::InvalidEnumName, &at, message, "choose another name");
        } else if !seen.insert(name) {
            context.add(
                Code::DuplicateEnumName,
                &at,
                format!("the name `{name}` is used twice"),
                "give each value its own name",
            );
        }
    }
    for (index, description) in descriptions.iter().enumerate() {
        if !description.is_string() {
            let at = format!("{pointer}/x-enum-descriptions/{index}");
            context.add(
                Code::InvalidEnumDescription,
                &at,
                "the description of an enum value must be a string",
                "put it in quotes",
            );
        }
    }
}

/// Checks the names derived from the values.
fn check_derived_names(context: &mut Context<'_>, pointer: &str, values: &[Value]) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (index, value) in values.iter().enumerate() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let at = format!("{pointer}/enum/{index}");
        let name = variant_name(value);
        let help = "name the values with `x-enum-varnames`";
        if name == "UnknownValue" {
            let message = "`UnknownValue` is reserved for values that the enum does not list";
            context.add(Code::InvalidEnumName, &at, message, help);
        } else if let Some(other) = seen.insert(name.clone(), text.clone()).filter(|other| *other != text) {
            let message = format!("`{other}` and `{text}` would both become the variant `{name}`");
            context.add(Code::DuplicateEnumName, &at, message, help);
        }
    }
}
