//! Enumerations: their values, and the names that the crate gives them.

use std::collections::BTreeMap;

use super::change::{Impact, Kind};
use super::comparison::{Comparison, Telling};
use super::node::Node;
use super::shape::Shape;
use super::site::{Direction, Motion, Site};

pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, site: &Site, shapes: &(Shape<'a>, Shape<'a>)) {
    let lists = (shapes.0.keyword("enum"), shapes.1.keyword("enum"));
    match lists {
        (Some(old), Some(new)) => values(comparison, site, shapes, (old, new)),
        (Some(_), None) => {
            let what = "is no enumeration any more: any value may be there".to_owned();
            site.tell(comparison, (what, Motion::Widened, Impact::Breaking), lists);
        }
        (None, Some(_)) => {
            let what = "is an enumeration now: other values may not be there".to_owned();
            site.tell(comparison, (what, Motion::Narrowed, Impact::Breaking), lists);
        }
        (None, None) => {}
    }
}

/// The values of an enumeration, as JSON, each with its node and the crate's name for it.
fn named<'a>(shape: &Shape<'a>, list: &Node<'a>) -> BTreeMap<String, (Node<'a>, Option<&'a str>)> {
    let names = shape.keyword("x-enum-varnames").map(Node::items).unwrap_or_default();
    let values = list.items().into_iter().enumerate();
    values
        .map(|(index, node)| {
            let name = names.get(index).and_then(|node| node.value.as_str());
            let shown = node.value.as_str().map_or_else(|| node.value.to_string(), str::to_owned);
            (shown, (node, name))
        })
        .collect()
}

fn values<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site,
    shapes: &(Shape<'a>, Shape<'a>),
    (old_list, new_list): (&Node<'a>, &Node<'a>),
) {
    let (old, new) = (named(&shapes.0, old_list), named(&shapes.1, new_list));
    let shown = |value: &str, name: Option<&str>| {
        name.map_or_else(|| format!("`{value}`"), |name| format!("`{value}` (`{name}`)"))
    };
    let mut differ = false;
    for (value, (node, name)) in &new {
        match old.get(value) {
            None => {
                differ = true;
                // The crate takes numbers and texts that it does not know; other enumerations are closed.
                let open = shapes.0.is_open_enumeration();
                let users = site.users(if open { Impact::Compatible } else { Impact::Breaking });
                let (callers, kind) = (site.direction.cost(Motion::Widened), Kind::Added);
                let why = (site.direction == Direction::Response)
                    .then_some("a caller who knows the old values alone meets another one");
                let what = format!("the value {} is new", shown(value, *name));
                let telling = Telling { kind, what, why, callers, users, old: None, new: Some(node) };
                comparison.tell(&site.place, telling);
            }
            Some((_, before)) if before != name => {
                differ = true;
                let (before, after) = (shown(value, *before), shown(value, *name));
                let what = format!("the value {before} is {after} in the crate now");
                let why = Some("only the crate knows the names of values");
                let (callers, users) = (Impact::None, site.users(Impact::Breaking));
                let node = Some(node);
                let telling =
                    Telling { kind: Kind::Changed, what, why, callers, users, old: None, new: node };
                comparison.tell(&site.place, telling);
            }
            Some(_) => {}
        }
    }
    for (value, (node, name)) in &old {
        if !new.contains_key(value) {
            differ = true;
            let (callers, users) = (site.direction.cost(Motion::Narrowed), site.users(Impact::Breaking));
            let why = site.direction.why(Motion::Narrowed);
            let what = format!("the value {} is gone", shown(value, *name));
            let telling =
                Telling { kind: Kind::Removed, what, why, callers, users, old: Some(node), new: None };
            comparison.tell(&site.place, telling);
        }
    }
    let reordered = !differ && old_list.value != new_list.value;
    if reordered {
        let (what, users) = ("the values are in another order".to_owned(), site.users(Impact::Documentation));
        let (kind, why, callers) = (Kind::Changed, None, Impact::None);
        let (old, new) = (Some(old_list), Some(new_list));
        comparison.tell(&site.place, Telling { kind, what, why, callers, users, old, new });
    }
    if differ || reordered {
        for keyword in ["enum", "x-enum-varnames", "x-enum-descriptions"] {
            comparison.claim(shapes.0.keyword(keyword), shapes.1.keyword(keyword));
        }
    }
}
