//! What was likely meant: the checks go on as if it had been written, so that one slip is one diagnostic.

use serde_json::{Map, Value};

use crate::yaml::{Source, escape, unescape};

/// A slip, and what was meant.
#[derive(Debug)]
pub(super) enum Recovery {
    /// A key that was meant to be another.
    Rename { pointer: String, name: &'static str },
    /// A value that was meant to be another.
    Rewrite { pointer: String, value: Value },
    /// A member of an object that means nothing as it is.
    Remove { pointer: String },
}

/// The document as it was meant.
pub(super) fn apply(document: &Source, recoveries: &[Recovery]) -> Source {
    let mut value = document.value.clone();
    for recovery in recoveries {
        match recovery {
            Recovery::Rewrite { pointer, value: meant } => {
                if let Some(node) = value.pointer_mut(pointer) {
                    *node = meant.clone();
                }
            }
            Recovery::Remove { pointer } => {
                if let Some((parent, key)) = pointer.rsplit_once('/')
                    && let Some(Value::Object(object)) = value.pointer_mut(parent)
                {
                    object.shift_remove(&unescape(key));
                }
            }
            Recovery::Rename { .. } => {}
        }
    }
    let mut renames: Vec<(&str, &str)> = recoveries
        .iter()
        .filter_map(|recovery| match recovery {
            Recovery::Rename { pointer, name } => Some((pointer.as_str(), *name)),
            Recovery::Rewrite { .. } | Recovery::Remove { .. } => None,
        })
        .collect();
    // The deepest first: a rename changes the pointers of all that lies below.
    renames.sort_by_key(|(pointer, _)| std::cmp::Reverse(pointer.matches('/').count()));
    let mut moved = Vec::new();
    for (pointer, name) in renames {
        let Some((parent, key)) = pointer.rsplit_once('/') else { continue };
        let Some(Value::Object(object)) = value.pointer_mut(parent) else { continue };
        let key = unescape(key);
        *object = std::mem::take(object)
            .into_iter()
            .map(|(member, value)| if member == key { (name.to_owned(), value) } else { (member, value) })
            .collect::<Map<_, _>>();
        moved.push((pointer, format!("{parent}/{}", escape(name))));
    }
    document.rearranged(value, &moved)
}
