//! A YAML file: what it says, and where each part of it was written.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::node::Node;
use super::parser;
use super::tree::Place;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::text::{Position, Span};

/// A YAML file.
#[derive(Debug)]
pub struct Source {
    /// Its path, as it is shown.
    pub path: String,
    /// Its text, without a byte order mark.
    pub text: String,
    /// All that it says.
    pub value: Value,
    /// What is wrong with it as YAML, and does not keep it from being read.
    pub(crate) faults: Vec<Diagnostic>,
    places: HashMap<String, Place>,
}

impl Source {
    /// Reads a file's `text`, shown as `shown`.
    ///
    /// # Errors
    ///
    /// If it is not YAML.
    pub fn parse(text: &str, shown: &str) -> Result<Self, Diagnostics> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let read = parser::read(text).map_err(|items| Diagnostics {
            path: shown.to_owned(),
            text: text.to_owned(),
            items,
            deny_warnings: false,
        })?;
        let mut places = HashMap::new();
        let value = read.root.flatten(String::new(), None, &mut places);
        Ok(Self { path: shown.to_owned(), text: text.to_owned(), value, faults: read.faults, places })
    }

    /// The root of the document.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node::root(&self.value)
    }

    /// Follows references from `value` to the end. Returns `value` if it is no reference.
    #[must_use]
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        self.root().follow(value)
    }

    /// Where the node at a JSON pointer was written: its key, if it has one.
    #[must_use]
    pub fn position(&self, pointer: &str) -> Position {
        self.span(pointer).start
    }

    /// The key of the node at a JSON pointer; its first line, if it has none.
    #[must_use]
    pub fn span(&self, pointer: &str) -> Span {
        self.nearest(pointer).key
    }

    /// The node at a JSON pointer; its first line, if it holds others.
    #[must_use]
    pub fn value_span(&self, pointer: &str) -> Span {
        if self.places.contains_key(pointer) { self.nearest(pointer).value } else { self.span(pointer) }
    }

    /// Where the node at `pointer` was written, or the closest node above it that exists.
    fn nearest(&self, pointer: &str) -> Place {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return *place;
            }
            let Some(at) = pointer.rfind('/') else { break };
            pointer = &pointer[..at];
        }
        Place { key: Span::START, value: Span::START }
    }

    /// The same file, if it said `value`: nodes that are elsewhere now (from, to) keep their places.
    pub(crate) fn rearranged(&self, value: Value, moved: &[(&str, String)]) -> Self {
        let mut places = self.places.clone();
        if !moved.is_empty() {
            // What is below a node is next to it, so that not all nodes are looked at for each that has moved.
            let mut sorted: BTreeMap<String, Place> = places.into_iter().collect();
            for (from, to) in moved {
                let below = format!("{from}/");
                let nodes =
                    sorted.range(below.clone()..).take_while(|(pointer, _)| pointer.starts_with(&below));
                let nodes = nodes.chain(sorted.get_key_value(*from));
                let nodes: Vec<_> = nodes
                    .map(|(pointer, place)| (format!("{to}{}", &pointer[from.len()..]), *place))
                    .collect();
                sorted.extend(nodes);
            }
            places = sorted.into_iter().collect();
        }
        Self { path: self.path.clone(), text: self.text.clone(), value, faults: Vec::new(), places }
    }
}
