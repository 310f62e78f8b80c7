//! The inline and component schemas of a document, and the names of their types.

use serde_json::Value;

use super::enumerations::{is_open_enumeration, is_reference, narrowed_enumeration};
use crate::naming::type_name;
use crate::spec::METHODS;
use crate::yaml::Node;

/// Any schema that is not a reference.
pub(crate) struct Schema {
    /// Its JSON pointer.
    pub(crate) pointer: String,
    /// The name of its type, if it needs one.
    pub(crate) name: String,
    /// True for a component, which the document names.
    pub(crate) is_component: bool,
    /// True for the schema of a whole request or response body.
    is_body: bool,
    /// True for a part of an `allOf`.
    is_part: bool,
}

/// Returns all schemas that are not references, outer schemas before inner ones.
pub(crate) fn schemas(document: &Value) -> Vec<Schema> {
    let mut finder = Finder { found: Vec::new() };
    let root = Node::root(document);
    finder.components(&root);
    for (path, item) in root.members_of("paths") {
        finder.parameters(&item, &type_name(path));
        for (method, operation) in item.members() {
            if METHODS.contains(&method) {
                finder.operation(&operation);
            }
        }
    }
    finder.found
}

/// Visits all schemas that are not references, outer schemas before inner ones.
pub(crate) fn visit_schemas_mut(document: &mut Value, visitor: &mut dyn FnMut(&mut Value)) {
    for Schema { pointer, .. } in schemas(document) {
        if let Some(schema) = document.pointer_mut(&pointer) {
            visitor(schema);
        }
    }
}

/// Returns the schemas outside of `components` whose types need a name: enumerations, unions, and schemas that become
/// structs.
///
/// Open enumerations replace progenitor's closed ones, by name. progenitor's own names for structs are not unique.
pub(crate) fn unnamed_schemas(document: &Value) -> Vec<Schema> {
    let root = Node::root(document);
    let needs_name = |schema: &Schema| {
        root.find(&schema.pointer).is_some_and(|node| {
            let value = node.value;
            let is_struct = schema.is_body || !(schema.is_part || is_reference(value));
            is_open_enumeration(value)
                || narrowed_enumeration(&node).is_some()
                || (!schema.is_part && is_union(value))
                || (is_struct && is_structure(value))
        })
    };
    schemas(document).into_iter().filter(|schema| !schema.is_component && needs_name(schema)).collect()
}

fn is_union(schema: &Value) -> bool {
    schema.get("oneOf").is_some() || schema.get("anyOf").is_some()
}

/// Returns true for a schema that progenitor turns into a struct.
fn is_structure(schema: &Value) -> bool {
    ["properties", "allOf"].iter().any(|key| schema.get(key).is_some())
}

struct Finder {
    found: Vec<Schema>,
}

impl Finder {
    fn components(&mut self, root: &Node<'_>) {
        let components = |kind| root.at(&["components", kind]).map(|node| node.members()).unwrap_or_default();
        for (name, schema) in components("schemas") {
            self.schema(Some(schema), &type_name(name), true);
        }
        for (name, parameter) in components("parameters") {
            self.schema(parameter.get("schema"), &type_name(name), false);
        }
        for (kind, suffix) in [("requestBodies", "Body"), ("responses", "Response")] {
            for (name, node) in components(kind) {
                self.contents(&node, &format!("{}{suffix}", type_name(name)));
            }
        }
    }

    fn operation(&mut self, operation: &Node<'_>) {
        let name = type_name(operation.text("operationId").unwrap_or_default());
        self.parameters(operation, &name);
        if let Some(body) = operation.get("requestBody") {
            self.contents(&body, &format!("{name}Body"));
        }
        for (status, response) in operation.members_of("responses") {
            let suffix = if status.starts_with('2') { "Response" } else { "Error" };
            self.contents(&response, &format!("{name}{suffix}"));
        }
    }

    fn parameters(&mut self, owner: &Node<'_>, name: &str) {
        for parameter in owner.items_of("parameters") {
            let name = format!("{name}{}", type_name(parameter.text("name").unwrap_or_default()));
            self.schema(parameter.get("schema"), &name, false);
        }
    }

    fn contents(&mut self, owner: &Node<'_>, name: &str) {
        for (_, media_type) in owner.members_of("content") {
            if let Some(schema) = self.schema(media_type.get("schema"), name, false) {
                schema.is_body = true;
            }
        }
    }

    /// Adds a schema and those inside it. Returns the schema, unless it is a reference.
    fn schema(&mut self, node: Option<Node<'_>>, name: &str, is_component: bool) -> Option<&mut Schema> {
        let node = node.filter(|node| node.value.is_object() && node.get("$ref").is_none())?;
        let index = self.found.len();
        let (pointer, name) = (node.pointer.clone(), name.to_owned());
        self.found.push(Schema { pointer, name: name.clone(), is_component, is_body: false, is_part: false });
        for (property, schema) in node.members_of("properties") {
            self.schema(Some(schema), &format!("{name}{}", type_name(property)), false);
        }
        for (key, suffix) in [("items", "Item"), ("additionalProperties", "Value"), ("not", "Not")] {
            self.schema(node.get(key), &format!("{name}{suffix}"), false);
        }
        // The parts of an `allOf` become one type. Those of an enumeration have none of their own.
        let is_enumeration = narrowed_enumeration(&node).is_some();
        for schema in node.items_of("allOf").into_iter().filter(|_| !is_enumeration) {
            if let Some(schema) = self.schema(Some(schema), &name, false) {
                schema.is_part = true;
            }
        }
        for key in ["anyOf", "oneOf"] {
            for (index, schema) in node.items_of(key).into_iter().enumerate() {
                self.schema(Some(schema), &format!("{name}Variant{index}"), false);
            }
        }
        self.found.get_mut(index)
    }
}
