//! What the runtime has to know of each operation.

use std::collections::BTreeSet;

use openapiv3::StatusCode;
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::{method_name, type_name};
use crate::document::{Document, escape};

/// An operation of the document.
pub(in crate::codegen) struct Operation {
    /// Where it is in the document.
    pub(in crate::codegen) pointer: String,
    pub(in crate::codegen) id: String,
    pub(in crate::codegen) method: String,
    pub(in crate::codegen) path: String,
    authenticated: bool,
    /// The statuses of documented successes, from and to.
    success_statuses: Vec<(u16, u16)>,
    error_properties: Vec<String>,
    on_unknown: Option<String>,
    on_unreadable: Option<String>,
    pub(in crate::codegen) is_deprecated: bool,
}

/// A parameter of an operation.
pub(in crate::codegen) struct Parameter {
    /// The name that it has in the document.
    pub(in crate::codegen) name: String,
    pub(in crate::codegen) description: Option<String>,
    pub(in crate::codegen) is_deprecated: bool,
}

impl Parameter {
    /// The name of the method that sets it.
    pub(in crate::codegen) fn rust_name(&self) -> String {
        method_name(&self.name)
    }
}

/// The document's operations.
pub(in crate::codegen) fn read(document: &Document) -> Vec<Operation> {
    let openapi = &document.openapi;
    let by_default = openapi.security.as_ref().is_some_and(|list| list.iter().any(|one| !one.is_empty()));
    let operations = openapi.operations();
    operations
        .filter_map(|(path, method, operation)| {
            let recovery = |key| {
                let text = operation.extensions.get("x-recovery")?.get(key)?.as_str()?;
                Some(text.trim().to_owned())
            };
            let own = operation.security.as_ref();
            let pointer = format!("/paths/{}/{method}", escape(path));
            Some(Operation {
                error_properties: error_properties(document, &pointer),
                pointer,
                id: operation.operation_id.clone()?,
                method: method.to_owned(),
                path: path.to_owned(),
                authenticated: own.map_or(by_default, |list| list.iter().any(|one| !one.is_empty())),
                success_statuses: operation.responses.responses.keys().filter_map(success_status).collect(),
                on_unknown: recovery("unknown"),
                on_unreadable: recovery("unreadable"),
                is_deprecated: operation.deprecated,
            })
        })
        .collect()
}

/// The range of a status, if it is one of a success.
fn success_status(status: &StatusCode) -> Option<(u16, u16)> {
    match status {
        StatusCode::Code(code) if (200..300).contains(code) => Some((*code, *code)),
        StatusCode::Range(2) => Some((200, 299)),
        _ => None,
    }
}

/// The names of the properties in the error responses of the operation at `pointer`, in the document's order. A name
/// that is a secret's anywhere among them is left out.
fn error_properties(document: &Document, pointer: &str) -> Vec<String> {
    let responses = document.value.pointer(&format!("{pointer}/responses")).and_then(Value::as_object);
    let errors = responses.into_iter().flatten().filter(|(status, _)| !status.starts_with(['2', 'x']));
    let mut properties =
        Properties { document, names: Vec::new(), secrets: BTreeSet::new(), seen: BTreeSet::new() };
    for (_, response) in errors {
        let content = document.resolve(response).get("content").and_then(Value::as_object);
        for media_type in content.into_iter().flat_map(Map::values) {
            properties.add(media_type.get("schema"), "");
        }
    }
    let Properties { mut names, secrets, .. } = properties;
    names.retain(|name| !secrets.contains(name));
    names
}

struct Properties<'a> {
    document: &'a Document,
    names: Vec<String>,
    secrets: BTreeSet<String>,
    /// The references that were followed, and for which property.
    seen: BTreeSet<(String, String)>,
}

impl Properties<'_> {
    /// Adds the properties in a schema, which is that of the property `of`.
    fn add(&mut self, schema: Option<&Value>, of: &str) {
        let Some(schema) = schema else { return };
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            if self.seen.insert((target.to_owned(), of.to_owned())) {
                self.add(Some(self.document.resolve(schema)), of);
            }
            return;
        }
        if schema.get("format").is_some_and(|format| format == "password") {
            self.secrets.insert(of.to_owned());
        }
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if !self.names.contains(name) {
                self.names.push(name.clone());
            }
            self.add(Some(property), name);
        }
        self.add(schema.get("items"), of);
        for key in ["allOf", "oneOf", "anyOf"] {
            for part in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
                self.add(Some(part), of);
            }
        }
    }
}

impl Operation {
    /// The operation's `OperationInfo`.
    pub(in crate::codegen) fn info(&self) -> TokenStream {
        let Self { id, path, authenticated, success_statuses, error_properties, .. } = self;
        let Self { on_unknown, on_unreadable, .. } = self;
        let success_statuses = success_statuses.iter().map(|(from, to)| quote!(#from..=#to));
        let option =
            |text: &Option<String>| text.as_ref().map_or_else(|| quote!(None), |text| quote!(Some(#text)));
        let (on_unknown, on_unreadable) = (option(on_unknown), option(on_unreadable));
        quote! {
            OperationInfo {
                operation_id: #id,
                path: #path,
                authenticated: #authenticated,
                success_statuses: &[#(#success_statuses),*],
                error_properties: &[#(#error_properties),*],
                on_unknown: #on_unknown,
                on_unreadable: #on_unreadable,
            }
        }
    }

    /// The name of the type that builds a call of the operation.
    pub(in crate::codegen) fn builder(&self) -> String {
        type_name(&self.id)
    }

    /// The operation's parameters. Its own replace its path's.
    pub(in crate::codegen) fn parameters(&self, document: &Document) -> Vec<Parameter> {
        let path = self.pointer.rsplit_once('/').map_or("", |(path, _)| path);
        let lists = [path, &self.pointer].map(|owner| document.value.pointer(&format!("{owner}/parameters")));
        let mut parameters: Vec<Parameter> = Vec::new();
        for written in lists.into_iter().flatten().filter_map(Value::as_array).flatten() {
            let parameter = document.resolve(written);
            let text = |key| parameter.get(key).and_then(Value::as_str).map(str::to_owned);
            let is = |key| parameter.get(key) == Some(&true.into());
            let Some(name) = text("name") else { continue };
            parameters.retain(|known| known.name != name);
            parameters.push(Parameter {
                name,
                description: text("description"),
                is_deprecated: is("deprecated"),
            });
        }
        parameters
    }

    /// The statuses that the document describes, each with its description.
    pub(in crate::codegen) fn responses(&self, document: &Document) -> Vec<(String, String)> {
        let responses = document.value.pointer(&format!("{}/responses", self.pointer));
        let responses = responses.and_then(Value::as_object).into_iter().flatten();
        responses
            .filter(|(status, _)| !status.starts_with("x-"))
            .map(|(status, response)| {
                let description = document.resolve(response).get("description").and_then(Value::as_str);
                (status.clone(), description.unwrap_or_default().to_owned())
            })
            .collect()
    }

    /// What the document says of the operation's request body.
    pub(in crate::codegen) fn body_description(&self, document: &Document) -> Option<String> {
        let body = document.value.pointer(&format!("{}/requestBody", self.pointer))?;
        document.resolve(body).get("description")?.as_str().map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_properties_are_in_the_documents_order_and_without_secrets() {
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
        let document = Document::parse(text, "api.yaml").expect("a document");
        assert_eq!(error_properties(&document, "/paths/~1a/get"), ["zulu", "one", "alpha", "code", "last"]);
    }
}
