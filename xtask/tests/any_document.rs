//! Whatever the document says, generating from it ends with files or with an error, not with a panic.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};
use xtask::codegen::generate;
use xtask::document::{Document, escape};
use xtask::workspace::{DOCUMENT, root};

#[test]
fn no_change_of_one_node_makes_it_panic() {
    let original = Document::read(&root().join(DOCUMENT), DOCUMENT).unwrap().value.clone();
    let mut pointers = Vec::new();
    collect(&original, String::new(), &mut pointers);
    let (mut generated, mut refused) = (0, 0);
    for pointer in pointers {
        for change in 0..7 {
            let mut changed = original.clone();
            apply(&mut changed, &pointer, change);
            // JSON is YAML.
            let text = changed.to_string();
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                Document::parse(&text, DOCUMENT).map_err(anyhow::Error::from).and_then(|d| generate(&d))
            }));
            match outcome.unwrap_or_else(|_| panic!("{pointer}: change {change} makes it panic")) {
                Ok(_) => generated += 1,
                Err(error) => {
                    let error = error.to_string();
                    assert!(error.contains(DOCUMENT), "{pointer}: {error}");
                    refused += 1;
                }
            }
        }
    }
    assert!(generated > 100 && refused > 100, "{generated} generated, {refused} refused");
}

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

fn apply(value: &mut Value, pointer: &str, change: usize) {
    if change == 0 {
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
        return;
    }
    if change >= 5 {
        // Another name: one that a type cannot have, or none at all.
        let Some((parent, name)) = pointer.rsplit_once('/') else { return };
        if let Some(Value::Object(parent)) = value.pointer_mut(parent)
            && let Some(node) = parent.remove(&name.replace("~1", "/").replace("~0", "~"))
        {
            parent.insert(["2fa", "_"][change - 5].to_owned(), node);
        }
        return;
    }
    if let Some(node) = value.pointer_mut(pointer) {
        *node = [json!(null), json!("{}/ $"), json!(-1), json!({ "type": "object" })][change - 1].clone();
    }
}
