//! Secrets that stand in an example, and that nothing marks as secrets.

use serde_json::Value;

use super::context::Context;
use super::examples::{Example, are_examples, find};
use crate::diagnostics::Code;
use crate::spelling::suggest;
use crate::yaml::escape;

/// The format that marks a secret.
const MARK: &str = "password";

/// What the names of secrets end with, in lower case and without separators.
const NAMES: [&str; 9] =
    ["apikey", "password", "passphrase", "passwd", "secret", "secretkey", "token", "privatekey", "accesskey"];

/// What the names of identifiers, hashes and places end with.
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
        // A secret cannot be marked where it is sent.
        if !is_sent && !are_examples(value) {
            look(context, &pointer, value, &[schema], property(&pointer));
        }
    }
}

/// Looks for secrets in `value`, of which `schemas` say something.
fn look(context: &mut Context<'_>, pointer: &str, value: &Value, schemas: &[&Value], name: Option<&str>) {
    let schemas = all(context, schemas);
    if schemas.iter().any(|schema| schema.get("$ref").is_some()) {
        // What its schema says is not known: the reference leads nowhere.
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
            let help = "add `format: password` to its schema, and the SDK keeps it secret; or write an example that looks like none";
            if let Some(name) = name.filter(|name| is_secret_name(name)) {
                let message = format!("`{name}` is not marked as the secret that its name says it is");
                context.add_value(Code::UnmarkedSecret, pointer, message, help);
            } else if formats.is_empty() && !name.is_some_and(is_public_name) && looks_random(text) {
                let message = "this looks like a secret, and is not marked as one";
                context.add_value(Code::UnmarkedSecret, pointer, message, help);
            }
        }
        _ => {}
    }
}

/// The name of the property whose own example is at `pointer`.
fn property(pointer: &str) -> Option<&str> {
    let mut segments = pointer.rsplit('/').skip(1);
    let name = segments.next()?;
    (segments.next() == Some("properties")).then_some(name)
}

/// The schemas, those that they refer to, and those that they are composed of.
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
    // What pages are asked for with is no secret.
    let is_page = ["page", "next", "continuation", "cursor"].iter().any(|word| bare.contains(word));
    !is_page && NAMES.iter().any(|secret| bare.ends_with(secret))
}

/// Whether a name is one of what is long and random, and no secret.
fn is_public_name(name: &str) -> bool {
    let bare = bare(name);
    PUBLIC.iter().any(|public| bare.ends_with(public))
}

fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// Whether a text is long, of one piece, and a mixture of letters and digits, as keys and tokens are.
fn looks_random(text: &str) -> bool {
    let is_piece = text.chars().all(|c| c.is_ascii_alphanumeric() || "+/=_.-".contains(c));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let words = text.split(['-', '_', '.', '/']).map(str::len).max().unwrap_or_default();
    let is_hash = text.chars().all(|c| c.is_ascii_hexdigit());
    is_piece && !is_hash && words >= 24 && digits >= 4 && letters >= 4
}
