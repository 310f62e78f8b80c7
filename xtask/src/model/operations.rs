//! Operations: their parameters, bodies and responses.

use std::collections::BTreeMap;

use super::error_properties::error_properties;
use super::operation_node::operation_nodes;
use crate::naming::{method_name, type_name};
use crate::yaml::Node;

/// An operation of the API.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its JSON pointer in the document.
    pub pointer: String,
    /// The `operationId`.
    pub id: String,
    /// The HTTP method, in lower case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// True if it requires the caller's key.
    pub is_authenticated: bool,
    /// The entries of `x-recovery`.
    pub recovery: BTreeMap<String, String>,
    /// True if the document deprecates it.
    pub is_deprecated: bool,
    /// The parameters, starting with those of its path.
    pub parameters: Vec<Parameter>,
    /// The description of the request body.
    pub body_description: Option<String>,
    /// The documented statuses and status ranges, with their descriptions.
    pub responses: Vec<(String, String)>,
    /// The names of properties in error responses, without secrets.
    pub error_properties: Vec<String>,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// True if the document deprecates it.
    pub is_deprecated: bool,
}

impl Parameter {
    /// Returns the name of its setter.
    #[must_use]
    pub fn rust_name(&self) -> String {
        method_name(&self.name)
    }
}

impl Operation {
    /// Returns the documented ranges of success statuses, each with its first and last status.
    #[must_use]
    pub fn success_statuses(&self) -> Vec<(u16, u16)> {
        let statuses = self.responses.iter().filter_map(|(status, _)| match status.as_str() {
            "2XX" => Some((200, 299)),
            status => status
                .parse()
                .ok()
                .filter(|status| (200..300).contains(status))
                .map(|status| (status, status)),
        });
        statuses.collect()
    }

    /// Returns the name of its call builder.
    #[must_use]
    pub fn builder(&self) -> String {
        type_name(&self.id)
    }
}

/// Reads the operations that have an `operationId`.
pub(crate) fn read(root: &Node<'_>) -> Vec<Operation> {
    let requires_key = |owner: &Node<'_>| {
        let requirements = owner.get("security")?.items();
        Some(requirements.iter().any(|requirement| !requirement.members().is_empty()))
    };
    let by_default = requires_key(root).unwrap_or(false);
    let operations = operation_nodes(root).into_iter().filter_map(|operation| {
        let node = &operation.node;
        let recovery = node.members_of("x-recovery").into_iter();
        Some(Operation {
            pointer: node.pointer.clone(),
            id: node.text("operationId")?.to_owned(),
            method: operation.method.to_owned(),
            path: operation.path.to_owned(),
            is_authenticated: requires_key(node).unwrap_or(by_default),
            recovery: recovery
                .filter_map(|(key, advice)| Some((key.to_owned(), advice.value.as_str()?.trim().to_owned())))
                .collect(),
            is_deprecated: node.is_true("deprecated"),
            parameters: operation.parameters().iter().filter_map(parameter).collect(),
            body_description: node
                .get("requestBody")
                .and_then(|body| body.resolve().text("description").map(str::to_owned)),
            responses: operation.responses().into_iter().map(response).collect(),
            error_properties: error_properties(&operation),
        })
    });
    operations.collect()
}

fn parameter(node: &Node<'_>) -> Option<Parameter> {
    Some(Parameter {
        name: node.text("name")?.to_owned(),
        description: node.text("description").map(str::to_owned),
        is_deprecated: node.is_true("deprecated"),
    })
}

fn response((status, node): (&str, Node<'_>)) -> (String, String) {
    (status.to_owned(), node.resolve().text("description").unwrap_or_default().to_owned())
}
