//! A YAML file: what it says, and where each part of it was written.

mod lines;
mod node;
mod reader;

use std::collections::{BTreeMap, HashMap};

use saphyr_parser::Marker;
use serde_json::Value;

use crate::finding::{Finding, Findings};

pub use lines::Lines;

/// A place in a file; line and column count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl From<Marker> for Position {
    fn from(marker: Marker) -> Self {
        Self { line: marker.line(), column: marker.col() + 1 }
    }
}

/// A part of a file, from its first character to the one behind its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// How many references are followed in a row: more lead in a circle, which is refused.
pub(crate) const REFERENCES: usize = 64;

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
    pub(crate) faults: Vec<Finding>,
    places: HashMap<String, Place>,
}

/// Where a node was written.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Its key, or its first line, if it has none.
    key: Span,
    /// The node itself, or its first line, if it holds others.
    value: Span,
}

impl Source {
    /// Reads a file's `text`, shown as `shown`.
    ///
    /// # Errors
    ///
    /// If it is not YAML.
    pub fn parse(text: &str, shown: &str) -> Result<Self, Findings> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let read = reader::read(text).map_err(|findings| Findings {
            path: shown.to_owned(),
            text: text.to_owned(),
            findings,
            deny_warnings: false,
        })?;
        let mut places = HashMap::new();
        let value = read.root.flatten(String::new(), None, &mut places);
        Ok(Self { path: shown.to_owned(), text: text.to_owned(), value, faults: read.faults, places })
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
        let start = Position { line: 1, column: 1 };
        let span = Span { start, end: start };
        Place { key: span, value: span }
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

    /// The node that `node` stands for: itself, or what it refers to in the end.
    #[must_use]
    pub fn resolve<'a>(&'a self, node: &'a Value) -> &'a Value {
        let mut node = node;
        for _ in 0..REFERENCES {
            let Some(target) = node.get("$ref").and_then(Value::as_str) else { break };
            match self.value.pointer(target.trim_start_matches('#')) {
                Some(found) => node = found,
                None => break,
            }
        }
        node
    }
}

/// Escapes a key for use in a JSON pointer.
#[must_use]
pub fn escape(key: &str) -> String {
    // Few keys have anything to escape, and every check escapes all of them.
    let bytes = key.as_bytes();
    if bytes.contains(&b'~') || bytes.contains(&b'/') {
        key.replace('~', "~0").replace('/', "~1")
    } else {
        key.to_owned()
    }
}

/// A key as it was before it was [escaped](escape).
#[must_use]
pub fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}
