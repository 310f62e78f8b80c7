//! Compares named schemas. Each is a type of the crate, even if no operation uses it.

use std::collections::BTreeMap;

use super::change::{Impact, Kind, Place};
use super::recorder::{Entry, Recorder};
use super::schemas;
use super::usage::{Direction, Usage};
use crate::naming::type_name;
use crate::yaml::Node;

/// Compares the named schemas. The comparison of operations has already covered their uses.
pub(super) fn compare(recorder: &mut Recorder<'_>) {
    let (old, mut new) = (read(&recorder.old), read(&recorder.new));
    for (name, was) in &old {
        let place = Place::of_type(name);
        match new.remove(name) {
            Some(is) => {
                recorder.renamed(was, &is);
                schemas::compare(recorder, &Usage::new(place, Direction::Unused), was, &is);
            }
            None if recorder.is_covered(Some(was), None) || recorder.is_renamed(was) => {}
            None => {
                let (what, kind, old) = ("is gone".to_owned(), Kind::Removed, Some(was));
                let why = Some("the crate has a type for every named schema");
                let (callers, users) = (Impact::None, Impact::Breaking);
                recorder.record(&place, Entry { kind, what, why, callers, users, old, new: None });
            }
        }
    }
    for (name, is) in &new {
        if recorder.former(is).is_none() && !recorder.is_covered(None, Some(is)) {
            let place = Place::of_type(name);
            let (what, why, kind, new) = ("is new".to_owned(), None, Kind::Added, Some(is));
            let (callers, users) = (Impact::None, Impact::Compatible);
            recorder.record(&place, Entry { kind, what, why, callers, users, old: None, new });
        }
    }
}

/// Returns the named schemas by the names of their types.
fn read<'a>(root: &Node<'a>) -> BTreeMap<String, Node<'a>> {
    let schemas = root.get("components").map(|node| node.members_of("schemas")).unwrap_or_default();
    schemas.into_iter().map(|(name, node)| (type_name(name), node)).collect()
}
