//! Schemas that have a name: each is a type of the crate, whether or not an operation uses it.

use std::collections::BTreeMap;

use super::change::{Impact, Kind, Place};
use super::comparison::{Comparison, Telling};
use super::node::Node;
use super::schemas;
use super::site::{Direction, Site};
use crate::codegen::type_name;

/// Compares the named schemas; what operations use of them was compared before.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (old, mut new) = (read(&comparison.old), read(&comparison.new));
    for (name, was) in &old {
        let place = Place::of_type(name);
        match new.remove(name) {
            Some(is) => {
                comparison.renamed(was, &is);
                schemas::compare(comparison, &Site::new(place, Direction::Unused), was, &is);
            }
            None if comparison.is_told(Some(was), None) || comparison.is_renamed(was) => {}
            None => {
                let (what, kind, old) = ("is gone".to_owned(), Kind::Removed, Some(was));
                let why = Some("the crate has a type for every schema with a name");
                let (callers, users) = (Impact::None, Impact::Breaking);
                comparison.tell(&place, Telling { kind, what, why, callers, users, old, new: None });
            }
        }
    }
    for (name, is) in &new {
        if comparison.former(is).is_none() && !comparison.is_told(None, Some(is)) {
            let place = Place::of_type(name);
            let (what, why, kind, new) = ("is new".to_owned(), None, Kind::Added, Some(is));
            let (callers, users) = (Impact::None, Impact::Compatible);
            comparison.tell(&place, Telling { kind, what, why, callers, users, old: None, new });
        }
    }
}

/// The named schemas, by the names of their types.
fn read<'a>(root: &Node<'a>) -> BTreeMap<String, Node<'a>> {
    let schemas = root.get("components").map(|node| node.members_of("schemas")).unwrap_or_default();
    schemas.into_iter().map(|(name, node)| (type_name(name), node)).collect()
}
