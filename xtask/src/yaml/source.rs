//! A YAML file with the position of every node.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::node::Node;
use super::parser;
use super::tree::Place;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::text::{Position, Span};

/// A parsed YAML file.
#[derive(Debug)]
pub struct Source {
    /// The path, as it is displayed.
    pub path: String,
    /// The content, without a byte order mark.
    pub text: String,
    /// The value of the document.
    pub value: Value,
    /// Mistakes in the YAML that do not prevent parsing.
    pub(crate) faults: Vec<Diagnostic>,
    places: HashMap<String, Place>,
}

impl Source {
    /// Parses the content of a file. Diagnostics show `shown` as its path.
    ///
    /// # Errors
    ///
    /// If `text` is not valid YAML.
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

    /// Returns the root of the document.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node::root(&self.value)
    }

    /// Follows references from `value` to the end. Returns `value` if it is not a reference.
    #[must_use]
    pub fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        self.root().follow(value)
    }

    /// Returns the position of the node at a JSON pointer: that of its key, if it has one.
    #[must_use]
    pub fn position(&self, pointer: &str) -> Position {
        self.span(pointer).start
    }

    /// Returns the span of the key of the node at a JSON pointer, or of the node's first line if it has no key.
    #[must_use]
    pub fn span(&self, pointer: &str) -> Span {
        self.nearest(pointer).key
    }

    /// Returns the span of the node at a JSON pointer, or of its first line if it contains other nodes.
    #[must_use]
    pub fn value_span(&self, pointer: &str) -> Span {
        if self.places.contains_key(pointer) { self.nearest(pointer).value } else { self.span(pointer) }
    }

    /// Returns the place of the node at `pointer`, or of its closest ancestor that exists.
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

    /// Returns the same file with another value. Moved nodes, given as pairs (from, to), keep their places.
    pub(crate) fn rearranged(&self, value: Value, moved: &[(&str, String)]) -> Self {
        let mut places = self.places.clone();
        if !moved.is_empty() {
            // In sorted order, the descendants of a node follow each other: no move scans all nodes.
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
