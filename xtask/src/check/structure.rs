//! Structure: every object has the keys that OpenAPI 3.0 defines for it, with values of the right kind.
//!
//! The generator's model cannot replace this check: it ignores unknown keys, and its errors have no position.

mod keys;
mod rules;
mod state;
mod values;

use serde_json::Value;

use super::context::Context;
use super::recovery::Recovery;
use crate::diagnostics::Code;
use crate::spec::{DOCUMENT, Kind, Object, SCHEMA_OR_REFERENCE};
use crate::yaml::escape;
use state::State;
use values::describe;

/// Checks the structure of the whole document. Returns the likely fixes of its mistakes.
pub(super) fn check(context: &mut Context<'_>) -> Vec<Recovery> {
    let document = &context.document.value;
    let mut structure = State { context, recoveries: Vec::new() };
    if document.is_object() {
        structure.object("", document, &DOCUMENT);
    } else {
        let message = format!("expected an OpenAPI document, found {}", describe(document));
        let help = "start the document with `openapi: 3.0.4`";
        structure.context.fault(Code::WrongType, "", message, help);
    }
    structure.recoveries
}

impl<'a> State<'_, 'a> {
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
        // A misplaced `$ref` is reported as an unknown key.
        let is_reference = node.get("$ref").is_some();
        for key in object.keys.iter().filter(|key| key.required && !is_reference) {
            if node.get(key.name).is_none() && !meant.contains(&key.name) {
                let message = format!("{} has no `{}`", object.name, key.name);
                let help = format!("add `{}: …`", key.name);
                self.context.missing(Code::MissingKey, pointer, key.name, message, help);
            }
        }
        self.check_rules(pointer, node, object, &meant);
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
            Kind::Url if node.is_string() => self.url(pointer, node),
            Kind::Number if node.is_number() => {}
            Kind::Count if node.is_u64() => {}
            kind => self.wrong_kind(pointer, name, node, kind, owner),
        }
    }

    /// Checks a map whose keys are names that the author chose.
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
}
