//! A node of a document, with the way to it.

use serde_json::Value;

use crate::source::{REFERENCES, Source, escape};

/// A node of a document.
#[derive(Clone)]
pub(super) struct Node<'a> {
    document: &'a Source,
    pub(super) value: &'a Value,
    pub(super) pointer: String,
}

impl<'a> Node<'a> {
    /// The whole document.
    pub(super) fn root(document: &'a Source) -> Self {
        Self { document, value: &document.value, pointer: String::new() }
    }

    pub(super) fn document(&self) -> &'a Source {
        self.document
    }

    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(key)?;
        Some(Self { value, pointer: format!("{}/{}", self.pointer, escape(key)), ..*self })
    }

    /// The node at a JSON pointer, from the document's root.
    pub(super) fn pointer(&self, pointer: &str) -> Option<Self> {
        let value = self.document.value.pointer(pointer)?;
        Some(Self { value, pointer: pointer.to_owned(), ..*self })
    }

    /// The node that a way of keys leads to.
    pub(super) fn at(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.clone(), |node, key| node.get(key))
    }

    pub(super) fn members(&self) -> Vec<(&'a str, Self)> {
        let object = self.value.as_object();
        let names = object.into_iter().flatten().map(|(name, _)| name.as_str());
        names.filter_map(|name| Some((name, self.get(name)?))).collect()
    }

    /// The members of the object at a key.
    pub(super) fn members_of(&self, key: &str) -> Vec<(&'a str, Self)> {
        self.get(key).map(|node| node.members()).unwrap_or_default()
    }

    pub(super) fn items(&self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items
            .map(|(index, value)| Self { value, pointer: format!("{}/{index}", self.pointer), ..*self })
            .collect()
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The node that this one refers to, if it is a reference.
    pub(super) fn target(&self) -> Option<Self> {
        self.pointer(self.text("$ref")?.strip_prefix('#')?)
    }

    /// This node, or what it refers to in the end.
    pub(super) fn resolve(&self) -> Self {
        let targets = std::iter::successors(self.target(), Node::target);
        targets.take(REFERENCES).last().unwrap_or_else(|| self.clone())
    }

    /// The name of the component that this node is, among those of a kind.
    pub(super) fn component(&self, kind: &str) -> Option<String> {
        let name = self.pointer.strip_prefix("/components/")?.strip_prefix(kind)?.strip_prefix('/')?;
        (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
    }
}
