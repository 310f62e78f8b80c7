//! The nodes of a document, and the changes of one that several tests make.

use serde_json::Value;
use xtask::yaml::escape;

/// The pointer of every node, those inside others first.
pub(crate) fn pointers(value: &Value) -> Vec<String> {
    fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                for (name, child) in object {
                    collect(child, format!("{pointer}/{}", escape(name)), pointers);
                }
            }
            Value::Array(items) => {
                for (index, child) in items.iter().enumerate() {
                    collect(child, format!("{pointer}/{index}"), pointers);
                }
            }
            _ => {}
        }
        pointers.push(pointer);
    }
    let mut pointers = Vec::new();
    collect(value, String::new(), &mut pointers);
    pointers
}

/// Removes a node.
pub(crate) fn remove(value: &mut Value, pointer: &str) {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(parent)) => {
            parent.remove(&name.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(parent)) => {
            parent.remove(name.parse().unwrap());
        }
        _ => {}
    }
}

/// Gives a node another key.
pub(crate) fn rename(value: &mut Value, pointer: &str, new: &str) {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(parent)) = value.pointer_mut(parent)
        && let Some(node) = parent.remove(&name.replace("~1", "/").replace("~0", "~"))
    {
        parent.insert(new.to_owned(), node);
    }
}
