//! Finds every schema of a document.

use serde_json::Value;

use crate::codegen::emit::type_name;
use crate::document::escape;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A schema of a document.
pub(super) struct Found {
    /// Where it is.
    pub(super) pointer: String,
    /// The name that its type gets if it needs one.
    pub(super) name: String,
    /// Whether that name is the document's.
    pub(super) is_named: bool,
    /// Whether it is all of a request's or a response's body.
    pub(super) is_body: bool,
}

/// Every schema that is written out, those that hold others first.
pub(super) fn find(document: &Value) -> Vec<Found> {
    let mut finder = Finder { document, found: Vec::new() };
    finder.components();
    for (path, pointer) in finder.members("/paths") {
        finder.parameters(&pointer, &type_name(&path));
        for (method, pointer) in finder.members(&pointer) {
            if METHODS.contains(&method.as_str()) {
                finder.operation(&pointer);
            }
        }
    }
    finder.found
}

/// Visits every schema that is written out, those that hold others first.
pub(super) fn visit_mut(document: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    for Found { pointer, .. } in find(document) {
        if let Some(schema) = document.pointer_mut(&pointer) {
            visit(schema);
        }
    }
}

struct Finder<'a> {
    document: &'a Value,
    found: Vec<Found>,
}

impl Finder<'_> {
    fn components(&mut self) {
        for (name, pointer) in self.members("/components/schemas") {
            self.schema(&pointer, &type_name(&name), true);
        }
        for (name, pointer) in self.members("/components/parameters") {
            self.schema(&format!("{pointer}/schema"), &type_name(&name), false);
        }
        for (kind, suffix) in [("requestBodies", "Body"), ("responses", "Response")] {
            for (name, pointer) in self.members(&format!("/components/{kind}")) {
                self.contents(&pointer, &format!("{}{suffix}", type_name(&name)));
            }
        }
    }

    fn operation(&mut self, pointer: &str) {
        let name = type_name(self.text(&format!("{pointer}/operationId")));
        self.parameters(pointer, &name);
        self.contents(&format!("{pointer}/requestBody"), &format!("{name}Body"));
        for (status, pointer) in self.members(&format!("{pointer}/responses")) {
            let suffix = if status.starts_with('2') { "Response" } else { "Error" };
            self.contents(&pointer, &format!("{name}{suffix}"));
        }
    }

    fn parameters(&mut self, owner: &str, name: &str) {
        for pointer in self.items(&format!("{owner}/parameters")) {
            let name = format!("{name}{}", type_name(self.text(&format!("{pointer}/name"))));
            self.schema(&format!("{pointer}/schema"), &name, false);
        }
    }

    fn contents(&mut self, owner: &str, name: &str) {
        for (_, pointer) in self.members(&format!("{owner}/content")) {
            let before = self.found.len();
            self.schema(&format!("{pointer}/schema"), name, false);
            if let Some(schema) = self.found.get_mut(before) {
                schema.is_body = true;
            }
        }
    }

    fn schema(&mut self, pointer: &str, name: &str, is_named: bool) {
        let schema = self.document.pointer(pointer);
        if schema.is_none_or(|schema| !schema.is_object() || schema.get("$ref").is_some()) {
            return;
        }
        self.found.push(Found {
            pointer: pointer.to_owned(),
            name: name.to_owned(),
            is_named,
            is_body: false,
        });
        for (property, pointer) in self.members(&format!("{pointer}/properties")) {
            self.schema(&pointer, &format!("{name}{}", type_name(&property)), false);
        }
        for (key, suffix) in [("items", "Item"), ("additionalProperties", "Value"), ("not", "Not")] {
            self.schema(&format!("{pointer}/{key}"), &format!("{name}{suffix}"), false);
        }
        // The parts of an `allOf` become one type.
        for pointer in self.items(&format!("{pointer}/allOf")) {
            self.schema(&pointer, name, false);
        }
        for key in ["anyOf", "oneOf"] {
            for (index, pointer) in self.items(&format!("{pointer}/{key}")).iter().enumerate() {
                self.schema(pointer, &format!("{name}Variant{index}"), false);
            }
        }
    }

    fn text(&self, pointer: &str) -> &str {
        self.document.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    fn items(&self, pointer: &str) -> Vec<String> {
        let count = self.document.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).map(|index| format!("{pointer}/{index}")).collect()
    }

    fn members(&self, pointer: &str) -> Vec<(String, String)> {
        let object = self.document.pointer(pointer).and_then(Value::as_object);
        object
            .into_iter()
            .flatten()
            .map(|(name, _)| (name.clone(), format!("{pointer}/{}", escape(name))))
            .collect()
    }
}
