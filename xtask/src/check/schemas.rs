//! Schemas: type names, formats, and constraints that the generated types do not enforce.

use std::collections::BTreeMap;

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::model::{Schema, unnamed_schemas};
use crate::naming::type_name;
use crate::spec::{is_in_example, keywords, last_keyword};
use crate::spelling::suggest;
use crate::yaml::visit;

/// The known formats. They select the type of numbers, `password` marks a secret, and the rest is documentation.
const FORMATS: [&str; 32] = [
    "password",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float",
    "double",
    "email",
    "idn-email",
    "date",
    "date-time",
    "time",
    "duration",
    "uuid",
    "uri",
    "uri-reference",
    "uri-template",
    "url",
    "iri",
    "hostname",
    "ip",
    "ipv4",
    "ipv6",
    "byte",
    "binary",
    "regex",
    "json-pointer",
];

/// Constraints that the generated types do not enforce. The service does; a stricter client could lose its responses.
const CONSTRAINTS: [&str; 13] = [
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Names that the code of types refers to without a path.
const USED_IN_TYPES: [&str; 6] = ["Err", "None", "Ok", "SecretString", "Some", "String"];

pub(super) fn check(context: &mut Context<'_>) {
    check_names(context);
    check_given_names(context);
    let document = context.document;
    let mut nodes = Vec::new();
    visit(&document.value, "", &mut |pointer, node| {
        let in_schema = keywords(pointer).iter().any(|keyword| matches!(*keyword, "schemas" | "schema"));
        if in_schema && !is_in_example(pointer) {
            nodes.push((pointer.to_owned(), node));
        }
    });
    for (pointer, node) in nodes {
        if node.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            let message = "an `enum` without values allows no value";
            context.add(
                Code::UnsupportedSchema,
                &format!("{pointer}/enum"),
                message,
                "list at least one value",
            );
        }
        let (keyword, text) = (last_keyword(&pointer), node.as_str().unwrap_or_default());
        match keyword {
            Some("format") if !FORMATS.contains(&text) => {
                check_format(context, &pointer, text);
            }
            Some("format") => check_format_of_type(context, &pointer, text),
            Some("not") => {
                let message = "`not` is not supported: a Rust type cannot exclude values";
                let help = "describe the values that are allowed, and state the exception in the description";
                context.add(Code::UnsupportedSchema, &pointer, message, help);
            }
            Some(keyword) if CONSTRAINTS.contains(&keyword) && node != false => {
                let message = format!("the client documents `{keyword}` but does not enforce it");
                context.add(
                    Code::UncheckedConstraint,
                    &pointer,
                    message,
                    "state it in the description: only the service enforces it",
                );
            }
            _ => {}
        }
    }
}

fn check_format(context: &mut Context<'_>, pointer: &str, format: &str) {
    // A misspelt `password` would expose a secret: typos are errors, unknown formats only warnings.
    if let Some(meant) = suggest(format, FORMATS).filter(|_| format.len() > 3) {
        let message = format!("unknown format `{format}`");
        context.add_value(Code::MisspeltFormat, pointer, message, format!("did you mean `{meant}`?"));
    } else {
        let message = format!("the format `{format}` is unknown and has no effect");
        context.add_value(Code::UnknownFormat, pointer, message, "remove it, or state it in the description");
    }
}

/// Checks that a format applies to the type of its schema.
fn check_format_of_type(context: &mut Context<'_>, pointer: &str, format: &str) {
    let owner = pointer.rsplit_once('/').map_or("", |(owner, _)| owner);
    let Some(type_) = context.node(owner).get("type").and_then(Value::as_str) else { return };
    let is_of_integers = format.starts_with("int") || format.starts_with("uint");
    let fits = match type_ {
        // The check of secrets reports one that is not a string.
        _ if format == "password" => true,
        "integer" => is_of_integers,
        "number" => is_of_integers || matches!(format, "float" | "double"),
        _ => type_ == "string",
    };
    if !fits {
        let message = format!("the format `{format}` does not apply to `type: {type_}` and has no effect");
        context.add_value(Code::UnknownFormat, pointer, message, "remove it, or change the type");
    }
}

/// Checks that the names given to unnamed schemas are unique.
fn check_given_names(context: &mut Context<'_>) {
    let schemas = context.members("/components/schemas");
    let mut known: BTreeMap<String, &Value> =
        schemas.iter().map(|(name, pointer)| (type_name(name), context.node(pointer))).collect();
    for Schema { pointer, name, .. } in unnamed_schemas(&context.document.value) {
        let schema = context.node(&pointer);
        if known.insert(name.clone(), schema).is_some_and(|other| other != schema) {
            let message = format!("this schema would become the type `{name}`, which already exists");
            let help = "move it to `components/schemas` under another name, and refer to it";
            context.add(Code::DuplicateTypeName, &pointer, message, help);
        }
    }
}

/// Checks that the names of schemas are valid and unique type names.
fn check_names(context: &mut Context<'_>) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for (name, pointer) in context.members("/components/schemas") {
        let type_name = type_name(name);
        if type_name != name {
            let message = format!("`{name}` is not a Rust type name: it becomes `{type_name}`");
            context.add(Code::TypeNameCase, &pointer, message, "use PascalCase, such as `CreatedKey`");
        }
        if USED_IN_TYPES.contains(&type_name.as_str()) {
            let message = format!("the generated types use another `{type_name}`");
            context.add(Code::DuplicateTypeName, &pointer, message, "choose another name");
        }
        if let Some(other) = known.insert(type_name.clone(), name) {
            let message = format!("`{other}` and `{name}` would both become the type `{type_name}`");
            context.add(Code::DuplicateTypeName, &pointer, message, "rename one of them");
        }
    }
}
