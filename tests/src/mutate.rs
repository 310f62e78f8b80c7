//! Mutants of a document: applies every fitting operator to a node.

mod operators;
mod place;

use serde_json::Value;
use xtask::yaml::escape;

pub use operators::OPERATORS;
pub use place::Place;

/// The replacement of one node.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The JSON pointer of the node.
    pub pointer: String,
    /// The new value.
    pub value: Value,
}

/// A change of a document.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The name of its operator.
    pub operator: &'static str,
    /// The edit.
    pub edit: Edit,
}

/// Marks a duplicate key. [`Mutant::text`] removes the marker, so that the key occurs twice.
const AGAIN: &str = "(again) ";

impl Mutant {
    /// Returns `true` if the mutant differs from `document`.
    #[must_use]
    pub fn differs_from(&self, document: &Value) -> bool {
        document.pointer(&self.edit.pointer).is_some_and(|node| *node != self.edit.value)
    }

    /// Applies the change to `document`.
    #[must_use]
    pub fn of(&self, document: &Value) -> Value {
        let mut mutant = document.clone();
        if let Some(node) = mutant.pointer_mut(&self.edit.pointer) {
            node.clone_from(&self.edit.value);
        }
        mutant
    }

    /// Returns the mutated document as JSON text, which is also YAML.
    #[must_use]
    pub fn text(&self, document: &Value) -> String {
        self.of(document).to_string().replace(AGAIN, "")
    }
}

/// Returns the pointer of the first node that differs, and a description of the change.
#[must_use]
pub fn difference(original: &Value, mutant: &Value) -> (String, String) {
    fn child<'a>(nodes: &[(String, &'a Value)], key: &str) -> Option<&'a Value> {
        nodes.iter().find(|(known, _)| known == key).map(|(_, child)| *child)
    }
    let (mut at, mut pair) = (String::new(), (original, mutant));
    loop {
        let (of_a, of_b) = (children(pair.0), children(pair.1));
        let mut keys = of_a.iter().chain(&of_b).map(|(key, _)| key);
        let differs = keys.find(|key| child(&of_a, key) != child(&of_b, key));
        let Some(key) = differs else { return (at, format!("{} → {}", pair.0, pair.1)) };
        at.extend(["/", key]);
        pair = match (child(&of_a, key), child(&of_b, key)) {
            (Some(a), Some(b)) => (a, b),
            (Some(a), None) => return (at, format!("{a} removed")),
            (_, b) => return (at, format!("{} added", b.unwrap_or(&Value::Null))),
        };
    }
}

/// Returns the children of a node, each with its pointer segment.
fn children(node: &Value) -> Vec<(String, &Value)> {
    match node {
        Value::Object(object) => object.iter().map(|(key, child)| (escape(key), child)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect(),
        _ => Vec::new(),
    }
}

/// Returns the pointers of all nodes, parents first.
#[must_use]
pub fn pointers(document: &Value) -> Vec<String> {
    fn collect(node: &Value, pointer: &str, pointers: &mut Vec<String>) {
        pointers.push(pointer.to_owned());
        for (key, child) in children(node) {
            collect(child, &format!("{pointer}/{key}"), pointers);
        }
    }
    let mut pointers = Vec::new();
    collect(document, "", &mut pointers);
    pointers
}

/// Returns all mutants of the node at `pointer`.
///
/// # Panics
///
/// If there is no such node.
#[must_use]
pub fn mutants(document: &Value, pointer: &str) -> Vec<Mutant> {
    let place = Place::of(document, pointer);
    let mutants = OPERATORS
        .iter()
        .flat_map(|(operator, apply)| apply(&place).into_iter().map(|edit| Mutant { operator, edit }));
    mutants.collect()
}
