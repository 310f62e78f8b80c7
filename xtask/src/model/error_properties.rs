//! The properties of error responses. Error messages may show their values.

use std::collections::BTreeSet;

use super::operation_node::OperationNode;
use crate::yaml::Node;

/// Lists the names of the properties in an operation's error responses, in the document's order. Omits a name that any
/// of the responses uses for a secret.
pub(super) fn error_properties(operation: &OperationNode<'_>) -> Vec<String> {
    let mut properties = Properties::default();
    for (_, response) in operation.responses().into_iter().filter(|(status, _)| !status.starts_with('2')) {
        for (_, media_type) in response.resolve().members_of("content") {
            properties.add(media_type.get("schema"), "");
        }
    }
    let Properties { mut names, secrets, .. } = properties;
    names.retain(|name| !secrets.contains(name));
    names
}

#[derive(Default)]
struct Properties {
    names: Vec<String>,
    secrets: BTreeSet<String>,
    /// The references already followed, each with the name of its property.
    seen: BTreeSet<(String, String)>,
}

impl Properties {
    /// Adds the properties in `schema`, which is the schema of the property `of`.
    fn add(&mut self, schema: Option<Node<'_>>, of: &str) {
        let Some(schema) = schema else { return };
        if let Some(target) = schema.text("$ref") {
            if self.seen.insert((target.to_owned(), of.to_owned())) {
                self.add(schema.target(), of);
            }
            return;
        }
        if schema.text("format") == Some("password") {
            self.secrets.insert(of.to_owned());
        }
        for (name, property) in schema.members_of("properties") {
            if !self.names.iter().any(|known| known == name) {
                self.names.push(name.to_owned());
            }
            self.add(Some(property), name);
        }
        self.add(schema.get("items"), of);
        for part in ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|key| schema.items_of(key)) {
            self.add(Some(part), of);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::operation_node::operation_nodes;
    use super::*;
    use crate::yaml::Source;

    #[test]
    fn error_properties_keep_document_order_and_omit_secrets() {
        let text = "\
openapi: 3.0.4
info: { title: T, version: 1.0.0 }
paths:
  /a:
    get:
      operationId: a
      responses:
        '200': { description: x, content: { application/json: { schema: { type: object, properties: { ok: { type: string } } } } } }
        4XX: { $ref: '#/components/responses/Error' }
        default: { description: x, content: { application/json: { schema: { type: object, properties: { last: { type: string } } } } } }
components:
  responses:
    Error: { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
  schemas:
    Error:
      type: object
      properties:
        zulu: { type: array, items: { $ref: '#/components/schemas/Error' } }
        one: { oneOf: [{ type: object, properties: { alpha: { type: string } } }, { type: string }] }
        token: { allOf: [{ $ref: '#/components/schemas/Secret' }] }
        tokens: { type: array, items: { $ref: '#/components/schemas/Secret' } }
        code: { type: string }
    Secret: { type: string, format: password }
";
        let source = Source::parse(text, "api.yaml").expect("a document");
        let operations = operation_nodes(&source.root());
        assert_eq!(error_properties(&operations[0]), ["zulu", "one", "alpha", "code", "last"]);
    }
}
