//! Error recovery: later checks see the document with its typos fixed, so that one typo causes one diagnostic.

use serde_json::{Map, Value};

use crate::yaml::{Source, escape, unescape};

/// The likely fix of a mistake.
#[derive(Debug)]
pub(super) enum Recovery {
    /// Renames a misspelt key.
    Rename { pointer: String, name: &'static str },
    /// Replaces a value.
    Rewrite { pointer: String, value: Value },
    /// Removes a member of an object.
    Remove { pointer: String },
}

/// Returns the document with all recoveries applied, or `None` if there are none.
pub(super) fn apply(document: &Source, recoveries: &[Recovery]) -> Option<Source> {
    if recoveries.is_empty() {
        return None;
    }
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
    // The deepest first: a rename changes the pointers of all descendants.
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
    Some(document.rearranged(value, &moved))
}
