//! Whatever the document says, it ends with files or with findings that have a place in it, not with a panic.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod nodes;

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;
use serde_json::{Value, json};
use xtask::check::Checked;
use xtask::check::check;
use xtask::codegen::generate;
use xtask::text::{Lines, Span};
use xtask::workspace::{DOCUMENT, root};
use xtask::yaml::Source;

/// Not the workspace's document: that one changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

#[test]
fn no_change_of_one_node_makes_it_panic() {
    let original = Checked::read(&root().join(DOCUMENT), DOCUMENT).unwrap().value.clone();
    let pointers = nodes::pointers(&original);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (generated, refused) = std::thread::scope(|scope| {
        let parts = pointers.chunks(pointers.len().div_ceil(threads));
        let work = parts.map(|part| scope.spawn(|| changes(&original, part))).collect::<Vec<_>>();
        work.into_iter()
            .map(|work| work.join().unwrap())
            .fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    });
    assert!(generated > 100 && refused > 100, "{generated} generated, {refused} refused");
}

/// Makes every change at each of the pointers; how many were generated from, and how many refused.
fn changes(original: &Value, pointers: &[String]) -> (usize, usize) {
    let (mut generated, mut refused) = (0, 0);
    for pointer in pointers {
        for change in 0..7 {
            let mut changed = original.clone();
            apply(&mut changed, pointer, change);
            // JSON is YAML.
            let text = changed.to_string();
            let outcome = catch_unwind(AssertUnwindSafe(|| outcome(&text)));
            match outcome.unwrap_or_else(|_| panic!("{pointer}: change {change} makes it panic")) {
                Ok(true) => generated += 1,
                Ok(false) => refused += 1,
                Err(wrong) => panic!("{pointer}: change {change}: {wrong}"),
            }
        }
    }
    (generated, refused)
}

/// Whether files are generated from a document; if not, what is found has to have a place in it.
fn outcome(text: &str) -> Result<bool, String> {
    let findings = match Source::parse(text, DOCUMENT) {
        Err(findings) => findings,
        Ok(source) => check(&source),
    };
    // A line ends with a line feed, a carriage return, or both.
    let lines = Lines::new(&findings.text);
    let count = findings.text.replace("\r\n", "\n").split(['\n', '\r']).count();
    for finding in &findings.items {
        let Span { start, end } = finding.span;
        for place in [start, end] {
            let length = lines.line(place.line).chars().count();
            if !(1..=count).contains(&place.line) || !(1..=length + 1).contains(&place.column) {
                return Err(format!("a place outside: {finding:?}"));
            }
        }
        if start > end {
            return Err(format!("an end before the beginning: {finding:?}"));
        }
    }
    let drawn = findings.to_string();
    let document = match Checked::parse(text, DOCUMENT) {
        Ok(_) if findings.has_errors() => return Err(format!("accepted with errors: {drawn}")),
        Ok(document) => document,
        Err(refused) if refused.has_errors() => return Ok(false),
        Err(refused) => return Err(format!("refused without an error: {refused}")),
    };
    match generate(&document) {
        Ok(_) => Ok(true),
        Err(error) if error.to_string().contains(DOCUMENT) => Ok(false),
        Err(error) => Err(format!("no place: {error}")),
    }
}

/// A random change of a document's text.
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
    fn no_edits_of_its_text_make_it_panic(edits in edits(), ours in any::<bool>(), crlf in any::<bool>()) {
        let ours = ours.then(|| Checked::read(&root().join(DOCUMENT), DOCUMENT).unwrap().text.clone());
        let mut text = edited(ours.as_deref().unwrap_or(FIXTURE), &edits);
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        prop_assert_eq!(outcome(&text).err(), None);
    }

    #[test]
    fn no_changes_of_several_nodes_make_it_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), 0..7_usize), 1..8)) {
        let mut value = Source::parse(FIXTURE, DOCUMENT).unwrap().value;
        for (index, change) in changes {
            let pointers = nodes::pointers(&value);
            let pointer = &pointers[index.index(pointers.len())];
            apply(&mut value, pointer, change);
        }
        prop_assert_eq!(outcome(&value.to_string()).err(), None);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[-:{}\\[\\]&*!|>'\"%@,#?a \n\r\t\u{feff}\u{e9}]{0,60}") {
        prop_assert_eq!(outcome(&text).err(), None);
    }
}

#[test]
fn depth_does_not_make_it_overflow() {
    for text in ["- ".repeat(200_000), "[".repeat(200_000), "{a: ".repeat(10_000), "? ".repeat(10_000)] {
        assert_eq!(outcome(&text), Ok(false));
    }
}

#[test]
fn aliases_do_not_make_it_grow_without_end() {
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
        // A name that a type cannot have, or none at all.
        5 => return nodes::rename(value, pointer, "2fa"),
        6 => return nodes::rename(value, pointer, "_"),
        _ => {}
    }
    if let Some(node) = value.pointer_mut(pointer) {
        *node = [json!(null), json!("{}/ $"), json!(-1), json!({ "type": "object" })][change - 1].clone();
    }
}
