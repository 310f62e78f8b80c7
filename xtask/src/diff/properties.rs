//! Compares the properties of objects, and which of them are required.

use std::collections::BTreeSet;

use super::change::{Impact, Kind};
use super::flattened::Flattened;
use super::pending::Pending;
use super::recorder::{Entry, Recorder};
use super::usage::{Direction, Usage, ValueSet};
use crate::yaml::Node;

/// Compares properties. Returns the pairs of schemas that remain to be compared.
pub(super) fn compare<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    schemas: &(Flattened<'a>, Flattened<'a>),
) -> Pending<'a> {
    let mut pending = Pending::new();
    let (old, new) = schemas;
    let names: BTreeSet<&str> = old.properties.keys().chain(new.properties.keys()).copied().collect();
    for name in &names {
        let place = usage.place.within(*name);
        match (old.properties.get(name), new.properties.get(name)) {
            (None, Some(property)) => added(recorder, usage, schemas, (name, property)),
            (Some(property), None) => removed(recorder, usage, schemas, (name, property)),
            (Some(before), Some(after)) => {
                let optional = (!old.required.contains_key(name), !new.required.contains_key(name));
                let usage = usage.within(place, optional);
                requirement(recorder, &usage, (before, after), schemas, name);
                flags(recorder, &usage, (before, after));
                pending.push((usage, before.clone(), after.clone()));
            }
            (None, None) => {}
        }
    }
    let required: BTreeSet<&str> = old.required.keys().chain(new.required.keys()).copied().collect();
    for name in required.difference(&names) {
        let (before, after) = (old.required.get(name), new.required.get(name));
        let (what, values) = match (before, after) {
            (None, Some(_)) => ("is required now", ValueSet::Subset),
            (Some(_), None) => ("is not required any more", ValueSet::Superset),
            _ => continue,
        };
        let usage = usage.within(usage.place.within(*name), (false, false));
        usage.record(recorder, (what.to_owned(), values, Impact::Documentation), (before, after));
    }
    pending
}

fn added<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    (old, new): &(Flattened<'a>, Flattened<'a>),
    (name, property): (&str, &Node<'a>),
) {
    let entry = new.required.get(name);
    recorder.cover(None, entry);
    let (required, request) = (entry.is_some(), usage.direction == Direction::Request);
    let shape = Flattened::of(property);
    let absent = match usage.direction {
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
    // A struct without required fields implements `Default`, and a schema without properties is not a struct.
    let another_type = old.properties.is_empty() || (required && old.required.is_empty());
    let users = if missed || another_type { Impact::Breaking } else { Impact::Compatible };
    let why = match (missed, another_type) {
        (true, _) => Some("a request without it still compiles, but the service refuses it"),
        (false, true) => Some("the type changes, or loses its `Default`"),
        (false, false) => None,
    };
    let what = if required { "is new, and required" } else { "is new" };
    recorder.cover_components(None, Some(property));
    let (what, users) = (what.to_owned(), usage.users(users));
    let entry = Entry { kind: Kind::Added, what, why, callers, users, old: None, new: Some(property) };
    recorder.record(&usage.place.within(name), entry);
}

fn removed<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    (old, _): &(Flattened<'a>, Flattened<'a>),
    (name, property): (&str, &Node<'a>),
) {
    recorder.cover(old.required.get(name), None);
    let callers = if usage.direction == Direction::Unused { Impact::None } else { Impact::Breaking };
    let why = (usage.direction == Direction::Request)
        .then_some("values that callers send in it have no effect any more");
    recorder.cover_components(Some(property), None);
    let (what, users) = ("is gone".to_owned(), usage.users(Impact::Breaking));
    let entry = Entry { kind: Kind::Removed, what, why, callers, users, old: Some(property), new: None };
    recorder.record(&usage.place.within(name), entry);
}

/// Compares whether a property is required.
fn requirement<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    (before, after): (&Node<'a>, &Node<'a>),
    (old, new): &(Flattened<'a>, Flattened<'a>),
    name: &str,
) {
    let (what, values) = match usage.optional {
        (true, false) => ("is required now", ValueSet::Subset),
        (false, true) => ("is optional now", ValueSet::Superset),
        _ => return,
    };
    let (was, is) = (Flattened::of(before), Flattened::of(after));
    // A nullable field is an `Option` in both cases.
    let same_type = was.is_true("nullable") && is.is_true("nullable");
    let users = if same_type { Impact::Compatible } else { Impact::Breaking };
    recorder.cover(old.required.get(name), new.required.get(name));
    // Points at the property, but does not cover it: other changes in it are still to be recorded.
    let position = Some(new.required.get(name).unwrap_or(after));
    let (callers, why) = (usage.direction.cost(values), usage.direction.why(values));
    let (what, users, kind) = (what.to_owned(), usage.users(users), Kind::Changed);
    recorder.record_only(&usage.place, Entry { kind, what, why, callers, users, old: None, new: position });
}

/// Compares `readOnly` and `writeOnly`.
fn flags<'a>(recorder: &mut Recorder<'a>, usage: &Usage, (old, new): (&Node<'a>, &Node<'a>)) {
    let schemas = (Flattened::of(old), Flattened::of(new));
    for (flag, direction) in [("readOnly", Direction::Request), ("writeOnly", Direction::Response)] {
        let nodes = (schemas.0.keyword(flag), schemas.1.keyword(flag));
        let what = match (schemas.0.is_true(flag), schemas.1.is_true(flag)) {
            (false, true) => format!("is `{flag}` now"),
            (true, false) => format!("is not `{flag}` any more"),
            _ => continue,
        };
        let callers = match (usage.direction == direction, schemas.1.is_true(flag)) {
            _ if usage.direction == Direction::Unused => Impact::None,
            (true, true) => Impact::Breaking,
            (true, false) => Impact::Compatible,
            (false, _) => Impact::Documentation,
        };
        let (old, new) = nodes;
        let (kind, why, users) = (Kind::Changed, None, usage.users(Impact::Documentation));
        recorder.record(&usage.place, Entry { kind, what, why, callers, users, old, new });
    }
}
