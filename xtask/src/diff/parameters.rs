//! Parameters of operations: in the path, the query, headers, cookies.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bodies;
use super::change::{Impact, Kind, Place};
use super::comparison::{Comparison, Telling};
use super::constraints::{deprecation, what};
use super::node::Node;
use super::operations::{Operation, template};
use super::site::{Direction, Motion, Site};
use crate::codegen::method_name;

/// Where a parameter is, and its name there.
type Key = (String, String);

pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    place: &Place,
    (before, after): (&Operation<'a>, &Operation<'a>),
) {
    let (mut old, mut new) = (read(before), read(after));
    for (was, is) in path_names(before, after) {
        let key = |name: &str| ("path".to_owned(), name.to_owned());
        if let (Some(old), Some(new)) = (old.remove(&key(&was)), new.remove(&key(&is))) {
            renamed(comparison, place, (&was, &is), (&old, &new));
            each(comparison, &place.within(format!("path parameter {is}")), (&old, &new));
        }
    }
    for (key, parameter) in &old {
        let place = place.within(format!("{} parameter {}", key.0, key.1));
        if let Some(is) = new.remove(key) {
            each(comparison, &place, (parameter, &is));
            continue;
        }
        let (what, kind, old) = ("is gone".to_owned(), Kind::Removed, Some(parameter));
        let why = Some("what callers send in it has no effect any more");
        let (callers, users) = (Impact::Breaking, Impact::Breaking);
        comparison.claim_components(old, None);
        comparison.tell(&place, Telling { kind, what, why, callers, users, old, new: None });
    }
    for (key, parameter) in &new {
        let place = place.within(format!("{} parameter {}", key.0, key.1));
        let required = parameter.is_true("required");
        let impact = if required { Impact::Breaking } else { Impact::Compatible };
        let what = if required { "is new, and required" } else { "is new" };
        let why = required.then_some("a call without it is refused, and compiles");
        let (what, kind, new) = (what.to_owned(), Kind::Added, Some(parameter));
        let (callers, users) = (impact, impact);
        comparison.claim_components(None, new);
        comparison.tell(&place, Telling { kind, what, why, callers, users, old: None, new });
    }
}

/// An operation's parameters. One of the operation replaces one of its path.
fn read<'a>(operation: &Operation<'a>) -> BTreeMap<Key, Node<'a>> {
    let lists = [&operation.path_item, &operation.node].map(|node| node.get("parameters"));
    let parameters = lists.into_iter().flatten().flat_map(|list| list.items());
    let keyed = parameters.map(|parameter| {
        let parameter = parameter.resolve();
        let (location, name) = (parameter.text("in").unwrap_or_default(), parameter.text("name"));
        let name = name.unwrap_or_default();
        let name = if location == "header" { name.to_lowercase() } else { name.to_owned() };
        ((location.to_owned(), name), parameter)
    });
    keyed.collect()
}

/// The names of the path's parameters, by turns: on the wire a parameter is its place in the path.
fn path_names(before: &Operation<'_>, after: &Operation<'_>) -> Vec<(String, String)> {
    let names = |path: &str| -> Vec<String> {
        let parts = path.split('{').skip(1);
        parts.filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
    };
    if template(before.path) == template(after.path) {
        names(before.path).into_iter().zip(names(after.path)).collect()
    } else {
        Vec::new()
    }
}

fn renamed<'a>(
    comparison: &mut Comparison<'a>,
    place: &Place,
    (was, is): (&str, &str),
    (old, new): (&Node<'a>, &Node<'a>),
) {
    if was == is {
        return;
    }
    let what = format!("was called `{was}`");
    let why = Some("only the crate knows the names of a path's parameters");
    let same_method = method_name(was) == method_name(is);
    let users = if same_method { Impact::Documentation } else { Impact::Breaking };
    let (callers, kind) = (Impact::None, Kind::Changed);
    let (old, new) = (old.get("name"), new.get("name"));
    let (old, new) = (old.as_ref(), new.as_ref());
    let place = place.within(format!("path parameter {is}"));
    comparison.tell(&place, Telling { kind, what, why, callers, users, old, new });
}

/// Compares two parameters.
fn each<'a>(comparison: &mut Comparison<'a>, place: &Place, (old, new): (&Node<'a>, &Node<'a>)) {
    let optional = (!old.is_true("required"), !new.is_true("required"));
    let site = Site { optional, ..Site::new(place.clone(), Direction::Request) };
    let said = (old.get("required"), new.get("required"));
    let nodes = (said.0.as_ref(), said.1.as_ref());
    match optional {
        (true, false) => {
            site.tell(comparison, ("is required now".to_owned(), Motion::Narrowed, Impact::Breaking), nodes);
        }
        (false, true) => {
            site.tell(comparison, ("is optional now".to_owned(), Motion::Widened, Impact::Compatible), nodes);
        }
        _ => {}
    }
    let flags = (old.get("deprecated"), new.get("deprecated"));
    deprecation(comparison, &site, (flags.0.as_ref(), flags.1.as_ref()));
    serialization(comparison, &site, (old, new));
    bodies::schema(comparison, &site, (old, new));
    bodies::content(comparison, &site, (old, new));
}

/// How a parameter's value is written.
fn serialization<'a>(comparison: &mut Comparison<'a>, site: &Site, (old, new): (&Node<'a>, &Node<'a>)) {
    for key in ["style", "explode", "allowReserved", "allowEmptyValue"] {
        let (before, after) = (written(old, key), written(new, key));
        if before != after {
            let nodes = (old.get(key), new.get(key));
            let telling = (what(key, Some(&before), Some(&after)), Motion::Moved, Impact::Compatible);
            site.tell(comparison, telling, (nodes.0.as_ref(), nodes.1.as_ref()));
        }
    }
}

/// What a parameter says of how it is written, or what it means where it says nothing.
fn written(parameter: &Node<'_>, key: &str) -> Value {
    let style = || {
        let form = matches!(parameter.text("in"), Some("query" | "cookie"));
        parameter.text("style").unwrap_or(if form { "form" } else { "simple" })
    };
    let said = parameter.get(key).map(|node| node.value.clone());
    said.unwrap_or_else(|| match key {
        "style" => style().into(),
        "explode" => (style() == "form").into(),
        _ => false.into(),
    })
}
