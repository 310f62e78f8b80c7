//! Operations: their parameters, bodies and responses.

use std::collections::BTreeMap;

use super::error_properties::error_properties;
use super::operation_node::operation_nodes;
use crate::naming::{call_name, error_name, method_name};
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
    /// The summary.
    pub summary: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The description of the request body.
    pub body_description: Option<String>,
    /// The documented responses.
    pub responses: Vec<Response>,
    /// The names of properties in error responses, without secrets.
    pub error_properties: Vec<String>,
}

/// A documented response.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status, a range such as `5XX`, or `default`.
    pub status: String,
    /// The description.
    pub description: String,
    /// True if it has a body.
    pub has_body: bool,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// The location: `path`, `query` or `header`.
    pub location: String,
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
        let statuses = self.responses.iter().filter_map(|response| match response.status.as_str() {
            "2XX" => Some((200, 299)),
            status => status
                .parse()
                .ok()
                .filter(|status| (200..300).contains(status))
                .map(|status| (status, status)),
        });
        statuses.collect()
    }

    /// Splits the path template: each part is a constant, followed by a parameter's name except at the end.
    #[must_use]
    pub fn path_parts(&self) -> Vec<(&str, Option<&str>)> {
        let mut parts = Vec::new();
        let mut rest = self.path.as_str();
        while let Some((constant, after)) = rest.split_once('{')
            && let Some((name, after)) = after.split_once('}')
        {
            parts.push((constant, Some(name)));
            rest = after;
        }
        parts.push((rest, None));
        parts
    }

    /// Returns the name of its method.
    #[must_use]
    pub fn method_name(&self) -> String {
        method_name(&self.id)
    }

    /// Returns the name of its call's type.
    #[must_use]
    pub fn call_name(&self) -> String {
        call_name(&self.id)
    }

    /// Returns the name of its error's type.
    #[must_use]
    pub fn error_name(&self) -> String {
        error_name(&self.id)
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
            summary: node.text("summary").map(str::to_owned),
            description: description(node),
            body_description: node.get("requestBody").and_then(|body| description(&body.resolve())),
            responses: operation.responses().into_iter().map(response).collect(),
            error_properties: error_properties(&operation),
        })
    });
    operations.collect()
}

fn parameter(node: &Node<'_>) -> Option<Parameter> {
    Some(Parameter {
        name: node.text("name")?.to_owned(),
        location: node.text("in")?.to_owned(),
        description: description(node),
        is_deprecated: node.is_true("deprecated"),
    })
}

/// Returns the description, unless it has no visible text.
fn description(node: &Node<'_>) -> Option<String> {
    let text = node.text("description").filter(|text| text.contains(char::is_alphanumeric));
    text.map(str::to_owned)
}

fn response((status, node): (&str, Node<'_>)) -> Response {
    let node = node.resolve();
    Response {
        status: status.to_owned(),
        description: node.text("description").unwrap_or_default().to_owned(),
        has_body: !node.members_of("content").is_empty(),
    }
}
