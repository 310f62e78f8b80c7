//! A node of a YAML file, which knows where it was written.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Place, Span, escape};

/// A node of the file.
#[derive(Clone)]
pub(super) struct Node {
    pub(super) span: Span,
    /// How many nodes it is, with all that it holds.
    pub(super) size: usize,
    pub(super) data: Data,
}

#[derive(Clone)]
/// What a node holds.
pub(super) enum Data {
    Scalar(Value),
    Sequence(Vec<Node>),
    Mapping(Vec<Member>),
}

/// A member of a mapping: its key, where that is, its value.
pub(super) type Member = (String, Span, Node);

impl Node {
    /// The node's value; its place and those of what it holds go into `places`.
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
