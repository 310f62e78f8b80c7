//! No document causes a panic: it either generates files, or `check` reports diagnostics with valid positions.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod nodes;
#[path = "../../tests/src/parallel.rs"]
pub mod parallel;

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;
use serde_json::{Value, json};
use xtask::check::Checked;
use xtask::codegen::generate;
use xtask::text::{Lines, Span};
use xtask::workspace::{DOCUMENT, root};
use xtask::yaml::Source;

/// A fixed document, independent of changes of `openapi/certcentral.yaml`.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

#[test]
fn changes_of_one_node_never_panic() {
    // The fixture has one of everything that is checked, and does not grow with the document.
    let original = Checked::parse(FIXTURE, DOCUMENT).unwrap().value.clone();
    let pointers = nodes::pointers(&original);
    let generated = parallel::in_parallel(&pointers, |pointer| changes(&original, pointer));
    let rejected = generated.iter().filter(|generated| !**generated).count();
    let generated = generated.len() - rejected;
    assert!(generated > 100 && rejected > 100, "{generated} generated, {rejected} rejected");
}

/// Applies every change at a pointer. Returns true for each document that files are generated from.
fn changes(original: &Value, pointer: &str) -> Vec<bool> {
    let outcomes = (0..7).map(|change| {
        let mut changed = original.clone();
        apply(&mut changed, pointer, change);
        // JSON is YAML.
        let text = changed.to_string();
        let outcome = catch_unwind(AssertUnwindSafe(|| outcome(&text)));
        match outcome.unwrap_or_else(|_| panic!("{pointer}: change {change}: panicked")) {
            Ok(generated) => generated,
            Err(wrong) => panic!("{pointer}: change {change}: {wrong}"),
        }
    });
    outcomes.collect()
}

/// Returns true if files are generated from a document, and false if it is rejected.
///
/// # Errors
///
/// If a diagnostic has no valid position, or if `check` and the generator disagree.
fn outcome(text: &str) -> Result<bool, String> {
    let checked = Checked::parse(text, DOCUMENT);
    let diagnostics = match &checked {
        Ok(document) => document.warnings(),
        Err(diagnostics) => diagnostics,
    };
    // A line ends with a line feed, a carriage return, or both.
    let lines = Lines::new(&diagnostics.text);
    let count = diagnostics.text.replace("\r\n", "\n").split(['\n', '\r']).count();
    for diagnostic in &diagnostics.items {
        let Span { start, end } = diagnostic.span;
        for place in [start, end] {
            let length = lines.line(place.line).chars().count();
            if !(1..=count).contains(&place.line) || !(1..=length + 1).contains(&place.column) {
                return Err(format!("position outside of the document: {diagnostic:?}"));
            }
        }
        if start > end {
            return Err(format!("end before start: {diagnostic:?}"));
        }
    }
    let rendered = diagnostics.to_string();
    let document = match checked {
        Ok(document) => document,
        Err(rejected) if rejected.has_errors() => return Ok(false),
        Err(_) => return Err(format!("rejected without an error: {rendered}")),
    };
    if document.warnings().has_errors() {
        return Err(format!("accepted with errors: {rendered}"));
    }
    match generate(&document) {
        Ok(_) => Ok(true),
        Err(error) if error.to_string().contains(DOCUMENT) => Ok(false),
        Err(error) => Err(format!("error without a position: {error}")),
    }
}

/// A random edit of the text of a document.
#[derive(Clone, Debug)]
enum Edit {
    Cut(usize),
    Indent(usize, usize),
    Remove(usize),
    Repeat(usize, usize),
    Swap(usize, usize),
    Replace(usize, String),
    Value(usize, String),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = || any::<prop::sample::Index>().prop_map(|index| index.index(1 << 20));
    let value = prop::sample::select(vec![
        "",
        "null",
        "[]",
        "{}",
        "true",
        "-1",
        "1e400",
        "'",
        "\"",
        "&a",
        "*a",
        "!t x",
        "|",
        "{$ref: '#'}",
        "{$ref: '#/paths'}",
        "[[[",
        ": :",
        "- -",
        "\t",
        "\u{e9}\u{1f511}",
        "18446744073709551616",
        "2fa",
        "<<: x",
        "? x",
    ])
    .prop_map(str::to_owned);
    let edit = prop_oneof![
        1 => at().prop_map(Edit::Cut),
        3 => (at(), 0_usize..12).prop_map(|(line, spaces)| Edit::Indent(line, spaces)),
        3 => at().prop_map(Edit::Remove),
        2 => (at(), at()).prop_map(|(from, to)| Edit::Repeat(from, to)),
        2 => (at(), at()).prop_map(|(one, other)| Edit::Swap(one, other)),
        2 => (at(), "\\PC").prop_map(|(place, text)| Edit::Replace(place, text)),
        4 => (at(), value).prop_map(|(line, text)| Edit::Value(line, text)),
    ];
    prop::collection::vec(edit, 1..6)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for edit in edits {
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let count = lines.len();
        match edit {
            Edit::Cut(at) => {
                text = text.chars().take(at % (text.len() + 1)).collect();
                continue;
            }
            Edit::Indent(line, spaces) => {
                let line = &mut lines[line % count];
                *line = format!("{}{}", " ".repeat(*spaces), line.trim_start());
            }
            Edit::Remove(line) => {
                lines.remove(line % count);
            }
            Edit::Repeat(from, to) => {
                let line = lines[from % count].clone();
                lines.insert(to % count, line);
            }
            Edit::Swap(one, other) => {
                let mut chars: Vec<char> = text.chars().collect();
                let length = chars.len();
                if length > 0 {
                    chars.swap(one % length, other % length);
                }
                text = chars.into_iter().collect();
                continue;
            }
            Edit::Replace(at, with) => {
                let at = at % (text.chars().count() + 1);
                text = text.chars().take(at).chain(with.chars()).chain(text.chars().skip(at + 1)).collect();
                continue;
            }
            Edit::Value(line, value) => {
                let line = &mut lines[line % count];
                let key = line.split(": ").next().unwrap_or_default().trim_end_matches(':');
                *line = format!("{key}: {value}");
            }
        }
        text = lines.join("\n");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_of_the_text_never_panic(edits in edits(), ours in any::<bool>(), crlf in any::<bool>()) {
        let ours = ours.then(|| Checked::read(&root().join(DOCUMENT), DOCUMENT).unwrap().text.clone());
        let mut text = edited(ours.as_deref().unwrap_or(FIXTURE), &edits);
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        prop_assert_eq!(outcome(&text).err(), None);
    }

    #[test]
    fn changes_of_several_nodes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), 0..7_usize), 1..8)) {
        let mut value = Source::parse(FIXTURE, DOCUMENT).unwrap().value;
        for (index, change) in changes {
            let pointers = nodes::pointers(&value);
            let pointer = &pointers[index.index(pointers.len())];
            apply(&mut value, pointer, change);
        }
        prop_assert_eq!(outcome(&value.to_string()).err(), None);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[-:{}\\[\\]&*!|>'\"%@,#?a \n\r\t\u{feff}\u{e9}]{0,60}") {
        prop_assert_eq!(outcome(&text).err(), None);
    }
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    for text in ["- ".repeat(200_000), "[".repeat(200_000), "{a: ".repeat(10_000), "? ".repeat(10_000)] {
        assert_eq!(outcome(&text), Ok(false));
    }
}

#[test]
fn nested_aliases_do_not_exhaust_memory() {
    let mut text = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..40 {
        let below = level - 1;
        writeln!(text, "a{level}: &a{level} [*a{below}, *a{below}, *a{below}]").unwrap();
    }
    assert_eq!(outcome(&text), Ok(false));
}

fn apply(value: &mut Value, pointer: &str, change: usize) {
    match change {
        0 => return nodes::remove(value, pointer),
        // Names that are not valid type names.
        5 => return nodes::rename(value, pointer, "2fa"),
        6 => return nodes::rename(value, pointer, "_"),
        _ => {}
    }
    if let Some(node) = value.pointer_mut(pointer) {
        *node = [json!(null), json!("{}/ $"), json!(-1), json!({ "type": "object" })][change - 1].clone();
    }
}
