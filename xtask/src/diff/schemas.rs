//! Compares schemas: the accepted values, and the types in the crate.

use super::change::{Impact, Kind, Place};
use super::flattened::Flattened;
use super::recorder::{Entry, Recorder};
use super::usage::{Usage, ValueSet};
use super::{composition, constraints, enumerations, properties};
use crate::yaml::Node;

/// Compares two schemas after flattening them.
pub(super) fn compare<'a>(recorder: &mut Recorder<'a>, usage: &Usage, old: &Node<'a>, new: &Node<'a>) {
    recorder.visit((old, new), usage.key(), |recorder| {
        let schemas = (Flattened::of(old), Flattened::of(new));
        names(recorder, usage, (old, new), &schemas);
        if types(recorder, usage, (old, new), &schemas) {
            enumerations::compare(recorder, usage, &schemas);
            constraints::compare(recorder, usage, &schemas);
            for part in [properties::compare, composition::items, composition::alternatives] {
                for (usage, old, new) in part(recorder, usage, &schemas) {
                    compare(recorder, &usage, &old, &new);
                }
            }
        }
    });
}

/// Compares the names of the types in the crate. Records a rename only once if it applies to the whole document.
fn names<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    (old, new): (&Node<'a>, &Node<'a>),
    schemas: &(Flattened<'a>, Flattened<'a>),
) {
    let (before, after) = (&schemas.0.name, &schemas.1.name);
    if before == after || !usage.generated {
        return;
    }
    let has = |root: &Node<'a>, component: &Option<Node<'a>>| {
        let name = component.as_ref().and_then(|node| node.component("schemas"));
        name.is_some_and(|name| root.at(&["components", "schemas", &name]).is_some())
    };
    let renamed = before.is_some()
        && after.is_some()
        && !has(&recorder.new, &schemas.0.component)
        && !has(&recorder.old, &schemas.1.component);
    let called = |name: &Option<String>| {
        name.as_ref().map_or_else(|| "an unnamed type".to_owned(), |name| format!("`{name}`"))
    };
    let (before, after) = (called(before), called(after));
    let (kind, why) = (Kind::Changed, Some("the names of schemas appear only in the crate"));
    let (callers, users) = (Impact::None, Impact::Breaking);
    if let (true, Some(old), Some(new)) = (renamed, &schemas.0.component, &schemas.1.component) {
        let name = schemas.1.name.as_deref().unwrap_or_default();
        let (place, what) = (Place::of_type(name), format!("was called {before}"));
        let (old, new) = (Some(old), Some(new));
        recorder.rename(&place, Entry { kind, what, why, callers, users, old, new });
    } else {
        let what = format!("is {after} in the crate now, was {before}");
        let (old, new) = (Some(old), Some(new));
        recorder.record(&usage.place, Entry { kind, what, why, callers, users, old, new });
    }
}

/// Compares the types. Returns true if they are similar enough to compare the rest of the schemas.
fn types<'a>(
    recorder: &mut Recorder<'a>,
    usage: &Usage,
    (old, new): (&Node<'a>, &Node<'a>),
    schemas: &(Flattened<'a>, Flattened<'a>),
) -> bool {
    let (before, after) = (schemas.0.text("type"), schemas.1.text("type"));
    if before == after {
        return true;
    }
    let values = match (before, after) {
        (Some("integer"), Some("number")) | (Some(_), None) => ValueSet::Superset,
        (Some("number"), Some("integer")) | (None, Some(_)) => ValueSet::Subset,
        _ => ValueSet::Incomparable,
    };
    let called =
        |name: Option<&str>| name.map_or_else(|| "of any type".to_owned(), |name| format!("`{name}`"));
    let what = format!("is {} now, was {}", called(after), called(before));
    let nodes = (schemas.0.keyword("type"), schemas.1.keyword("type"));
    usage.record(recorder, (what, values, Impact::Breaking), nodes);
    let is_similar = values != ValueSet::Incomparable;
    if !is_similar {
        recorder.cover(Some(old), Some(new));
    }
    is_similar
}
