//! A cursor into a document: a value with its JSON pointer.

use serde_json::Value;

use super::pointer::{escape, unescape};

/// The limit on references followed in a row. `check` rejects longer chains, which are circular.
const REFERENCES: usize = 64;

/// A value of a document, with its JSON pointer.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    root: &'a Value,
    /// The value.
    pub value: &'a Value,
    /// The JSON pointer from the document's root.
    pub pointer: String,
}

impl<'a> Node<'a> {
    /// Returns the root of a document.
    #[must_use]
    pub fn root(root: &'a Value) -> Self {
        Self { root, value: root, pointer: String::new() }
    }

    /// Returns the member with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(key)?;
        Some(Self { value, pointer: format!("{}/{}", self.pointer, escape(key)), ..*self })
    }

    /// Returns the node at a JSON pointer from the root of the document.
    #[must_use]
    pub fn find(&self, pointer: &str) -> Option<Self> {
        let value = self.root.pointer(pointer)?;
        Some(Self { value, pointer: pointer.to_owned(), ..*self })
    }

    /// Returns the descendant at a path of keys.
    #[must_use]
    pub fn at(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.clone(), |node, key| node.get(key))
    }

    /// Returns the members of an object, in document order.
    #[must_use]
    pub fn members(&self) -> Vec<(&'a str, Self)> {
        let object = self.value.as_object().into_iter().flatten();
        object
            .map(|(name, value)| {
                let pointer = format!("{}/{}", self.pointer, escape(name));
                (name.as_str(), Self { value, pointer, ..*self })
            })
            .collect()
    }

    /// Returns the members of the object at a key.
    #[must_use]
    pub fn members_of(&self, key: &str) -> Vec<(&'a str, Self)> {
        self.get(key).map(|node| node.members()).unwrap_or_default()
    }

    /// Returns the items of an array.
    #[must_use]
    pub fn items(&self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items
            .map(|(index, value)| Self { value, pointer: format!("{}/{index}", self.pointer), ..*self })
            .collect()
    }

    /// Returns the items of the array at a key.
    #[must_use]
    pub fn items_of(&self, key: &str) -> Vec<Self> {
        self.get(key).map(|node| node.items()).unwrap_or_default()
    }

    /// Returns the string at a key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Returns true if the value at a key is `true`.
    #[must_use]
    pub fn is_true(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// Returns the target of this node's `$ref`.
    #[must_use]
    pub fn target(&self) -> Option<Self> {
        self.find(self.text("$ref")?.strip_prefix('#')?)
    }

    /// Follows references to the end. Returns the node itself if it is not a reference.
    #[must_use]
    pub fn resolve(&self) -> Self {
        let targets = std::iter::successors(self.target(), Node::target);
        targets.take(REFERENCES).last().unwrap_or_else(|| self.clone())
    }

    /// Follows references from a value of this document to the end. Returns `value` if it is not a reference.
    #[must_use]
    pub fn follow(&self, value: &'a Value) -> &'a Value {
        let target = value.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        target.and_then(|pointer| self.find(pointer)).map_or(value, |target| target.resolve().value)
    }

    /// Returns the name of the component if this node is a component of this kind.
    #[must_use]
    pub fn component(&self, kind: &str) -> Option<String> {
        let name = self.pointer.strip_prefix("/components/")?.strip_prefix(kind)?.strip_prefix('/')?;
        (!name.contains('/')).then(|| unescape(name))
    }
}
