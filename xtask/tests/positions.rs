//! The positions of diagnostics: lines and columns as an editor counts them, for every style of YAML.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use xtask::check::check;
use xtask::yaml::Source;

const HEAD: &str =
    "openapi: 3.0.4\ninfo: {title: An API, version: '1'}\nservers: [{url: 'https://api.example.com'}]\n";

/// Returns the line, the column and the underlined text of all diagnostics with a code.
fn places(document: &str, code: &str) -> Vec<(usize, usize, String)> {
    let diagnostics =
        Source::parse(document, "api.yaml").map_or_else(|diagnostics| diagnostics, |source| check(&source));
    let found = diagnostics.items.iter().filter(|diagnostic| diagnostic.code.text() == code);
    found
        .map(|diagnostic| {
            let (start, end) = (diagnostic.span.start, diagnostic.span.end);
            let line = diagnostics.text.lines().nth(start.line - 1).unwrap();
            let length = if end.line == start.line { end.column - start.column } else { usize::MAX };
            let underlined = line.chars().skip(start.column - 1).take(length).collect();
            (start.line, start.column, underlined)
        })
        .collect()
}

#[test]
fn columns_count_characters() {
    for (what, text, expected) in [
        ("plain", "sumary: x\n", (4, 1, "sumary")),
        ("quoted", "\"sumary\": x\n", (4, 1, "\"sumary\"")),
        ("after wide characters", "tags: [{name: 'é🔑漢', sumary: x}]\n", (4, 22, "sumary")),
        ("after tabs", "tags: [{name: a,\t\tsumary: x}]\n", (4, 19, "sumary")),
        ("on the second line of a flow mapping", "tags: [{name: a,\n  sumary: x}]\n", (5, 3, "sumary")),
        ("after a block scalar", "tags:\n  - name: |\n      a\n\n      b\n    sumary: x\n", (9, 5, "sumary")),
        (
            "after a multi-line scalar",
            "tags:\n  - name: a\n      b\n    # c\n    sumary: x\n",
            (8, 5, "sumary"),
        ),
    ] {
        let document = format!("{HEAD}{text}paths: {{}}\n");
        let expected = vec![(expected.0, expected.1, expected.2.to_owned())];
        assert_eq!(places(&document, "unknown-key"), expected, "{what}");
        let crlf = document.replace('\n', "\r\n");
        assert_eq!(places(&crlf, "unknown-key"), expected, "{what}, with CRLF");
        let marked = format!("\u{feff}{document}");
        assert_eq!(places(&marked, "unknown-key"), expected, "{what}, with a byte order mark");
    }
}

#[test]
fn typo_in_an_anchored_value_is_reported_once_at_the_anchor() {
    let document = format!("{HEAD}tags:\n  - &tag {{name: a, sumary: x}}\n  - *tag\npaths: {{}}\n");
    assert_eq!(places(&document, "unknown-key"), [(5, 20, "sumary".to_owned())]);
}

#[test]
fn alias_of_the_wrong_type_is_reported_at_the_alias() {
    let document = format!("{HEAD}tags: &tags [{{name: a}}]\nexternalDocs: *tags\npaths: {{}}\n");
    assert_eq!(places(&document, "wrong-type"), [(5, 1, "externalDocs".to_owned())]);
}

#[test]
fn duplicate_key_names_both_places() {
    let document = format!("{HEAD}paths: {{}}\ntags: []\ntags: []\n");
    let diagnostics = check(&Source::parse(&document, "api.yaml").unwrap());
    let duplicate =
        diagnostics.items.iter().find(|diagnostic| diagnostic.code.text() == "duplicate-key").unwrap();
    let related = duplicate.related.as_ref().unwrap();
    assert_eq!((duplicate.span.start.line, related.span.start.line), (6, 5));
    assert!(
        duplicate.message.contains("`tags`") && duplicate.message.contains("line 5"),
        "{}",
        duplicate.message
    );
}

#[test]
fn syntax_error_at_the_end_has_a_position_in_the_file() {
    for text in ["a: [", "a: \"b\n\n\n", "a: b\n c: d", "a: {b: c\n"] {
        let diagnostics = Source::parse(text, "api.yaml").unwrap_err();
        let place = diagnostics.items[0].span.start;
        assert!(place.line <= text.trim_end().lines().count(), "{text:?}: {place:?}");
    }
}

#[test]
fn json_documents_are_parsed() {
    let document = "{\n  \"openapi\": \"3.0.4\",\n  \"info\": {\"title\": \"An API\", \"vresion\": \"1\"},\n  \"paths\": {}\n}\n";
    assert_eq!(places(document, "unknown-key"), [(3, 31, "\"vresion\"".to_owned())]);
}
