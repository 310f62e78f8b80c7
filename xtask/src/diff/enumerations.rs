//! Compares enumerations: their values, and the names of the values in the crate.

use std::collections::BTreeMap;

use super::change::{Impact, Kind};
use super::flattened::Flattened;
use super::recorder::{Entry, Recorder};
use super::usage::{Direction, Usage, ValueSet};
use crate::yaml::Node;

pub(super) fn compare<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    schemas: &(Flattened<'a>, Flattened<'a>),
) {
    let lists = (schemas.0.keyword("enum"), schemas.1.keyword("enum"));
    match lists {
        (Some(old), Some(new)) => values(recorder, usage, schemas, (old, new)),
        (Some(_), None) => {
            let what = "is not an enumeration any more: allows any value".to_owned();
            usage.record(recorder, (what, ValueSet::Superset, Impact::Breaking), lists);
        }
        (None, Some(_)) => {
            let what = "is an enumeration now: allows no other values".to_owned();
            usage.record(recorder, (what, ValueSet::Subset, Impact::Breaking), lists);
        }
        (None, None) => {}
    }
}

/// Returns the values of an enumeration, each with its node and its name in the crate.
fn named<'a>(shape: &Flattened<'a>, list: &Node<'a>) -> BTreeMap<String, (Node<'a>, Option<&'a str>)> {
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
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    schemas: &(Flattened<'a>, Flattened<'a>),
    (old_list, new_list): (&Node<'a>, &Node<'a>),
) {
    let (old, new) = (named(&schemas.0, old_list), named(&schemas.1, new_list));
    let shown = |value: &str, name: Option<&str>| {
        name.map_or_else(|| format!("`{value}`"), |name| format!("`{value}` (`{name}`)"))
    };
    let mut differ = false;
    for (value, (node, name)) in &new {
        match old.get(value) {
            None => {
                differ = true;
                // The crate's enumerations of integers and strings are open, others are closed.
                let open = schemas.0.is_open_enumeration();
                let users = usage.users(if open { Impact::Compatible } else { Impact::Breaking });
                let (callers, kind) = (usage.direction.cost(ValueSet::Superset), Kind::Added);
                let why = (usage.direction == Direction::Response)
                    .then_some("callers may not handle the new value");
                let what = format!("the value {} is new", shown(value, *name));
                let entry = Entry { kind, what, why, callers, users, old: None, new: Some(node) };
                recorder.record(&usage.place, entry);
            }
            Some((_, before)) if before != name => {
                differ = true;
                let (before, after) = (shown(value, *before), shown(value, *name));
                let what = format!("the value {before} is {after} in the crate now");
                let why = Some("the names of values appear only in the crate");
                let (callers, users) = (Impact::None, usage.users(Impact::Breaking));
                let node = Some(node);
                let entry = Entry { kind: Kind::Changed, what, why, callers, users, old: None, new: node };
                recorder.record(&usage.place, entry);
            }
            Some(_) => {}
        }
    }
    for (value, (node, name)) in &old {
        if !new.contains_key(value) {
            differ = true;
            let (callers, users) = (usage.direction.cost(ValueSet::Subset), usage.users(Impact::Breaking));
            let why = usage.direction.why(ValueSet::Subset);
            let what = format!("the value {} is gone", shown(value, *name));
            let entry = Entry { kind: Kind::Removed, what, why, callers, users, old: Some(node), new: None };
            recorder.record(&usage.place, entry);
        }
    }
    let reordered = !differ && old_list.value != new_list.value;
    if reordered {
        let (what, users) =
            ("the order of the values changed".to_owned(), usage.users(Impact::Documentation));
        let (kind, why, callers) = (Kind::Changed, None, Impact::None);
        let (old, new) = (Some(old_list), Some(new_list));
        recorder.record(&usage.place, Entry { kind, what, why, callers, users, old, new });
    }
    if differ || reordered {
        for keyword in ["enum", "x-enum-varnames", "x-enum-descriptions"] {
            recorder.cover(schemas.0.keyword(keyword), schemas.1.keyword(keyword));
        }
    }
}
