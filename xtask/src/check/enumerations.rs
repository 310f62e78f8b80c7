//! Enumerations: integers have a name for each number; nothing has names that are not read.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Report, is_in_example, is_rust_identifier, walk};
use crate::finding::Code;

pub(super) fn check(report: &mut Report<'_>) {
    let document = report.document;
    let mut enumerations = Vec::new();
    walk(&document.value, "", &mut |pointer, node| {
        let named = node.get("x-enum-varnames").is_some() || node.get("x-enum-descriptions").is_some();
        let integers = node.get("enum").is_some() && node.get("type").is_some_and(|kind| kind == "integer");
        if (named || integers) && !is_in_example(pointer) {
            enumerations.push((pointer.to_owned(), node, integers));
        }
    });
    for (pointer, node, integers) in enumerations {
        if !integers {
            let message = "names for the values of something that is not an integer `enum` are not read";
            report.add(
                Code::UnreadEnumNames,
                &pointer,
                message,
                "remove `x-enum-varnames` and `x-enum-descriptions`",
            );
        } else if is_component(&pointer) {
            check_integers(report, &pointer, node);
        } else {
            let message = "an enumeration of integers needs a name of its own";
            report.add(
                Code::AnonymousEnum,
                &pointer,
                message,
                "move it to `components/schemas` and refer to it",
            );
        }
    }
}

fn is_component(pointer: &str) -> bool {
    pointer.strip_prefix("/components/schemas/").is_some_and(|name| !name.contains('/'))
}

fn check_integers(report: &mut Report<'_>, pointer: &str, node: &Value) {
    let list = |key: &str| node.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let (values, names, descriptions) = (list("enum"), list("x-enum-varnames"), list("x-enum-descriptions"));
    let mut seen = BTreeSet::new();
    for (index, value) in values.iter().enumerate() {
        let at = format!("{pointer}/enum/{index}");
        match value.as_i64() {
            None => {
                report.add(Code::InvalidEnumValue, &at, format!("`{value}` is not an integer"), "remove it");
            }
            Some(value) if !seen.insert(value) => {
                report.add(
                    Code::DuplicateEnumValue,
                    &at,
                    format!("`{value}` is listed twice"),
                    "list it once",
                );
            }
            Some(_) => {}
        }
    }
    let has_names = node.get("x-enum-varnames").is_some();
    for (key, count) in [("x-enum-varnames", names.len()), ("x-enum-descriptions", descriptions.len())] {
        if (has_names || key == "x-enum-varnames") && count != values.len() {
            let at = if node.get(key).is_some() { format!("{pointer}/{key}") } else { pointer.to_owned() };
            let message = format!("`{key}` has {count} entries, and `enum` has {}", values.len());
            report.add(Code::EnumListLength, &at, message, "write one for each number, in the same order");
        }
    }
    let mut seen = BTreeSet::new();
    for (index, name) in names.iter().enumerate() {
        let at = format!("{pointer}/x-enum-varnames/{index}");
        let name = name.as_str().unwrap_or_default();
        if !is_rust_identifier(name) || !name.starts_with(|c: char| c.is_ascii_uppercase()) {
            let message = format!("`{name}` cannot be a variant's name");
            report.add(Code::InvalidEnumName, &at, message, "use PascalCase, as in `ViewOnly`");
        } else if name == "Undocumented" {
            let message = "`Undocumented` is the variant for numbers that are not listed";
            report.add(Code::InvalidEnumName, &at, message, "choose another name");
        } else if !seen.insert(name) {
            report.add(
                Code::DuplicateEnumName,
                &at,
                format!("`{name}` is used twice"),
                "give each number its own name",
            );
        }
    }
    for (index, description) in descriptions.iter().enumerate() {
        if !description.is_string() {
            let at = format!("{pointer}/x-enum-descriptions/{index}");
            report.add(Code::InvalidEnumDescription, &at, "this description is not text", "put it in quotes");
        }
    }
}
