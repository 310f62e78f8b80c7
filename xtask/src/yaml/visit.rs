//! Depth-first traversal.

use serde_json::Value;

use super::pointer::escape;

/// Visits every value with its JSON pointer, parents first.
pub fn visit<'a>(value: &'a Value, pointer: &str, visitor: &mut dyn FnMut(&str, &'a Value)) {
    visitor(pointer, value);
    match value {
        Value::Object(object) => {
            for (name, child) in object {
                visit(child, &format!("{pointer}/{}", escape(name)), visitor);
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                visit(child, &format!("{pointer}/{index}"), visitor);
            }
        }
        _ => {}
    }
}
