//! Mutates the document, and checks that `diff` reports every change of the generated code, and as breaking if an item
//! is lost.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod nodes;
#[path = "../../tests/src/parallel.rs"]
pub mod parallel;

use std::collections::BTreeSet;

use quote::ToTokens as _;
use serde_json::{Map, Value, json};
use xtask::check::{Checked, Comparable};
use xtask::codegen::{GeneratedFile, generate};
use xtask::diff::{Change, Impact, compare};

/// A fixed document, because the workspace's document changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

fn fixture() -> Comparable {
    Comparable::parse(FIXTURE, "old.yaml").unwrap()
}

/// Parses the document, and generates code from it if it has no errors.
fn parse(value: &Value) -> Option<(Comparable, Option<Vec<GeneratedFile>>)> {
    // JSON is YAML.
    let text = value.to_string();
    match Checked::parse(&text, "new.yaml") {
        Ok(checked) => {
            let files = generate(&checked).ok();
            Some((checked.into(), files))
        }
        Err(_) => Some((Comparable::parse(&text, "new.yaml").ok()?, None)),
    }
}

#[test]
fn reordered_document_has_no_changes() {
    let old = fixture();
    assert_eq!(compare(&old, &old), []);
    let (new, _) = parse(&reversed(&old.value)).unwrap();
    assert_ne!(old.text, new.text);
    assert_eq!(compare(&old, &new), []);
    assert_eq!(compare(&new, &old), []);
}

fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .rev()
            .map(|(name, value)| (name.clone(), reversed(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items)
            if items
                .iter()
                .all(|item| matches!(item.as_str(), Some("id" | "code" | "message" | "api_key"))) =>
        {
            items.iter().rev().cloned().collect()
        }
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

#[test]
fn changed_code_is_reported_and_lost_items_are_breaking() {
    let old = fixture();
    let files = generate(&Checked::parse(FIXTURE, "old.yaml").unwrap()).unwrap();
    let generated = Generated { signatures: signatures(&files), files };
    let mutants = mutants(&old.value);
    let tallies = parallel::in_parallel(&mutants, |mutant| vec![examine(&old, &generated, mutant)]);
    let tally = tallies.into_iter().fold(Tally::default(), Tally::and);
    let Tally { compared, differing, lossy, wrong } = tally;
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 500 && differing > 200 && lossy > 50, "{compared} {differing} {lossy}");
}

/// The code generated from the old document.
struct Generated {
    files: Vec<GeneratedFile>,
    signatures: BTreeSet<String>,
}

/// The number of mutants that were compared, changed the code and lost an item; and the failures.
#[derive(Default)]
struct Tally {
    compared: usize,
    differing: usize,
    lossy: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn and(self, other: Self) -> Self {
        Self {
            compared: self.compared + other.compared,
            differing: self.differing + other.differing,
            lossy: self.lossy + other.lossy,
            wrong: [self.wrong, other.wrong].concat(),
        }
    }
}

fn examine(old: &Comparable, generated: &Generated, (mutation, value): &(String, Value)) -> Tally {
    let mut tally = Tally::default();
    let Some((new, files)) = parse(value) else { return tally };
    let changes = compare(old, &new);
    tally.compared = 1;
    if *value == old.value {
        assert_eq!(changes, [], "{mutation}");
        return tally;
    }
    let Some(files) = files else { return tally };
    let reported: Vec<String> = changes.iter().map(Change::to_string).collect();
    let users = changes.iter().map(|change| change.users).max().unwrap_or(Impact::None);
    if files != generated.files {
        tally.differing = 1;
        if users == Impact::None {
            tally.wrong.push(format!(
                "{mutation}: the code changed, but users are unaffected according to {reported:?}"
            ));
        }
    }
    let is = signatures(&files);
    let lost: Vec<_> = generated.signatures.difference(&is).cloned().collect();
    if !lost.is_empty() {
        tally.lossy = 1;
        if users != Impact::Breaking {
            tally
                .wrong
                .push(format!("{mutation}: lost {lost:?}, which is not breaking according to {reported:?}"));
        }
    }
    tally
}

/// Returns all mutants. Each changes one node.
fn mutants(original: &Value) -> Vec<(String, Value)> {
    let mut pointers = nodes::pointers(original);
    let mut mutants = Vec::new();
    // The contents of examples only affect documentation.
    pointers.retain(|pointer| !pointer.contains("/value/"));
    for pointer in pointers {
        let mut add = |what: &str, change: &dyn Fn(&mut Value, &str)| {
            let mut value = original.clone();
            change(&mut value, &pointer);
            mutants.push((format!("{pointer}: {what}"), value));
        };
        add("removed", &nodes::remove);
        add("renamed", &|value, pointer| rename(value, pointer));
        let node = original.pointer(&pointer).unwrap();
        match node {
            Value::String(text) => {
                add("longer", &|value, pointer| {
                    *value.pointer_mut(pointer).unwrap() = json!(format!("{text}x"));
                });
            }
            Value::Bool(on) => {
                add("switched", &|value, pointer| *value.pointer_mut(pointer).unwrap() = json!(!on));
            }
            Value::Number(_) => {
                add("another number", &|value, pointer| *value.pointer_mut(pointer).unwrap() = json!(7));
            }
            Value::Object(object) => {
                if object.contains_key("type") {
                    for (keyword, keyword_value) in keywords() {
                        add(&format!("{keyword} {keyword_value}"), &|value, pointer| {
                            value.pointer_mut(pointer).unwrap()[keyword] = keyword_value.clone();
                        });
                    }
                }
                if pointer.ends_with("/properties") {
                    add("a property", &|value, pointer| {
                        value.pointer_mut(pointer).unwrap()["added"] = json!({ "type": "string" });
                    });
                }
            }
            _ => {}
        }
    }
    mutants
}

fn keywords() -> Vec<(&'static str, Value)> {
    let mut keywords = vec![
        ("nullable", json!(true)),
        ("minLength", json!(1)),
        ("minimum", json!(1)),
        ("maximum", json!(255)),
        ("maxItems", json!(4)),
        ("title", json!("Another title")),
        ("default", json!("a")),
        ("default", json!(3)),
        ("enum", json!(["a", "b"])),
        ("additionalProperties", json!(false)),
        ("additionalProperties", json!(true)),
        ("additionalProperties", json!({ "type": "string" })),
        ("required", json!([])),
        ("deprecated", json!(true)),
    ];
    let types = ["string", "integer", "boolean"].map(|name| ("type", json!(name)));
    let formats = ["password", "date-time", "int32", "uint8", "email"];
    keywords.extend(types);
    keywords.extend(formats.map(|name| ("format", json!(name))));
    keywords
}

/// Renames a key. For a schema, also updates the references.
fn rename(value: &mut Value, pointer: &str) {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return };
    nodes::rename(value, pointer, "renamed");
    if parent == "/components/schemas" {
        let text = value.to_string();
        *value =
            serde_json::from_str(&text.replace(&format!("schemas/{name}\""), "schemas/renamed\"")).unwrap();
    }
}

/// Returns the crate's public items: types, variants, fields with their types, traits, functions.
fn signatures(files: &[GeneratedFile]) -> BTreeSet<String> {
    let mut signatures = BTreeSet::new();
    for file in files.iter().filter(|file| file.path.starts_with("sdk/")) {
        items(&syn::parse_file(&file.text).unwrap().items, &file.path, &mut signatures);
    }
    signatures
}

fn items(list: &[syn::Item], module: &str, signatures: &mut BTreeSet<String>) {
    for item in list {
        match item {
            syn::Item::Mod(item) => {
                let (_, content) =
                    item.content.as_ref().map_or((None, &[][..]), |(brace, list)| (Some(brace), list));
                items(content, &format!("{module}::{}", item.ident), signatures);
            }
            syn::Item::Struct(item) => {
                signatures.insert(format!("{module}: struct {}", item.ident));
                for field in
                    item.fields.iter().filter(|field| matches!(field.vis, syn::Visibility::Public(_)))
                {
                    let (name, ty) = (field.ident.to_token_stream(), field.ty.to_token_stream());
                    signatures.insert(format!("{module}: {}.{name}: {ty}", item.ident));
                }
            }
            syn::Item::Enum(item) => {
                for variant in &item.variants {
                    signatures.insert(format!("{module}: {}::{}", item.ident, variant.ident));
                }
            }
            syn::Item::Impl(item) => {
                let ty = item.self_ty.to_token_stream();
                if let Some((of, _)) = &item.trait_ {
                    let of = of.to_token_stream();
                    signatures.insert(format!("{module}: impl {of} for {ty}"));
                }
                for item in &item.items {
                    if let syn::ImplItem::Fn(function) = item
                        && matches!(function.vis, syn::Visibility::Public(_))
                    {
                        signatures.insert(format!("{module}: {ty}: {}", function.sig.to_token_stream()));
                    }
                }
            }
            _ => {}
        }
    }
}
