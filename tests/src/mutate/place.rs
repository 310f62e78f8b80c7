//! A node of a document, and the edits that change it.

use serde_json::{Map, Value};

use super::Edit;

/// A node of a document.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    document: &'a Value,
    pointer: &'a str,
    /// The node.
    pub node: &'a Value,
}

impl<'a> Place<'a> {
    /// Finds the node at `pointer`.
    ///
    /// # Panics
    ///
    /// If it does not exist.
    #[must_use]
    pub fn of(document: &'a Value, pointer: &'a str) -> Self {
        Self { document, pointer, node: document.pointer(pointer).expect("a node of the document") }
    }

    /// Returns the node's key or index; empty for the root.
    #[must_use]
    pub fn key(&self) -> String {
        unescape(self.pointer.rsplit('/').next().unwrap_or_default())
    }

    /// Returns the key of the parent node.
    #[must_use]
    pub fn owner(&self) -> String {
        unescape(self.pointer.rsplit('/').nth(1).unwrap_or_default())
    }

    /// Returns `true` if the pointer contains `key`.
    #[must_use]
    pub fn is_below(&self, key: &str) -> bool {
        self.pointer.split('/').any(|segment| segment == key)
    }

    /// Returns `true` if the node is an example or part of one.
    #[must_use]
    pub fn is_example(&self) -> bool {
        self.is_below("example") || (self.is_below("examples") && self.is_below("value"))
    }

    /// Returns `true` if the node is an extension or part of one.
    #[must_use]
    pub fn is_extension(&self) -> bool {
        self.pointer.contains("/x-")
    }

    /// Returns `true` if the node is a schema.
    #[must_use]
    pub fn is_schema(&self) -> bool {
        let is_one = self.is_below("schema") || self.is_below("schemas");
        let is_named = matches!(self.owner().as_str(), "schemas" | "properties");
        let is_place =
            is_named || matches!(self.key().as_str(), "schema" | "items") || self.owner() == "allOf";
        is_one && is_place && !self.is_example() && self.node.is_object()
    }

    /// Returns the names of the document's schemas.
    pub fn schemas(&self) -> impl Iterator<Item = &'a String> + use<'a> {
        self.document["components"]["schemas"].as_object().into_iter().flat_map(Map::keys)
    }

    /// Replaces the node by `value`.
    #[must_use]
    pub fn replaced(&self, value: impl Into<Value>) -> Edit {
        Edit { pointer: self.pointer.to_owned(), value: value.into() }
    }

    /// Adds a member to the node, an object.
    #[must_use]
    pub fn with(&self, key: &str, value: impl Into<Value>) -> Edit {
        let mut node = self.node.clone();
        node[key] = value.into();
        self.replaced(node)
    }

    /// Changes the members of the parent; `None` if the parent is no object.
    #[must_use]
    pub fn siblings(&self, change: impl FnOnce(&mut Vec<(String, Value)>, usize)) -> Option<Edit> {
        let (parent, key) = (self.parent()?, self.key());
        let Value::Object(object) = parent.node else { return None };
        let mut members: Vec<_> = object.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        let at = members.iter().position(|(known, _)| *known == key)?;
        change(&mut members, at);
        Some(parent.replaced(members.into_iter().collect::<Map<_, _>>()))
    }

    /// Renames the node.
    #[must_use]
    pub fn renamed(&self, name: &str) -> Option<Edit> {
        self.siblings(|members, at| name.clone_into(&mut members[at].0))
    }

    /// Returns the parent; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Place<'a>> {
        Some(Self::of(self.document, self.pointer.rsplit_once('/')?.0))
    }
}

fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}
