//! Secrets in examples whose schemas do not mark them as secrets.

use serde_json::Value;

use super::context::Context;
use super::examples::{Example, are_examples, find};
use crate::diagnostics::Code;
use crate::spelling::suggest;
use crate::yaml::escape;

/// The format that marks a secret.
const MARK: &str = "password";

/// Suffixes of the names of secrets, in lower case and without separators.
const NAMES: [&str; 9] =
    ["apikey", "password", "passphrase", "passwd", "secret", "secretkey", "token", "privatekey", "accesskey"];

/// Suffixes of the names of identifiers, hashes and URLs, whose values look random but are public.
const PUBLIC: [&str; 14] = [
    "id",
    "ids",
    "sha",
    "hash",
    "digest",
    "checksum",
    "fingerprint",
    "etag",
    "cursor",
    "version",
    "url",
    "uri",
    "ref",
    "signature",
];

pub(super) fn check(context: &mut Context<'_>) {
    for Example { pointer, value, schema, is_sent } in find(context) {
        // `format: password` is not allowed in requests.
        if !is_sent && !are_examples(value) {
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
                let below = below(&schemas, |schema| schema.get("properties")?.get(name));
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
            let formats: Vec<_> =
                schemas.iter().filter_map(|schema| schema.get("format").and_then(Value::as_str)).collect();
            let is_marked = |format: &&str| *format == MARK || suggest(format, [MARK]).is_some();
            let is_listed = schemas.iter().any(|schema| schema.get("enum").is_some());
            if is_listed || formats.iter().any(is_marked) {
                return;
            }
            if let Some(name) = name.filter(|name| is_secret_name(name)) {
                let message =
                    format!("the name `{name}` suggests a secret, but the schema does not mark it as one");
                let help = "add `format: password` to its schema";
                context.add_value(Code::UnmarkedSecret, pointer, message, help);
            } else if formats.is_empty() && !name.is_some_and(is_public_name) && looks_random(text) {
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

/// Returns the schemas, with references resolved, and the schemas that they are composed of.
fn all<'a>(context: &Context<'a>, schemas: &[&'a Value]) -> Vec<&'a Value> {
    let mut found: Vec<&Value> = Vec::new();
    let mut open = schemas.to_vec();
    while let Some(schema) = open.pop() {
        let schema = context.document.resolve(schema);
        if found.iter().any(|known| std::ptr::eq(*known, schema)) {
            continue;
        }
        found.push(schema);
        for list in ["allOf", "oneOf", "anyOf"] {
            open.extend(schema.get(list).and_then(Value::as_array).into_iter().flatten());
        }
    }
    found
}

fn below<'a>(schemas: &[&'a Value], part: impl Fn(&'a Value) -> Option<&'a Value>) -> Vec<&'a Value> {
    schemas.iter().copied().filter_map(part).collect()
}

fn is_secret_name(name: &str) -> bool {
    let bare = bare(name);
    // A pagination token is not a secret.
    let is_page = ["page", "next", "continuation", "cursor"].iter().any(|word| bare.contains(word));
    !is_page && NAMES.iter().any(|secret| bare.ends_with(secret))
}

/// Returns true if a name belongs to a value that looks random but is public.
fn is_public_name(name: &str) -> bool {
    let bare = bare(name);
    PUBLIC.iter().any(|public| bare.ends_with(public))
}

fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
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
