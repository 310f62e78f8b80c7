//! What a schema says of its values besides their type: limits, formats, null.

use std::collections::BTreeSet;

use serde_json::Value;

use super::change::{Impact, Kind};
use super::comparison::{Comparison, Telling};
use super::node::Node;
use super::shape::Shape;
use super::site::{Direction, Motion, Site};

/// Keywords that limit values, each with what becomes of the values where its own value grows.
const LIMITS: [(&str, Motion); 8] = [
    ("maximum", Motion::Widened),
    ("maxLength", Motion::Widened),
    ("maxItems", Motion::Widened),
    ("maxProperties", Motion::Widened),
    ("minimum", Motion::Narrowed),
    ("minLength", Motion::Narrowed),
    ("minItems", Motion::Narrowed),
    ("minProperties", Motion::Narrowed),
];

/// Keywords that limit values in a way that two of them cannot be compared in.
const RULES: [&str; 4] = ["pattern", "multipleOf", "not", "discriminator"];

/// Keywords that are switches, each with what becomes of the values where it is switched on.
const SWITCHES: [(&str, Motion); 4] = [
    ("exclusiveMaximum", Motion::Narrowed),
    ("exclusiveMinimum", Motion::Narrowed),
    ("uniqueItems", Motion::Narrowed),
    ("nullable", Motion::Widened),
];

pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, site: &Site, shapes: &(Shape<'a>, Shape<'a>)) {
    for (keyword, growing) in LIMITS {
        each(comparison, site, shapes, keyword, |old, new| limit(old, new, growing));
    }
    for keyword in RULES {
        each(comparison, site, shapes, keyword, |old, new| match (old, new) {
            (None, Some(_)) => Motion::Narrowed,
            (Some(_), None) => Motion::Widened,
            _ => Motion::Moved,
        });
    }
    each(comparison, site, shapes, "format", format);
    for (keyword, on) in SWITCHES {
        switch(comparison, site, shapes, (keyword, on));
    }
    default(comparison, site, shapes);
    deprecation(comparison, site, (shapes.0.keyword("deprecated"), shapes.1.keyword("deprecated")));
}

/// Tells what became of a keyword, if its values differ.
fn each<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site,
    shapes: &(Shape<'a>, Shape<'a>),
    keyword: &str,
    motion: impl Fn(Option<&Value>, Option<&Value>) -> Motion,
) {
    let values = |shape: &Shape<'a>| -> BTreeSet<String> {
        shape.keywords.get(keyword).into_iter().flatten().map(|node| node.value.to_string()).collect()
    };
    if values(&shapes.0) == values(&shapes.1) {
        return;
    }
    let nodes = (shapes.0.keyword(keyword), shapes.1.keyword(keyword));
    let (old, new) = (nodes.0.map(|node| node.value), nodes.1.map(|node| node.value));
    let many = |shape: &Shape<'a>| shape.keywords.get(keyword).is_some_and(|nodes| nodes.len() > 1);
    let motion = if many(&shapes.0) || many(&shapes.1) { Motion::Moved } else { motion(old, new) };
    let users = users(keyword, (old, new), shapes);
    site.tell(comparison, (what(keyword, old, new), motion, users), nodes);
}

/// What became of a keyword, in words.
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

fn limit(old: Option<&Value>, new: Option<&Value>, growing: Motion) -> Motion {
    let shrinking = if growing == Motion::Widened { Motion::Narrowed } else { Motion::Widened };
    match (old.and_then(Value::as_f64), new.and_then(Value::as_f64)) {
        (None, Some(_)) => Motion::Narrowed,
        (Some(_), None) => Motion::Widened,
        (Some(old), Some(new)) if new > old => growing,
        (Some(old), Some(new)) if new < old => shrinking,
        _ => Motion::Moved,
    }
}

fn format(old: Option<&Value>, new: Option<&Value>) -> Motion {
    /// Whether the first holds all that the second does.
    fn holds(wide: &str, narrow: &str) -> bool {
        matches!((wide, narrow), ("int64", "int32") | ("double", "float"))
    }
    // A secret is told apart by readers alone: on the wire it is text.
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let (old, new) = (text(old).filter(|f| f != "password"), text(new).filter(|f| f != "password"));
    match (old.as_deref(), new.as_deref()) {
        (None, None) => Motion::Still,
        (None, Some(_)) => Motion::Narrowed,
        (Some(_), None) => Motion::Widened,
        (Some(old), Some(new)) if holds(new, old) => Motion::Widened,
        (Some(old), Some(new)) if holds(old, new) => Motion::Narrowed,
        _ => Motion::Moved,
    }
}

/// What a keyword's change costs the crate's users: most become documentation of a type, and leave the type alone.
fn users(
    keyword: &str,
    (old, new): (Option<&Value>, Option<&Value>),
    shapes: &(Shape<'_>, Shape<'_>),
) -> Impact {
    let typed = |value: Option<&Value>| match (value.and_then(Value::as_str), shapes.1.text("type")) {
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
    comparison: &mut Comparison<'a>,
    site: &Site,
    shapes: &(Shape<'a>, Shape<'a>),
    (keyword, on): (&str, Motion),
) {
    let off = if on == Motion::Widened { Motion::Narrowed } else { Motion::Widened };
    let (what, motion) = match (shapes.0.is_true(keyword), shapes.1.is_true(keyword)) {
        (false, true) => (format!("is `{keyword}` now"), on),
        (true, false) => (format!("is not `{keyword}` any more"), off),
        _ => return,
    };
    let users = match keyword {
        // What may be missing is an option already.
        "nullable" if site.optional == (true, true) => Impact::Compatible,
        "nullable" => Impact::Breaking,
        _ => Impact::Documentation,
    };
    site.tell(comparison, (what, motion, users), (shapes.0.keyword(keyword), shapes.1.keyword(keyword)));
}

/// What is taken where nothing is sent.
fn default<'a>(comparison: &mut Comparison<'a>, site: &Site, shapes: &(Shape<'a>, Shape<'a>)) {
    let nodes = (shapes.0.keyword("default"), shapes.1.keyword("default"));
    let (old, new) = (nodes.0.map(|node| node.value), nodes.1.map(|node| node.value));
    if old == new {
        return;
    }
    let callers = match (site.direction, old) {
        (Direction::Unused, _) => Impact::None,
        (Direction::Request, Some(_)) => Impact::Breaking,
        (Direction::Request, None) => Impact::Compatible,
        (Direction::Response, _) => Impact::Documentation,
    };
    let why = (callers == Impact::Breaking).then_some("a request without it means something else");
    let (what, users, kind) = (what("default", old, new), site.users(Impact::Documentation), Kind::Changed);
    comparison.tell(&site.place, Telling { kind, what, why, callers, users, old: nodes.0, new: nodes.1 });
}

/// What is said to go.
pub(super) fn deprecation<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site,
    (old, new): (Option<&Node<'a>>, Option<&Node<'a>>),
) {
    let is_true = |node: Option<&Node<'a>>| node.is_some_and(|node| *node.value == Value::Bool(true));
    let (what, kind) = match (is_true(old), is_true(new)) {
        (false, true) => ("is deprecated now", Kind::Deprecated),
        (true, false) => ("is not deprecated any more", Kind::Changed),
        _ => return,
    };
    let callers = if site.direction == Direction::Unused { Impact::None } else { Impact::Compatible };
    let (what, why, users) = (what.to_owned(), None, site.users(Impact::Compatible));
    comparison.tell(&site.place, Telling { kind, what, why, callers, users, old, new });
}
