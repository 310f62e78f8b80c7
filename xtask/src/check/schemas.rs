//! Schemas: their names can be types, and they say nothing that the types could not keep.

use serde_json::Value;

use super::{Report, is_in_example, is_rust_identifier, keywords, last_keyword, walk};
use crate::codegen::type_name;
use crate::finding::Code;

const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// Formats that have a type without another dependency of the SDK.
const FORMATS: [&str; 13] = [
    "password", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "float",
    "double", "email",
];

/// What the generator would make a type of its own for, which has no JSON Schema.
const CONSTRAINTS: [&str; 3] = ["pattern", "minLength", "maxLength"];

pub(super) fn check(report: &mut Report<'_>) {
    check_names(report);
    let document = report.document;
    let mut nodes = Vec::new();
    walk(&document.value, "", &mut |pointer, node| {
        let in_schema = keywords(pointer).iter().any(|keyword| matches!(*keyword, "schemas" | "schema"));
        if in_schema && !is_in_example(pointer) {
            nodes.push((pointer.to_owned(), node));
        }
    });
    for (pointer, node) in nodes {
        let (keyword, text) = (last_keyword(&pointer), node.as_str().unwrap_or_default());
        match keyword {
            Some("type") if !TYPES.contains(&text) => {
                report.add(
                    Code::UnknownType,
                    &pointer,
                    format!("there is no type `{text}`"),
                    format!("use one of: {}", TYPES.join(", ")),
                );
            }
            Some("format") if !FORMATS.contains(&text) => {
                let message = format!("the format `{text}` is not supported");
                report.add(
                    Code::UnsupportedFormat,
                    &pointer,
                    message,
                    format!("remove it, or use one of: {}", FORMATS.join(", ")),
                );
            }
            Some(keyword) if CONSTRAINTS.contains(&keyword) => {
                let message = format!("`{keyword}` is not supported");
                report.add(
                    Code::UnsupportedConstraint,
                    &pointer,
                    message,
                    "say it in the description: the service is the one to check it",
                );
            }
            _ => {}
        }
        check_required(report, &pointer, node);
    }
}

/// The names of schemas become the names of types.
fn check_names(report: &mut Report<'_>) {
    for (name, pointer) in report.members("/components/schemas") {
        let type_name = type_name(name);
        if !is_rust_identifier(&type_name) || type_name != name {
            report.add(
                Code::InvalidTypeName,
                &pointer,
                format!("`{name}` cannot be a type's name"),
                "use PascalCase, as in `CreatedKey`",
            );
        }
    }
}

fn check_required(report: &mut Report<'_>, pointer: &str, node: &Value) {
    let (Some(required), Some(properties)) =
        (node.get("required").and_then(Value::as_array), node.get("properties").and_then(Value::as_object))
    else {
        return;
    };
    for (index, name) in required.iter().enumerate() {
        let name = name.as_str().unwrap_or_default();
        if !properties.contains_key(name) {
            let message = format!("there is no property `{name}` to be required");
            report.add(
                Code::UnknownRequiredProperty,
                &format!("{pointer}/required/{index}"),
                message,
                "check its spelling, or describe it",
            );
        }
    }
}
