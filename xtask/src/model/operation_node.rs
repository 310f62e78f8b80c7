//! The places where a document describes operations.

use crate::spec::METHODS;
use crate::yaml::Node;

/// Where a document describes an operation.
#[derive(Clone)]
pub(crate) struct OperationNode<'a> {
    /// The operation.
    pub(crate) node: Node<'a>,
    /// The path item that holds it, behind any reference.
    pub(crate) path_item: Node<'a>,
    /// The path template.
    pub(crate) path: &'a str,
    /// The HTTP method, in lower case.
    pub(crate) method: &'a str,
}

/// Finds every operation, in the document's order.
pub(crate) fn operation_nodes<'a>(root: &Node<'a>) -> Vec<OperationNode<'a>> {
    let paths = root.members_of("paths").into_iter().filter(|(path, _)| !path.starts_with("x-"));
    let operations = paths.flat_map(|(path, item)| {
        let path_item = item.resolve();
        let members = path_item.members().into_iter().filter(|(method, _)| METHODS.contains(method));
        let operations =
            members.map(|(method, node)| OperationNode { node, path_item: path_item.clone(), path, method });
        operations.collect::<Vec<_>>()
    });
    operations.collect()
}

impl<'a> OperationNode<'a> {
    /// The parameters, behind any reference. The operation's own replace those of its path.
    pub(crate) fn parameters(&self) -> Vec<Node<'a>> {
        let mut parameters: Vec<Node<'a>> = Vec::new();
        for parameter in
            [&self.path_item, &self.node].into_iter().flat_map(|owner| owner.items_of("parameters"))
        {
            let parameter = parameter.resolve();
            parameters.retain(|known| identity(known) != identity(&parameter));
            parameters.push(parameter);
        }
        parameters
    }

    /// The responses by status.
    pub(crate) fn responses(&self) -> Vec<(&'a str, Node<'a>)> {
        let responses = self.node.members_of("responses").into_iter();
        responses.filter(|(status, _)| !status.starts_with("x-")).collect()
    }
}

/// A parameter's location and its name there, as the wire distinguishes them.
pub(crate) fn identity(parameter: &Node<'_>) -> (String, String) {
    let (location, name) =
        (parameter.text("in").unwrap_or_default(), parameter.text("name").unwrap_or_default());
    let name = if location == "header" { name.to_lowercase() } else { name.to_owned() };
    (location.to_owned(), name)
}
