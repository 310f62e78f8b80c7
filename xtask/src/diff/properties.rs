//! The properties of objects: which there are, and which have to be there.

use std::collections::BTreeSet;

use super::change::{Impact, Kind};
use super::comparison::{Comparison, Telling};
use super::node::Node;
use super::schemas;
use super::shape::Shape;
use super::site::{Direction, Motion, Site};

pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, site: &Site, shapes: &(Shape<'a>, Shape<'a>)) {
    let (old, new) = shapes;
    let names: BTreeSet<&str> = old.properties.keys().chain(new.properties.keys()).copied().collect();
    for name in &names {
        let place = site.place.within(*name);
        match (old.properties.get(name), new.properties.get(name)) {
            (None, Some(property)) => added(comparison, site, shapes, (name, property)),
            (Some(property), None) => removed(comparison, site, shapes, (name, property)),
            (Some(before), Some(after)) => {
                let optional = (!old.required.contains_key(name), !new.required.contains_key(name));
                let site = site.within(place, optional);
                requirement(comparison, &site, (before, after), shapes, name);
                flags(comparison, &site, (before, after));
                schemas::compare(comparison, &site, before, after);
            }
            (None, None) => {}
        }
    }
    let required: BTreeSet<&str> = old.required.keys().chain(new.required.keys()).copied().collect();
    for name in required.difference(&names) {
        let (before, after) = (old.required.get(name), new.required.get(name));
        let (what, motion) = match (before, after) {
            (None, Some(_)) => ("is required now", Motion::Narrowed),
            (Some(_), None) => ("is not required any more", Motion::Widened),
            _ => continue,
        };
        let site = site.within(site.place.within(*name), (false, false));
        site.tell(comparison, (what.to_owned(), motion, Impact::Documentation), (before, after));
    }
}

fn added<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site,
    (old, new): &(Shape<'a>, Shape<'a>),
    (name, property): (&str, &Node<'a>),
) {
    let entry = new.required.get(name);
    comparison.claim(None, entry);
    let (required, request) = (entry.is_some(), site.direction == Direction::Request);
    let shape = Shape::of(property);
    let absent = match site.direction {
        Direction::Request => shape.is_true("readOnly"),
        Direction::Response => shape.is_true("writeOnly"),
        Direction::Unused => true,
    };
    let missed = required && request && !shape.keywords.contains_key("default");
    let callers = match (absent, missed) {
        (true, _) => Impact::None,
        (false, true) => Impact::Breaking,
        (false, false) => Impact::Compatible,
    };
    // A struct without required fields has a default value, and what has no properties is no struct.
    let another_type = old.properties.is_empty() || (required && old.required.is_empty());
    let users = if missed || another_type { Impact::Breaking } else { Impact::Compatible };
    let why = match (missed, another_type) {
        (true, _) => Some("what does not give it is refused, and compiles"),
        (false, true) => Some("the type loses what it could do without required fields"),
        (false, false) => None,
    };
    let what = if required { "is new, and required" } else { "is new" };
    comparison.claim_components(None, Some(property));
    let (what, users) = (what.to_owned(), site.users(users));
    let telling = Telling { kind: Kind::Added, what, why, callers, users, old: None, new: Some(property) };
    comparison.tell(&site.place.within(name), telling);
}

fn removed<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site,
    (old, _): &(Shape<'a>, Shape<'a>),
    (name, property): (&str, &Node<'a>),
) {
    comparison.claim(old.required.get(name), None);
    let callers = if site.direction == Direction::Unused { Impact::None } else { Impact::Breaking };
    let why =
        (site.direction == Direction::Request).then_some("what callers send in it has no effect any more");
    comparison.claim_components(Some(property), None);
    let (what, users) = ("is gone".to_owned(), site.users(Impact::Breaking));
    let telling = Telling { kind: Kind::Removed, what, why, callers, users, old: Some(property), new: None };
    comparison.tell(&site.place.within(name), telling);
}

/// Whether a property has to be there.
fn requirement<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site,
    (before, after): (&Node<'a>, &Node<'a>),
    (old, new): &(Shape<'a>, Shape<'a>),
    name: &str,
) {
    let (what, motion) = match site.optional {
        (true, false) => ("is required now", Motion::Narrowed),
        (false, true) => ("is optional now", Motion::Widened),
        _ => return,
    };
    let (was, is) = (Shape::of(before), Shape::of(after));
    // What may be null is an option either way.
    let same_type = was.is_true("nullable") && is.is_true("nullable");
    let users = if same_type { Impact::Compatible } else { Impact::Breaking };
    comparison.claim(old.required.get(name), new.required.get(name));
    // It is the property that is optional now, and there is more to tell of it.
    let position = Some(new.required.get(name).unwrap_or(after));
    let (callers, why) = (site.direction.cost(motion), site.direction.why(motion));
    let (what, users, kind) = (what.to_owned(), site.users(users), Kind::Changed);
    comparison.mention(&site.place, Telling { kind, what, why, callers, users, old: None, new: position });
}

/// What says of a property that one side does not send it.
fn flags<'a>(comparison: &mut Comparison<'a>, site: &Site, (old, new): (&Node<'a>, &Node<'a>)) {
    let shapes = (Shape::of(old), Shape::of(new));
    for (flag, direction) in [("readOnly", Direction::Request), ("writeOnly", Direction::Response)] {
        let nodes = (shapes.0.keyword(flag), shapes.1.keyword(flag));
        let what = match (shapes.0.is_true(flag), shapes.1.is_true(flag)) {
            (false, true) => format!("is `{flag}` now"),
            (true, false) => format!("is not `{flag}` any more"),
            _ => continue,
        };
        let callers = match (site.direction == direction, shapes.1.is_true(flag)) {
            _ if site.direction == Direction::Unused => Impact::None,
            (true, true) => Impact::Breaking,
            (true, false) => Impact::Compatible,
            (false, _) => Impact::Documentation,
        };
        let (old, new) = nodes;
        let (kind, why, users) = (Kind::Changed, None, site.users(Impact::Documentation));
        comparison.tell(&site.place, Telling { kind, what, why, callers, users, old, new });
    }
}
