//! The nodes of a document that describe operations.

use crate::spec::METHODS;
use crate::yaml::Node;

/// A node that describes an operation, with its path and method.
#[derive(Clone)]
pub(crate) struct OperationNode<'a> {
    /// The operation's node.
    pub(crate) node: Node<'a>,
    /// The path item that contains it, with references resolved.
    pub(crate) path_item: Node<'a>,
    /// The path template.
    pub(crate) path: &'a str,
    /// The HTTP method, in lower case.
    pub(crate) method: &'a str,
}

/// Returns all operations, in the document's order.
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
    /// Returns the parameters, with references resolved. The operation's own override those of its path.
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

    /// Returns the responses with their statuses.
    pub(crate) fn responses(&self) -> Vec<(&'a str, Node<'a>)> {
        let responses = self.node.members_of("responses").into_iter();
        responses.filter(|(status, _)| !status.starts_with("x-")).collect()
    }
}

/// Returns a parameter's location and name, which identify it on the wire. Header names are in lower case.
pub(crate) fn identity(parameter: &Node<'_>) -> (String, String) {
    let (location, name) =
        (parameter.text("in").unwrap_or_default(), parameter.text("name").unwrap_or_default());
    let name = if location == "header" { name.to_lowercase() } else { name.to_owned() };
    (location.to_owned(), name)
}
