//! Structure: every object of the document has the keys that OpenAPI 3.0 gives it, and of their kinds.
//!
//! The generator's model drops keys that it does not know, and names no place where it fails.

mod objects;

use serde_json::Value;

use super::Report;
use super::repair::Repair;
use super::suggest::suggest;
use crate::finding::Code;
use crate::source::escape;
use objects::{
    COMPONENTS, CONDITIONS, KEYWORDS_OF_TYPES, Kind, OBJECTS, OTHER_VERSIONS, Object, SCHEMA_OR_REFERENCE,
    SYNONYMS, TYPE_SYNONYMS, TYPES,
};

/// Checks the structure of the whole document; what was likely meant is returned.
pub(super) fn check(report: &mut Report<'_>) -> Vec<Repair> {
    let document = &report.document.value;
    let mut structure = Structure { report, repairs: Vec::new() };
    if document.is_object() {
        structure.object("", document, &objects::DOCUMENT);
    } else {
        let message =
            format!("the document is {}, where an object of OpenAPI is expected", describe(document));
        let help = "begin it with `openapi: 3.0.4`";
        structure.report.fault(Code::WrongType, "", message, help);
    }
    structure.repairs
}

struct Structure<'r, 'a> {
    report: &'r mut Report<'a>,
    repairs: Vec<Repair>,
}

impl<'a> Structure<'_, 'a> {
    fn object(&mut self, pointer: &str, node: &'a Value, object: &'static Object) {
        let Some(members) = node.as_object() else { return };
        let mut meant = Vec::new();
        for (name, value) in members {
            let at = format!("{pointer}/{}", escape(name));
            match object.key(name) {
                Some(key) => self.value(&at, name, value, &key.kind, object),
                None if name.starts_with("x-") => {}
                None => meant.extend(self.unknown(&at, name, node, object)),
            }
        }
        for key in object.keys.iter().filter(|key| key.required) {
            if node.get(key.name).is_none() && !meant.contains(&key.name) {
                let message = format!("{} has no `{}`", object.name, key.name);
                let help = format!("add `{}: …`", key.name);
                self.report.missing(Code::MissingKey, pointer, key.name, message, help);
            }
        }
        if std::ptr::eq(object, &raw const COMPONENTS) {
            self.check_component_names(pointer, node);
        }
        if objects::is_schema(object) {
            self.check_keywords(pointer, node);
            self.check_required(pointer, node);
        }
        for (owner, key, value, needed) in &CONDITIONS {
            if std::ptr::eq(*owner, object)
                && node.get(key).is_some_and(|written| written == value)
                && node.get(needed).is_none()
                && !meant.contains(needed)
            {
                let message = format!("{} with `{key}: {value}` has no `{needed}`", object.name);
                self.report.missing(Code::MissingKey, pointer, needed, message, format!("add `{needed}: …`"));
            }
        }
    }

    /// Reports a key that the object does not have; the key that was likely meant is returned.
    fn unknown(
        &mut self,
        pointer: &str,
        name: &str,
        owner: &Value,
        object: &'static Object,
    ) -> Option<&'static str> {
        let message = format!("`{name}` is not a key of {}", object.name);
        let other = OTHER_VERSIONS.iter().find(|(key, ..)| *key == name);
        if let Some((_, version, instead)) = other {
            let message = format!("{message}: it is one of OpenAPI {version}");
            self.report.fault(Code::OtherVersion, pointer, message, *instead);
            self.repair(pointer, None);
            return None;
        }
        if matches!(name, "ref" | "$Ref" | "Ref") && owner[name].as_str().is_some_and(|to| to.contains('#')) {
            self.report.fault(Code::UnknownKey, pointer, message, "did you mean `$ref`?");
            self.repairs.push(Repair::Rename { pointer: pointer.to_owned(), name: "$ref" });
            return Some("$ref");
        }
        let homes: Vec<&str> =
            OBJECTS.iter().filter(|home| home.key(name).is_some()).map(|home| home.name).collect();
        let absent = object.keys.iter().map(|key| key.name).filter(|key| owner.get(key).is_none());
        let is_slip = |meant: &&str| homes.is_empty() || strsim::osa_distance(name, meant) == 1;
        if let Some(meant) = synonym(name, object).or_else(|| suggest(name, absent)).filter(is_slip) {
            self.report.fault(Code::UnknownKey, pointer, message, format!("did you mean `{meant}`?"));
            self.repairs.push(Repair::Rename { pointer: pointer.to_owned(), name: meant });
            return Some(meant);
        }
        if let Some(twin) = suggest(name, object.keys.iter().map(|key| key.name)).filter(|_| homes.is_empty())
        {
            let help = format!("remove it: `{twin}` is there already");
            self.report.fault(Code::UnknownKey, pointer, message, help);
            return None;
        }
        let help = match (name, homes.as_slice()) {
            (_, homes)
                if object.key("schema").is_some()
                    && homes.contains(&"a schema")
                    && !homes.contains(&"a parameter") =>
            {
                "move it into the `schema`".to_owned()
            }
            ("schema", _) => "put it below `content` and a media type, as in `application/json`".to_owned(),
            ("$ref", _) => "write the object out: it cannot be referred to here".to_owned(),
            (_, []) if object.keys.len() > MANY => "remove it, or check its spelling".to_owned(),
            (_, []) => {
                let keys: Vec<_> = object.keys.iter().map(|key| format!("`{}`", key.name)).collect();
                format!("remove it; {} has: {}", object.name, keys.join(", "))
            }
            (_, homes) if homes.len() > 4 => "remove it, or move it to where it belongs".to_owned(),
            (_, homes) => format!("move it to where it belongs ({}), or remove it", homes.join(", ")),
        };
        let code = if homes.is_empty() { Code::UnknownKey } else { Code::MisplacedKey };
        self.report.fault(code, pointer, message, help);
        None
    }

    fn value(&mut self, pointer: &str, name: &str, node: &'a Value, kind: &'static Kind, owner: &Object) {
        match kind {
            Kind::Any => {}
            Kind::Of(object) if node.is_object() => self.object(pointer, node, object),
            Kind::OrReference(object) if node.is_object() => match node.get("$ref") {
                Some(target) => self.reference(pointer, node, target),
                None => self.object(pointer, node, object),
            },
            Kind::Flag | Kind::FlagOrSchema if node.is_boolean() => {}
            Kind::FlagOrSchema => self.value(pointer, name, node, &SCHEMA_OR_REFERENCE, owner),
            Kind::List(kind) if node.is_array() => {
                for (index, item) in node.as_array().into_iter().flatten().enumerate() {
                    self.value(&format!("{pointer}/{index}"), name, item, kind, owner);
                }
            }
            Kind::Map(kind) if node.is_object() => self.map(pointer, node, kind, owner, false),
            Kind::Patterned(kind) if node.is_object() => self.map(pointer, node, kind, owner, true),
            Kind::Word(words) if node.is_string() => self.word(pointer, name, node, words),
            Kind::Text if node.is_string() => {}
            Kind::Number if node.is_number() => {}
            Kind::Count if node.is_u64() => {}
            kind => self.wrong_kind(pointer, name, node, kind, owner),
        }
    }

    /// Names that the author chose, with values of one kind.
    fn map(
        &mut self,
        pointer: &str,
        node: &'a Value,
        kind: &'static Kind,
        owner: &Object,
        has_extensions: bool,
    ) {
        for (name, child) in node.as_object().into_iter().flatten() {
            if !(has_extensions && name.starts_with("x-")) {
                self.value(&format!("{pointer}/{}", escape(name)), name, child, kind, owner);
            }
        }
    }

    /// A reference: it has nothing beside it.
    fn reference(&mut self, pointer: &str, node: &Value, target: &Value) {
        if !target.is_string() {
            let message = format!("`$ref` is {}, where text is expected", describe(target));
            let help = "write the target in quotes: `'#/components/…'`";
            self.report.fault(Code::WrongType, &format!("{pointer}/$ref"), message, help);
        }
        for name in
            node.as_object().into_iter().flatten().map(|(name, _)| name).filter(|name| *name != "$ref")
        {
            let message = format!("`{name}` beside a `$ref` is not read");
            let help = "remove it, or put the reference of a schema into `allOf: [{$ref: …}]`";
            let at = format!("{pointer}/{}", escape(name));
            self.report.fault(Code::KeyBesideReference, &at, message, help);
        }
    }

    fn word(&mut self, pointer: &str, name: &str, node: &Value, words: &'static [&'static str]) {
        let written = node.as_str().unwrap_or_default();
        if words.contains(&written) {
            return;
        }
        let message = format!("`{name}` is `{written}`, which OpenAPI 3.0 does not know");
        let meant = suggest(written, words.iter().copied());
        let other_word = TYPE_SYNONYMS.iter().find(|(known, _)| name == "type" && *known == written);
        let help = match (name, written, meant) {
            _ if other_word.is_some() => {
                other_word.map_or_else(String::new, |(_, instead)| format!("use {instead}"))
            }
            ("type", "null", _) => "give the other type, and `nullable: true`".to_owned(),
            ("type", "file", _) => "use `type: string` with `format: binary`".to_owned(),
            ("in", "body" | "formData", _) => "describe the body in `requestBody`".to_owned(),
            (_, _, Some(meant)) => format!("did you mean `{meant}`?"),
            (_, _, None) => format!("use one of: {}", words.join(", ")),
        };
        self.report.fault_in_value(Code::UnknownValue, pointer, message, help);
        self.repair(pointer, meant.map(Value::from));
    }

    fn wrong_kind(&mut self, pointer: &str, name: &str, node: &Value, kind: &'static Kind, owner: &Object) {
        let expected = match kind {
            Kind::Text | Kind::Word(_) => "text",
            Kind::Flag => "`true` or `false`",
            Kind::Number => "a number",
            Kind::Count => "a whole number",
            Kind::List(_) => "a list",
            _ => "an object",
        };
        let is_entry = !pointer.ends_with(&format!("/{}", escape(name)));
        let entry = if is_entry { "an entry of " } else { "" };
        let message = format!("{entry}`{name}` is {}, where {expected} is expected", describe(node));
        let is_schema = objects::is_schema(owner);
        let help = match (name, kind, node) {
            (_, _, Value::Null) => "give it a value, or remove it",
            ("type", Kind::Word(_), Value::Array(_)) => {
                "OpenAPI 3.0 has one type here; for a value or `null`, write the type and `nullable: true`"
            }
            ("required", _, Value::Bool(_)) if is_schema => {
                "list the names of the required properties in the schema that holds them: `required: [name]`"
            }
            ("exclusiveMinimum" | "exclusiveMaximum", _, Value::Number(_)) => {
                "OpenAPI 3.0 has the number in `minimum` or `maximum`, and `true` here"
            }
            (_, Kind::Text | Kind::Word(_), Value::Number(_) | Value::Bool(_)) => "put it in quotes",
            (_, Kind::Flag, Value::String(_)) => "write `true` or `false`, without quotes",
            (_, Kind::Number | Kind::Count, Value::String(_)) => "write it without quotes",
            (_, Kind::List(_), _) => "write each entry in a line of its own, after `- `",
            (_, Kind::Text, Value::Array(_) | Value::Object(_)) => {
                "write one text; quote it, if it holds `: `, `[` or `{`"
            }
            (_, Kind::Count, Value::Number(_)) => "it cannot be negative or a fraction",
            (_, _, Value::Array(_)) => "write `key: value` lines, without `- `",
            _ => "write `key: value` lines below it",
        };
        self.report.fault(Code::WrongType, pointer, message, help);
        let meant = match (kind, node) {
            (Kind::Text, Value::Number(_) | Value::Bool(_)) => Some(node.to_string().into()),
            (Kind::Flag, Value::String(text)) => text.parse::<bool>().ok().map(Value::Bool),
            (Kind::List(_), Value::String(_) | Value::Object(_)) if name != "enum" && name != "required" => {
                Some(vec![node.clone()].into())
            }
            _ => None,
        };
        self.repair(pointer, meant);
    }

    /// Goes on with what was meant, or, where that cannot be told, without the key.
    fn repair(&mut self, pointer: &str, meant: Option<Value>) {
        let pointer = pointer.to_owned();
        self.repairs.push(match meant {
            Some(value) => Repair::Rewrite { pointer, value },
            None => Repair::Remove { pointer },
        });
    }

    /// The names of components are a part of references to them.
    fn check_component_names(&mut self, pointer: &str, components: &Value) {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        for (kind, named) in components.as_object().into_iter().flatten() {
            for name in named.as_object().into_iter().flatten().map(|(name, _)| name) {
                if !name.chars().all(is_allowed) && !kind.starts_with("x-") {
                    let message = format!("`{name}` cannot be a component's name");
                    let help = "use letters, digits, `.`, `_` and `-`";
                    let at = format!("{pointer}/{kind}/{}", escape(name));
                    self.report.add(Code::InvalidComponentName, &at, message, help);
                }
            }
        }
    }

    /// `required` names properties.
    fn check_required(&mut self, pointer: &str, schema: &Value) {
        let (Some(required), Some(properties)) = (
            schema.get("required").and_then(Value::as_array),
            schema.get("properties").and_then(Value::as_object),
        ) else {
            return;
        };
        let mut meant = required.clone();
        for (index, name) in required.iter().enumerate() {
            let Some(name) = name.as_str().filter(|name| !properties.contains_key(*name)) else { continue };
            let message = format!("there is no property `{name}` to be required");
            let neighbour = suggest(name, properties.keys().map(String::as_str));
            let help = match neighbour {
                Some(neighbour) => format!("did you mean `{neighbour}`?"),
                None => "describe it in `properties`, or remove it here".to_owned(),
            };
            let at = format!("{pointer}/required/{index}");
            self.report.add(Code::UnknownRequiredProperty, &at, message, help);
            meant[index] = neighbour.map_or(Value::Null, Value::from);
        }
        if meant != *required {
            meant.retain(Value::is_string);
            self.repair(&format!("{pointer}/required"), Some(meant.into()));
        }
    }

    /// Keywords that say something of other types than the schema's.
    fn check_keywords(&mut self, pointer: &str, schema: &Value) {
        let Some(kind) = schema.get("type").and_then(Value::as_str) else { return };
        for (keyword, kinds) in KEYWORDS_OF_TYPES {
            if schema.get(keyword).is_some() && !kinds.contains(&kind) && TYPES.contains(&kind) {
                let message = format!("`{keyword}` says nothing of what has the type `{kind}`");
                let help = format!("remove it, or write `type: {}`", kinds.join("` or `type: "));
                self.report.add(Code::MisplacedKey, &format!("{pointer}/{keyword}"), message, help);
            }
        }
    }
}

/// How many keys are too many to list.
const MANY: usize = 13;

/// The key that people mean when they write `name`.
fn synonym(name: &str, object: &Object) -> Option<&'static str> {
    let (_, meant) =
        SYNONYMS.iter().find(|(synonym, meant)| *synonym == name && object.key(meant).is_some())?;
    Some(meant)
}

/// What a value is, in words.
fn describe(node: &Value) -> &'static str {
    match node {
        Value::Null => "empty",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
