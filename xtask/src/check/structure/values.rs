//! Values of the wrong kind for their key.

use serde_json::Value;

use super::state::State;

use crate::diagnostics::Code;
use crate::spec::{Kind, Object, TYPE_SYNONYMS, is_schema};
use crate::spelling::suggest;
use crate::yaml::escape;

impl State<'_, '_> {
    /// Checks that a reference is a string, and that no other keys are next to it.
    pub(super) fn reference(&mut self, pointer: &str, node: &Value, target: &Value) {
        if !target.is_string() {
            let message = format!("`$ref` must be a string, found {}", describe(target));
            let help = "write the target in quotes: `'#/components/…'`";
            self.context.fault(Code::WrongType, &format!("{pointer}/$ref"), message, help);
        }
        for name in
            node.as_object().into_iter().flatten().map(|(name, _)| name).filter(|name| *name != "$ref")
        {
            let message = format!("`{name}` next to a `$ref` is ignored");
            let help = "remove it; in a schema, you can also wrap the reference: `allOf: [{$ref: …}]`";
            let at = format!("{pointer}/{}", escape(name));
            self.context.fault(Code::KeyBesideReference, &at, message, help);
        }
    }

    /// Checks that a string is one of the allowed `words`.
    pub(super) fn word(&mut self, pointer: &str, name: &str, node: &Value, words: &'static [&'static str]) {
        let written = node.as_str().unwrap_or_default();
        if words.contains(&written) {
            return;
        }
        let message = format!("`{name}` cannot be `{written}` in OpenAPI 3.0");
        let meant = suggest(written, words.iter().copied());
        let other_word = TYPE_SYNONYMS.iter().find(|(known, _)| name == "type" && *known == written);
        let help = match (name, written, meant) {
            _ if other_word.is_some() => {
                other_word.map_or_else(String::new, |(_, instead)| format!("use {instead}"))
            }
            ("type", "null", _) => "write the other type, and add `nullable: true`".to_owned(),
            ("type", "file", _) => "use `type: string` with `format: binary`".to_owned(),
            ("in", "body" | "formData", _) => "describe the body in `requestBody`".to_owned(),
            (_, _, Some(meant)) => format!("did you mean `{meant}`?"),
            (_, _, None) => format!("use one of: {}", words.join(", ")),
        };
        self.context.fault_in_value(Code::UnknownValue, pointer, message, help);
        self.recover(pointer, meant.map(Value::from));
    }

    /// Checks that a string is an absolute URL.
    pub(super) fn url(&mut self, pointer: &str, node: &Value) {
        let url = node.as_str().unwrap_or_default();
        if url::Url::parse(url).is_err() {
            let message = format!("expected a URL, found `{url}`");
            self.context.add_value(Code::InvalidUrl, pointer, message, "write it in full: `https://…`");
        }
    }

    /// Reports a value whose kind does not match its key.
    pub(super) fn wrong_kind(
        &mut self,
        pointer: &str,
        name: &str,
        node: &Value,
        kind: &'static Kind,
        owner: &Object,
    ) {
        let expected = match kind {
            Kind::Text | Kind::Url | Kind::Word(_) => "a string",
            Kind::Flag => "`true` or `false`",
            Kind::Number => "a number",
            Kind::Count => "a non-negative whole number",
            Kind::List(_) if name == "required" => "a list of property names",
            Kind::List(_) => "a list",
            _ => "an object",
        };
        let is_entry = !pointer.ends_with(&format!("/{}", escape(name)));
        let entry = if is_entry { "an entry of " } else { "" };
        let message = format!("{entry}`{name}` must be {expected}, found {}", describe(node));
        let is_schema = is_schema(owner);
        let help = match (name, kind, node) {
            (_, _, Value::Null) => "add a value, or remove the key",
            ("type", Kind::Word(_), Value::Array(_)) => {
                "write one type; if the value can be `null`, add `nullable: true`"
            }
            ("required", _, Value::Bool(_)) if is_schema => {
                "list the required properties in the schema that contains them: `required: [name]`"
            }
            ("exclusiveMinimum" | "exclusiveMaximum", _, Value::Number(_)) => {
                "write the number in `minimum` or `maximum`, and `true` here"
            }
            (_, Kind::Text | Kind::Url | Kind::Word(_), Value::Number(_) | Value::Bool(_)) => {
                "put it in quotes"
            }
            (_, Kind::Flag, Value::String(_)) => "write `true` or `false`, without quotes",
            (_, Kind::Number | Kind::Count, Value::String(_)) => "write it without quotes",
            (_, Kind::List(_), _) => "write each entry on its own line, after `- `",
            (_, Kind::Text | Kind::Url, Value::Array(_) | Value::Object(_)) => {
                "write one string; quote it if it contains `: `, `[` or `{`"
            }
            (_, Kind::Count, Value::Number(_)) => "write it without a sign or a fraction",
            (_, _, Value::Array(_)) => "write `key: value` lines, without `- `",
            _ => "write `key: value` lines below it",
        };
        self.context.fault(Code::WrongType, pointer, message, help);
        let meant = match (kind, node) {
            (Kind::Text | Kind::Url, Value::Number(_) | Value::Bool(_)) => Some(node.to_string().into()),
            (Kind::Flag, Value::String(text)) => text.parse::<bool>().ok().map(Value::Bool),
            (Kind::List(_), Value::String(_) | Value::Object(_)) if name != "enum" && name != "required" => {
                Some(vec![node.clone()].into())
            }
            _ => None,
        };
        self.recover(pointer, meant);
    }
}

/// Returns the kind of a value as a phrase with an article.
pub(super) fn describe(node: &Value) -> &'static str {
    match node {
        Value::Null => "no value",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
