//! Secrets in examples whose schemas do not mark them as secrets.

use serde_json::Value;

use super::context::Context;
use super::examples::{Example, are_examples, find};
use super::secret_names::{is_public_name, is_secret_name};
use super::unmarked_secrets::{all, below, is_decided};
use crate::diagnostics::Code;
use crate::yaml::escape;

pub(super) fn check(context: &mut Context<'_>) {
    for Example { pointer, value, schema } in find(context) {
        if !are_examples(value) {
            look(context, &pointer, value, &[schema], property(&pointer));
        }
    }
}

/// Looks for secrets in `value`, which `schemas` describe.
fn look(context: &mut Context<'_>, pointer: &str, value: &Value, schemas: &[&Value], name: Option<&str>) {
    let schemas = all(context, schemas);
    if schemas.iter().any(|schema| schema.get("$ref").is_some()) {
        // A dangling reference: its schema is unknown.
        return;
    }
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let below = below(&schemas, |schema| {
                    let property = schema.get("properties").and_then(|properties| properties.get(name));
                    property.or_else(|| schema.get("additionalProperties").filter(|value| value.is_object()))
                });
                look(context, &format!("{pointer}/{}", escape(name)), value, &below, Some(name));
            }
        }
        Value::Array(items) => {
            let below = below(&schemas, |schema| schema.get("items"));
            for (index, item) in items.iter().enumerate() {
                look(context, &format!("{pointer}/{index}"), item, &below, name);
            }
        }
        Value::String(text) => {
            if is_decided(&schemas) {
                return;
            }
            if let Some(name) = name.filter(|name| is_secret_name(name)) {
                // Of described properties, the check of names reports the schema.
                if schemas.is_empty() {
                    let message =
                        format!("the name `{name}` suggests a secret, but no schema marks it as one");
                    let help = "describe the property with `format: password`";
                    context.add_value(Code::UnmarkedSecret, pointer, message, help);
                }
            } else if !schemas.iter().any(|schema| schema.get("format").is_some())
                && !name.is_some_and(is_public_name)
                && looks_random(text)
            {
                let message = "this looks like a secret, but the schema does not mark it as one";
                let help = "add `format: password` to its schema, or use an obviously fake value";
                context.add_value(Code::UnmarkedSecret, pointer, message, help);
            }
        }
        _ => {}
    }
}

/// Returns the name of the property whose example is at `pointer`.
fn property(pointer: &str) -> Option<&str> {
    let mut segments = pointer.rsplit('/').skip(1);
    let name = segments.next()?;
    (segments.next() == Some("properties")).then_some(name)
}

/// Returns true if a string is long, without spaces, and mixes letters and digits, as keys and tokens do.
fn looks_random(text: &str) -> bool {
    let is_piece = text.chars().all(|c| c.is_ascii_alphanumeric() || "+/=_.-".contains(c));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let words = text.split(['-', '_', '.', '/']).map(str::len).max().unwrap_or_default();
    let is_hash = text.chars().all(|c| c.is_ascii_hexdigit());
    is_piece && !is_hash && words >= 24 && digits >= 4 && letters >= 4
}
