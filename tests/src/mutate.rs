//! Mutants of a document: each node, changed in every way that fits it.

mod operators;
mod place;

use serde_json::Value;
use xtask::document::escape;

pub use operators::OPERATORS;
pub use place::Place;

/// A document with one thing changed.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The operator that made it.
    pub operator: &'static str,
    /// Where the change is.
    pub pointer: String,
    /// The whole document, changed.
    pub value: Value,
}

/// The marker of a key that [`Mutant::text`] writes without it, beside the key that is there already.
const AGAIN: &str = "(again) ";

impl Mutant {
    /// The document's text: JSON, which is YAML.
    #[must_use]
    pub fn text(&self) -> String {
        self.value.to_string().replace(AGAIN, "")
    }
}

/// The first node that differs: where it is, what it was, what it has become. None, if the order of keys alone
/// is another.
#[must_use]
pub fn difference(original: &Value, mutant: &Value) -> Option<(String, Value, Value)> {
    fn find(pointer: String, a: &Value, b: &Value) -> Option<(String, Value, Value)> {
        if a == b {
            return None;
        }
        let (of_a, of_b) = (children(a), children(b));
        let keys = of_a.iter().chain(&of_b).map(|(key, _)| key);
        let inside = keys.map(|key| {
            let child = |node: &[(String, &Value)]| {
                node.iter().find(|(known, _)| known == key).map_or(Value::Null, |(_, child)| (*child).clone())
            };
            (format!("{pointer}/{key}"), child(&of_a), child(&of_b))
        });
        let first = inside.into_iter().find_map(|(pointer, a, b)| find(pointer, &a, &b));
        first.or_else(|| Some((pointer, a.clone(), b.clone())))
    }
    find(String::new(), original, mutant)
}

/// The nodes in a node, each with its segment of a pointer.
fn children(node: &Value) -> Vec<(String, &Value)> {
    match node {
        Value::Object(object) => object.iter().map(|(key, child)| (escape(key), child)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect(),
        _ => Vec::new(),
    }
}

/// The pointers of every node, parents first.
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

/// Every mutant of the node at `pointer`.
///
/// # Panics
///
/// If there is no such node.
#[must_use]
pub fn mutants(document: &Value, pointer: &str) -> Vec<Mutant> {
    let place = Place::of(document, pointer);
    let mutants = OPERATORS.iter().flat_map(|(operator, apply)| {
        let values = apply(&place).into_iter();
        values.map(|value| Mutant { operator, pointer: pointer.to_owned(), value })
    });
    mutants.collect()
}
