//! The parts of values: what lists and maps hold, and what a value may be one of.

use serde_json::Value;

use super::change::{Impact, Kind};
use super::comparison::{Comparison, Telling};
use super::node::Node;
use super::schemas::compare;
use super::shape::Shape;
use super::site::{Motion, Site};

/// What lists and maps hold.
pub(super) fn items<'a>(comparison: &mut Comparison<'a>, site: &Site, shapes: &(Shape<'a>, Shape<'a>)) {
    for (keyword, marker) in [("items", "[]"), ("additionalProperties", "{}")] {
        let (before, after) = (shapes.0.keyword(keyword), shapes.1.keyword(keyword));
        let is_schema = |node: Option<&Node<'a>>| node.is_some_and(|node| node.value.is_object());
        if let (Some(before), Some(after)) = (before, after)
            && is_schema(Some(before))
            && is_schema(Some(after))
        {
            compare(comparison, &site.within(site.place.each(marker), (false, false)), before, after);
            continue;
        }
        if before.map(|node| node.value) == after.map(|node| node.value) {
            continue;
        }
        let closed = |node: Option<&Node<'a>>| node.is_some_and(|node| *node.value == Value::Bool(false));
        let (what, motion) = match (closed(before), closed(after), is_schema(before), is_schema(after)) {
            (false, true, ..) => ("takes no other properties any more", Motion::Narrowed),
            (true, false, ..) => ("takes other properties now", Motion::Widened),
            (_, _, false, true) => ("says of what type its values are", Motion::Narrowed),
            (_, _, true, false) => ("does not say of what type its values are any more", Motion::Widened),
            // Open as before, in other words: the crate has another type for it all the same.
            _ => {
                let what = "takes other properties as before, said in another way".to_owned();
                let (users, kind) = (site.users(Impact::Breaking), Kind::Changed);
                let (callers, why) = (Impact::None, None);
                let (old, new) = (before, after);
                comparison.tell(&site.place, Telling { kind, what, why, callers, users, old, new });
                continue;
            }
        };
        let users = if is_schema(before) || is_schema(after) { Impact::Breaking } else { Impact::Compatible };
        site.tell(comparison, (what.to_owned(), motion, users), (before, after));
    }
}

/// What a value may be one of.
pub(super) fn alternatives<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site,
    shapes: &(Shape<'a>, Shape<'a>),
) {
    for keyword in ["oneOf", "anyOf"] {
        let (before, after) = (shapes.0.keyword(keyword), shapes.1.keyword(keyword));
        let list = |node: Option<&Node<'a>>| node.map(Node::items).unwrap_or_default();
        let (mut gone, mut new) = (list(before), list(after));
        if before.is_some() != after.is_some() {
            let motion = if after.is_some() { Motion::Narrowed } else { Motion::Widened };
            let what = format!("`{keyword}` is {}", if after.is_some() { "new" } else { "gone" });
            site.tell(comparison, (what, motion, Impact::Breaking), (before, after));
            continue;
        }
        let place = |node: &Node<'a>, index: usize| {
            let name = Shape::of(node).name.unwrap_or_else(|| format!("alternative {}", index + 1));
            site.place.within(name)
        };
        // By name, and what has none by its turn.
        let mut pairs = Vec::new();
        for by_name in [true, false] {
            gone.retain(|old| {
                let name = Shape::of(old).name;
                let alike = |new: &Node<'a>| {
                    let other = Shape::of(new).name;
                    if by_name { name.is_some() && name == other } else { name.is_none() && other.is_none() }
                };
                let found = new.iter().position(alike).map(|index| new.remove(index));
                found.map(|found| pairs.push((old.clone(), found))).is_none()
            });
        }
        for (index, (before, after)) in pairs.into_iter().enumerate() {
            let place = place(&after, index);
            compare(comparison, &site.within(place, (false, false)), &before, &after);
        }
        for (nodes, what, motion) in [
            (gone, "is no alternative any more", Motion::Narrowed),
            (new, "is a new alternative", Motion::Widened),
        ] {
            for (index, node) in nodes.iter().enumerate() {
                let site = site.within(place(node, index), (false, false));
                let telling = (what.to_owned(), motion, Impact::Breaking);
                let sides = if motion == Motion::Narrowed { (Some(node), None) } else { (None, Some(node)) };
                site.tell(comparison, telling, sides);
            }
        }
    }
}
