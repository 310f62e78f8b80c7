//! Pairs the operations of two documents.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::change::Place;
use crate::model::{OperationNode, operation_nodes};
use crate::spec::path_template;
use crate::yaml::Node;

/// An operation, as the comparison identifies it.
#[derive(Clone)]
pub(super) struct Operation<'a> {
    pub(super) operation: OperationNode<'a>,
    pub(super) id: Option<&'a str>,
}

impl<'a> Deref for Operation<'a> {
    type Target = OperationNode<'a>;

    fn deref(&self) -> &OperationNode<'a> {
        &self.operation
    }
}

impl<'a> Operation<'a> {
    /// Returns its place, named by its id, or else by its method and path.
    pub(super) fn place(&self) -> Place {
        Place::new(self.id.map_or_else(|| self.request(), str::to_owned))
    }

    pub(super) fn request(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// Returns its method and path as they appear on the wire, without the names of path parameters.
    pub(super) fn on_the_wire(&self) -> (&'a str, String) {
        (self.method, path_template(self.path))
    }
}

/// Reads the operations of a document.
pub(super) fn read<'a>(root: &Node<'a>) -> Vec<Operation<'a>> {
    let operations = operation_nodes(root).into_iter();
    let operations =
        operations.map(|operation| Operation { id: operation.node.text("operationId"), operation });
    operations.collect()
}

pub(super) type Pairs<'a> = Vec<(Operation<'a>, Operation<'a>)>;

/// Pairs operations with the same method and path, and then the others by id. Returns the pairs, and the unpaired old
/// and new operations.
pub(super) fn pair<'a>(
    old: Vec<Operation<'a>>,
    new: Vec<Operation<'a>>,
) -> (Pairs<'a>, Vec<Operation<'a>>, Vec<Operation<'a>>) {
    let mut pairs = Vec::new();
    let mut remaining: BTreeMap<_, _> = new.into_iter().map(|new| (new.on_the_wire(), new)).collect();
    let (mut removed, mut unpaired) = (Vec::new(), Vec::new());
    for old in old {
        match remaining.remove(&old.on_the_wire()) {
            Some(new) => pairs.push((old, new)),
            None => unpaired.push(old),
        }
    }
    let mut by_id: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
    for (key, new) in &remaining {
        if let Some(id) = new.id {
            by_id.entry(id).or_default().insert(key.clone());
        }
    }
    for old in unpaired {
        let same = old.id.and_then(|id| by_id.get_mut(id)?.pop_first());
        match same.and_then(|key| remaining.remove(&key)) {
            Some(new) => pairs.push((old, new)),
            None => removed.push(old),
        }
    }
    (pairs, removed, remaining.into_values().collect())
}
