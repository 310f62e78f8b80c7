//! A node of a document, and the edits that make it another.

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
    /// The node at `pointer`.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn of(document: &'a Value, pointer: &'a str) -> Self {
        Self { document, pointer, node: document.pointer(pointer).expect("a node of the document") }
    }

    /// The node's own key or index; nothing, for the document itself.
    #[must_use]
    pub fn key(&self) -> String {
        unescape(self.pointer.rsplit('/').next().unwrap_or_default())
    }

    /// The key of the node that holds it.
    #[must_use]
    pub fn owner(&self) -> String {
        unescape(self.pointer.rsplit('/').nth(1).unwrap_or_default())
    }

    /// Whether a key on the way to the node is `key`.
    #[must_use]
    pub fn is_below(&self, key: &str) -> bool {
        self.pointer.split('/').any(|segment| segment == key)
    }

    /// Whether the node is an example, or in one.
    #[must_use]
    pub fn is_example(&self) -> bool {
        self.is_below("example") || (self.is_below("examples") && self.is_below("value"))
    }

    /// Whether the node is an extension, or in one.
    #[must_use]
    pub fn is_extension(&self) -> bool {
        self.pointer.contains("/x-")
    }

    /// Whether the node is a schema.
    #[must_use]
    pub fn is_schema(&self) -> bool {
        let is_one = self.is_below("schema") || self.is_below("schemas");
        let is_named = matches!(self.owner().as_str(), "schemas" | "properties");
        let is_place =
            is_named || matches!(self.key().as_str(), "schema" | "items") || self.owner() == "allOf";
        is_one && is_place && !self.is_example() && self.node.is_object()
    }

    /// The document's schemas, by their names.
    pub fn schemas(&self) -> impl Iterator<Item = &'a String> + use<'a> {
        self.document["components"]["schemas"].as_object().into_iter().flat_map(Map::keys)
    }

    /// Puts `value` into the node's place.
    #[must_use]
    pub fn replaced(&self, value: impl Into<Value>) -> Edit {
        Edit { pointer: self.pointer.to_owned(), value: value.into() }
    }

    /// Puts a member more into the node, an object.
    #[must_use]
    pub fn with(&self, key: &str, value: impl Into<Value>) -> Edit {
        let mut node = self.node.clone();
        node[key] = value.into();
        self.replaced(node)
    }

    /// Puts other members beside the node; nothing, if it is no member of an object.
    #[must_use]
    pub fn siblings(&self, change: impl FnOnce(&mut Vec<(String, Value)>, usize)) -> Option<Edit> {
        let (parent, key) = (self.parent()?, self.key());
        let Value::Object(object) = parent.node else { return None };
        let mut members: Vec<_> = object.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        let at = members.iter().position(|(known, _)| *known == key)?;
        change(&mut members, at);
        Some(parent.replaced(members.into_iter().collect::<Map<_, _>>()))
    }

    /// Puts the node under another name.
    #[must_use]
    pub fn renamed(&self, name: &str) -> Option<Edit> {
        self.siblings(|members, at| name.clone_into(&mut members[at].0))
    }

    /// The node that holds it; none, for the document itself.
    #[must_use]
    pub fn parent(&self) -> Option<Place<'a>> {
        Some(Self::of(self.document, self.pointer.rsplit_once('/')?.0))
    }
}

fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}
