//! Compares the constraints on values besides their type: limits, formats, null.

use std::collections::BTreeSet;

use serde_json::Value;

use super::change::{Impact, Kind};
use super::flattened::Flattened;
use super::recorder::{Entry, Recorder};
use super::usage::{Direction, Usage, ValueSet};
use crate::yaml::Node;

/// Limits, each with the effect on the accepted values if the limit grows.
const LIMITS: [(&str, ValueSet); 8] = [
    ("maximum", ValueSet::Superset),
    ("maxLength", ValueSet::Superset),
    ("maxItems", ValueSet::Superset),
    ("maxProperties", ValueSet::Superset),
    ("minimum", ValueSet::Subset),
    ("minLength", ValueSet::Subset),
    ("minItems", ValueSet::Subset),
    ("minProperties", ValueSet::Subset),
];

/// Keywords whose values cannot be ordered.
const RULES: [&str; 4] = ["pattern", "multipleOf", "not", "discriminator"];

/// Boolean keywords, each with the effect on the accepted values if it becomes true.
const SWITCHES: [(&str, ValueSet); 4] = [
    ("exclusiveMaximum", ValueSet::Subset),
    ("exclusiveMinimum", ValueSet::Subset),
    ("uniqueItems", ValueSet::Subset),
    ("nullable", ValueSet::Superset),
];

pub(super) fn compare<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    schemas: &(Flattened<'a>, Flattened<'a>),
) {
    for (keyword, growing) in LIMITS {
        each(recorder, usage, schemas, keyword, |old, new| limit(old, new, growing));
    }
    for keyword in RULES {
        each(recorder, usage, schemas, keyword, |old, new| match (old, new) {
            (None, Some(_)) => ValueSet::Subset,
            (Some(_), None) => ValueSet::Superset,
            _ => ValueSet::Incomparable,
        });
    }
    each(recorder, usage, schemas, "format", format);
    for (keyword, on) in SWITCHES {
        switch(recorder, usage, schemas, (keyword, on));
    }
    default(recorder, usage, schemas);
    deprecation(recorder, usage, (schemas.0.keyword("deprecated"), schemas.1.keyword("deprecated")));
}

/// Records a change of a keyword.
fn each<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    schemas: &(Flattened<'a>, Flattened<'a>),
    keyword: &str,
    set: impl Fn(Option<&Value>, Option<&Value>) -> ValueSet,
) {
    let strings = |shape: &Flattened<'a>| -> BTreeSet<String> {
        shape.keywords.get(keyword).into_iter().flatten().map(|node| node.value.to_string()).collect()
    };
    if strings(&schemas.0) == strings(&schemas.1) {
        return;
    }
    let nodes = (schemas.0.keyword(keyword), schemas.1.keyword(keyword));
    let (old, new) = (nodes.0.map(|node| node.value), nodes.1.map(|node| node.value));
    let many = |shape: &Flattened<'a>| shape.keywords.get(keyword).is_some_and(|nodes| nodes.len() > 1);
    let values = if many(&schemas.0) || many(&schemas.1) { ValueSet::Incomparable } else { set(old, new) };
    let users = users(keyword, (old, new), schemas);
    usage.record(recorder, (what(keyword, old, new), values, users), nodes);
}

/// Describes the change of a keyword.
pub(super) fn what(keyword: &str, old: Option<&Value>, new: Option<&Value>) -> String {
    let shown = |value: &Value| match value {
        Value::Object(_) | Value::Array(_) => String::new(),
        Value::String(text) if text.len() > 60 || text.contains('\n') => String::new(),
        Value::String(text) => format!(" `{text}`"),
        other => format!(" `{other}`"),
    };
    match (old, new) {
        (None, Some(new)) => format!("{keyword}{} is new", shown(new)),
        (Some(old), None) => format!("{keyword}{} is gone", shown(old)),
        (Some(old), Some(new)) => match (shown(old), shown(new)) {
            (old, new) if old.is_empty() || new.is_empty() || old == new => format!("{keyword} changed"),
            (old, new) => format!("{keyword} is{new} now, was{old}"),
        },
        (None, None) => format!("{keyword} changed"),
    }
}

fn limit(old: Option<&Value>, new: Option<&Value>, growing: ValueSet) -> ValueSet {
    let shrinking = if growing == ValueSet::Superset { ValueSet::Subset } else { ValueSet::Superset };
    match (old.and_then(Value::as_f64), new.and_then(Value::as_f64)) {
        (None, Some(_)) => ValueSet::Subset,
        (Some(_), None) => ValueSet::Superset,
        (Some(old), Some(new)) if new > old => growing,
        (Some(old), Some(new)) if new < old => shrinking,
        _ => ValueSet::Incomparable,
    }
}

fn format(old: Option<&Value>, new: Option<&Value>) -> ValueSet {
    /// Returns true if the first format includes all values of the second.
    fn includes(wide: &str, narrow: &str) -> bool {
        matches!((wide, narrow), ("int64", "int32") | ("double", "float"))
    }
    // On the wire, a secret is a string like any other.
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let (old, new) = (text(old).filter(|f| f != "password"), text(new).filter(|f| f != "password"));
    match (old.as_deref(), new.as_deref()) {
        (None, None) => ValueSet::Same,
        (None, Some(_)) => ValueSet::Subset,
        (Some(_), None) => ValueSet::Superset,
        (Some(old), Some(new)) if includes(new, old) => ValueSet::Superset,
        (Some(old), Some(new)) if includes(old, new) => ValueSet::Subset,
        _ => ValueSet::Incomparable,
    }
}

/// Returns the impact of a keyword's change on users of the crate. Most keywords affect only a type's documentation.
fn users(
    keyword: &str,
    (old, new): (Option<&Value>, Option<&Value>),
    schemas: &(Flattened<'_>, Flattened<'_>),
) -> Impact {
    let typed = |value: Option<&Value>| match (value.and_then(Value::as_str), schemas.1.text("type")) {
        (Some(format), Some("string")) => format == "password",
        (format, _) => format.is_some(),
    };
    match keyword {
        "format" if typed(old) || typed(new) => Impact::Breaking,
        "not" => Impact::Breaking,
        _ => Impact::Documentation,
    }
}

fn switch<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    schemas: &(Flattened<'a>, Flattened<'a>),
    (keyword, on): (&str, ValueSet),
) {
    let off = if on == ValueSet::Superset { ValueSet::Subset } else { ValueSet::Superset };
    let (what, values) = match (schemas.0.is_true(keyword), schemas.1.is_true(keyword)) {
        (false, true) => (format!("is `{keyword}` now"), on),
        (true, false) => (format!("is not `{keyword}` any more"), off),
        _ => return,
    };
    let users = match keyword {
        // An optional field is an `Option` already.
        "nullable" if usage.optional == (true, true) => Impact::Compatible,
        "nullable" => Impact::Breaking,
        _ => Impact::Documentation,
    };
    usage.record(recorder, (what, values, users), (schemas.0.keyword(keyword), schemas.1.keyword(keyword)));
}

/// Compares defaults.
fn default<'a>(recorder: &mut Recorder<'a>, usage: &Usage, schemas: &(Flattened<'a>, Flattened<'a>)) {
    let nodes = (schemas.0.keyword("default"), schemas.1.keyword("default"));
    let (old, new) = (nodes.0.map(|node| node.value), nodes.1.map(|node| node.value));
    if old == new {
        return;
    }
    let callers = match (usage.direction, old) {
        (Direction::Unused, _) => Impact::None,
        (Direction::Request, Some(_)) => Impact::Breaking,
        (Direction::Request, None) => Impact::Compatible,
        (Direction::Response, _) => Impact::Documentation,
    };
    let why = (callers == Impact::Breaking).then_some("requests that omit it change their meaning");
    let (what, users, kind) = (what("default", old, new), usage.users(Impact::Documentation), Kind::Changed);
    recorder.record(&usage.place, Entry { kind, what, why, callers, users, old: nodes.0, new: nodes.1 });
}

/// Compares the `deprecated` flags.
pub(super) fn deprecation<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    (old, new): (Option<&Node<'a>>, Option<&Node<'a>>),
) {
    let is_true = |node: Option<&Node<'a>>| node.is_some_and(|node| *node.value == Value::Bool(true));
    let (what, kind) = match (is_true(old), is_true(new)) {
        (false, true) => ("is deprecated now", Kind::Deprecated),
        (true, false) => ("is not deprecated any more", Kind::Changed),
        _ => return,
    };
    let callers = if usage.direction == Direction::Unused { Impact::None } else { Impact::Compatible };
    let (what, why, users) = (what.to_owned(), None, usage.users(Impact::Compatible));
    recorder.record(&usage.place, Entry { kind, what, why, callers, users, old, new });
}
