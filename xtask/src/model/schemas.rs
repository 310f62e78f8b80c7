//! The inline and component schemas of a document, and the names of their types.

use serde_json::Value;

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
    pub(crate) is_body: bool,
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

/// Returns the schemas outside of `components` whose types need a name: enumerations, and bodies that become structs.
///
/// Open enumerations replace progenitor's closed ones, by name. progenitor gives an operation's success and error
/// bodies the same name.
pub(crate) fn unnamed_schemas(document: &Value) -> Vec<Schema> {
    let needs_name = |schema: &Schema| {
        let value = document.pointer(&schema.pointer);
        value.is_some_and(|value| is_enumeration(value) || (schema.is_body && is_structure(value)))
    };
    schemas(document).into_iter().filter(|schema| !schema.is_component && needs_name(schema)).collect()
}

/// Returns true for an enumeration of strings or integers.
fn is_enumeration(schema: &Value) -> bool {
    let has_open_type = schema.get("type").is_some_and(|kind| kind == "string" || kind == "integer");
    has_open_type && schema.get("enum").is_some_and(Value::is_array)
}

/// Returns true for a schema that progenitor turns into a type of its own.
fn is_structure(schema: &Value) -> bool {
    ["properties", "allOf", "anyOf", "oneOf"].iter().any(|key| schema.get(key).is_some())
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
            let before = self.found.len();
            self.schema(media_type.get("schema"), name, false);
            if let Some(schema) = self.found.get_mut(before) {
                schema.is_body = true;
            }
        }
    }

    fn schema(&mut self, node: Option<Node<'_>>, name: &str, is_component: bool) {
        let Some(node) = node.filter(|node| node.value.is_object() && node.get("$ref").is_none()) else {
            return;
        };
        let (pointer, name) = (node.pointer.clone(), name.to_owned());
        self.found.push(Schema { pointer, name: name.clone(), is_component, is_body: false });
        for (property, schema) in node.members_of("properties") {
            self.schema(Some(schema), &format!("{name}{}", type_name(property)), false);
        }
        for (key, suffix) in [("items", "Item"), ("additionalProperties", "Value"), ("not", "Not")] {
            self.schema(node.get(key), &format!("{name}{suffix}"), false);
        }
        // The parts of an `allOf` become one type.
        for schema in node.items_of("allOf") {
            self.schema(Some(schema), &name, false);
        }
        for key in ["anyOf", "oneOf"] {
            for (index, schema) in node.items_of(key).into_iter().enumerate() {
                self.schema(Some(schema), &format!("{name}Variant{index}"), false);
            }
        }
    }
}
