//! Compares the parameters of operations: in the path, the query, headers and cookies.

use std::collections::BTreeMap;

use serde_json::Value;

use super::change::{Impact, Kind, Place};
use super::constraints::{deprecation, what};
use super::content;
use super::pairing::Operation;
use super::recorder::{Entry, Recorder};
use super::usage::{Direction, Usage, ValueSet};
use crate::model::identity;
use crate::naming::method_name;
use crate::spec::path_template;
use crate::yaml::Node;

/// A parameter's location and name.
type Key = (String, String);

pub(super) fn compare<'a>(
    recorder: &mut Recorder<'a>,
    place: &Place,
    (before, after): (&Operation<'a>, &Operation<'a>),
) {
    let (mut old, mut new) = (read(before), read(after));
    for (was, is) in path_names(before, after) {
        let key = |name: &str| ("path".to_owned(), name.to_owned());
        if let (Some(old), Some(new)) = (old.remove(&key(&was)), new.remove(&key(&is))) {
            renamed(recorder, place, (&was, &is), (&old, &new));
            each(recorder, &place.within(format!("path parameter {is}")), (&old, &new));
        }
    }
    for (key, parameter) in &old {
        let place = place.within(format!("{} parameter {}", key.0, key.1));
        if let Some(is) = new.remove(key) {
            each(recorder, &place, (parameter, &is));
            continue;
        }
        let (what, kind, old) = ("is gone".to_owned(), Kind::Removed, Some(parameter));
        let why = Some("values that callers send in it have no effect any more");
        let (callers, users) = (Impact::Breaking, Impact::Breaking);
        recorder.cover_components(old, None);
        recorder.record(&place, Entry { kind, what, why, callers, users, old, new: None });
    }
    for (key, parameter) in &new {
        let place = place.within(format!("{} parameter {}", key.0, key.1));
        let required = parameter.is_true("required");
        let impact = if required { Impact::Breaking } else { Impact::Compatible };
        let what = if required { "is new, and required" } else { "is new" };
        let why = required.then_some("a call without it still compiles, but the service refuses it");
        let (what, kind, new) = (what.to_owned(), Kind::Added, Some(parameter));
        let (callers, users) = (impact, impact);
        recorder.cover_components(None, new);
        recorder.record(&place, Entry { kind, what, why, callers, users, old: None, new });
    }
}

/// Returns an operation's parameters by identity.
fn read<'a>(operation: &Operation<'a>) -> BTreeMap<Key, Node<'a>> {
    operation.parameters().into_iter().map(|parameter| (identity(&parameter), parameter)).collect()
}

/// Pairs the old and new names of path parameters by position, which identifies a path parameter on the wire.
fn path_names(before: &Operation<'_>, after: &Operation<'_>) -> Vec<(String, String)> {
    let names = |path: &str| -> Vec<String> {
        let parts = path.split('{').skip(1);
        parts.filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
    };
    if path_template(before.path) == path_template(after.path) {
        names(before.path).into_iter().zip(names(after.path)).collect()
    } else {
        Vec::new()
    }
}

fn renamed<'a>(
    recorder: &mut Recorder<'a>,
    place: &Place,
    (was, is): (&str, &str),
    (old, new): (&Node<'a>, &Node<'a>),
) {
    if was == is {
        return;
    }
    let what = format!("was called `{was}`");
    let why = Some("the names of path parameters appear only in the crate");
    let same_method = method_name(was) == method_name(is);
    let users = if same_method { Impact::Documentation } else { Impact::Breaking };
    let (callers, kind) = (Impact::None, Kind::Changed);
    let (old, new) = (old.get("name"), new.get("name"));
    let (old, new) = (old.as_ref(), new.as_ref());
    let place = place.within(format!("path parameter {is}"));
    recorder.record(&place, Entry { kind, what, why, callers, users, old, new });
}

/// Compares two parameters.
fn each<'a>(recorder: &mut Recorder<'a>, place: &Place, (old, new): (&Node<'a>, &Node<'a>)) {
    let optional = (!old.is_true("required"), !new.is_true("required"));
    let usage = Usage { optional, ..Usage::new(place.clone(), Direction::Request) };
    let required = (old.get("required"), new.get("required"));
    let nodes = (required.0.as_ref(), required.1.as_ref());
    match optional {
        (true, false) => {
            usage.record(recorder, ("is required now".to_owned(), ValueSet::Subset, Impact::Breaking), nodes);
        }
        (false, true) => {
            usage.record(
                recorder,
                ("is optional now".to_owned(), ValueSet::Superset, Impact::Compatible),
                nodes,
            );
        }
        _ => {}
    }
    let flags = (old.get("deprecated"), new.get("deprecated"));
    deprecation(recorder, &usage, (flags.0.as_ref(), flags.1.as_ref()));
    serialization(recorder, &usage, (old, new));
    content::schema(recorder, &usage, (old, new));
    content::content(recorder, &usage, (old, new));
}

/// Compares how a parameter's value is serialized.
fn serialization<'a>(recorder: &mut Recorder<'a>, usage: &Usage, (old, new): (&Node<'a>, &Node<'a>)) {
    for key in ["style", "explode", "allowReserved", "allowEmptyValue"] {
        let (before, after) = (effective(old, key), effective(new, key));
        if before != after {
            let nodes = (old.get(key), new.get(key));
            let entry = (what(key, Some(&before), Some(&after)), ValueSet::Incomparable, Impact::Compatible);
            usage.record(recorder, entry, (nodes.0.as_ref(), nodes.1.as_ref()));
        }
    }
}

/// Returns the value of a serialization key, or its default.
fn effective(parameter: &Node<'_>, key: &str) -> Value {
    let style = || {
        let form = matches!(parameter.text("in"), Some("query" | "cookie"));
        parameter.text("style").unwrap_or(if form { "form" } else { "simple" })
    };
    let explicit = parameter.get(key).map(|node| node.value.clone());
    explicit.unwrap_or_else(|| match key {
        "style" => style().into(),
        "explode" => (style() == "form").into(),
        _ => false.into(),
    })
}
