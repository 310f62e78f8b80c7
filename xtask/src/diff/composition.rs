//! Compares the parts of values: items of lists, values of maps, and alternatives (`oneOf`, `anyOf`).

use serde_json::Value;

use super::change::{Impact, Kind};
use super::flattened::Flattened;
use super::pending::Pending;
use super::recorder::{Entry, Recorder};
use super::usage::{Usage, ValueSet};
use crate::yaml::Node;

/// Compares the items of lists and the values of maps.
pub(super) fn items<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    schemas: &(Flattened<'a>, Flattened<'a>),
) -> Pending<'a> {
    let mut pending = Pending::new();
    for (keyword, marker) in [("items", "[]"), ("additionalProperties", "{}")] {
        let (before, after) = (schemas.0.keyword(keyword), schemas.1.keyword(keyword));
        let is_schema = |node: Option<&Node<'a>>| node.is_some_and(|node| node.value.is_object());
        if let (Some(before), Some(after)) = (before, after)
            && is_schema(Some(before))
            && is_schema(Some(after))
        {
            let usage = usage.within(usage.place.each(marker), (false, false));
            pending.push((usage, before.clone(), after.clone()));
            continue;
        }
        if before.map(|node| node.value) == after.map(|node| node.value) {
            continue;
        }
        let closed = |node: Option<&Node<'a>>| node.is_some_and(|node| *node.value == Value::Bool(false));
        let (what, values) = match (closed(before), closed(after), is_schema(before), is_schema(after)) {
            (false, true, ..) => ("does not allow other properties any more", ValueSet::Subset),
            (true, false, ..) => ("allows other properties now", ValueSet::Superset),
            (_, _, false, true) => ("defines the type of its values now", ValueSet::Subset),
            (_, _, true, false) => ("does not define the type of its values any more", ValueSet::Superset),
            // As open as before, but the crate's type changes.
            _ => {
                let what = "still allows other properties, written differently".to_owned();
                let (users, kind) = (usage.users(Impact::Breaking), Kind::Changed);
                let (callers, why) = (Impact::None, None);
                let (old, new) = (before, after);
                recorder.record(&usage.place, Entry { kind, what, why, callers, users, old, new });
                continue;
            }
        };
        let users = if is_schema(before) || is_schema(after) { Impact::Breaking } else { Impact::Compatible };
        usage.record(recorder, (what.to_owned(), values, users), (before, after));
    }
    pending
}

/// Compares the alternatives of a value.
pub(super) fn alternatives<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    schemas: &(Flattened<'a>, Flattened<'a>),
) -> Pending<'a> {
    let mut pending = Pending::new();
    for keyword in ["oneOf", "anyOf"] {
        let (before, after) = (schemas.0.keyword(keyword), schemas.1.keyword(keyword));
        let list = |node: Option<&Node<'a>>| node.map(Node::items).unwrap_or_default();
        let (mut gone, mut new) = (list(before), list(after));
        if before.is_some() != after.is_some() {
            let values = if after.is_some() { ValueSet::Subset } else { ValueSet::Superset };
            let what = format!("`{keyword}` is {}", if after.is_some() { "new" } else { "gone" });
            usage.record(recorder, (what, values, Impact::Breaking), (before, after));
            continue;
        }
        let place = |node: &Node<'a>, index: usize| {
            let name = Flattened::of(node).name.unwrap_or_else(|| format!("alternative {}", index + 1));
            usage.place.within(name)
        };
        // Pairs alternatives by name, and unnamed ones by order.
        let mut pairs = Vec::new();
        for by_name in [true, false] {
            gone.retain(|old| {
                let name = Flattened::of(old).name;
                let matches = |new: &Node<'a>| {
                    let other = Flattened::of(new).name;
                    if by_name { name.is_some() && name == other } else { name.is_none() && other.is_none() }
                };
                let found = new.iter().position(matches).map(|index| new.remove(index));
                found.map(|found| pairs.push((old.clone(), found))).is_none()
            });
        }
        for (index, (before, after)) in pairs.into_iter().enumerate() {
            let place = place(&after, index);
            pending.push((usage.within(place, (false, false)), before, after));
        }
        for (nodes, what, values) in [
            (gone, "is not an alternative any more", ValueSet::Subset),
            (new, "is a new alternative", ValueSet::Superset),
        ] {
            for (index, node) in nodes.iter().enumerate() {
                let usage = usage.within(place(node, index), (false, false));
                let entry = (what.to_owned(), values, Impact::Breaking);
                let sides = if values == ValueSet::Subset { (Some(node), None) } else { (None, Some(node)) };
                usage.record(recorder, entry, sides);
            }
        }
    }
    pending
}
