//! The parsed file: every value with its span.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::pointer::escape;
use crate::text::Span;

/// The place of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The key; the first line of the value if it has no key.
    pub(super) key: Span,
    /// The value; its first line if it contains others.
    pub(super) value: Span,
}

/// A value with its span.
#[derive(Clone)]
pub(super) struct Tree {
    pub(super) span: Span,
    /// The number of nodes in this tree, itself included.
    pub(super) size: usize,
    pub(super) data: Data,
}

/// The content of a node.
#[derive(Clone)]
pub(super) enum Data {
    Scalar(Value),
    Sequence(Vec<Tree>),
    Mapping(Vec<Member>),
}

/// A member of a mapping: key, span of the key, value.
pub(super) type Member = (String, Span, Tree);

impl Tree {
    /// Returns the value of the node. Adds its place and those of its descendants to `places`.
    pub(super) fn flatten(
        self,
        pointer: String,
        key: Option<Span>,
        places: &mut HashMap<String, Place>,
    ) -> Value {
        let value = match self.data {
            Data::Scalar(value) => value,
            Data::Sequence(items) => {
                let items = items.into_iter().enumerate();
                items.map(|(index, item)| item.flatten(format!("{pointer}/{index}"), None, places)).collect()
            }
            Data::Mapping(members) => {
                let mut object = Map::new();
                for (name, key, node) in members {
                    let node = node.flatten(format!("{pointer}/{}", escape(&name)), Some(key), places);
                    object.insert(name, node);
                }
                object.into()
            }
        };
        places.insert(pointer, Place { key: key.unwrap_or(self.span), value: self.span });
        value
    }
}
