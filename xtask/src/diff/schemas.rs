//! Schemas: what callers may send and can be sent, and the types that the crate makes of them.

use super::change::{Impact, Kind, Place};
use super::comparison::{Comparison, Telling};
use super::node::Node;
use super::shape::Shape;
use super::site::{Motion, Site};
use super::{constraints, enumerations, parts, properties};

/// Compares what two schemas come to.
pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, site: &Site, old: &Node<'a>, new: &Node<'a>) {
    comparison.visit((old, new), site, |comparison| {
        let shapes = (Shape::of(old), Shape::of(new));
        names(comparison, site, (old, new), &shapes);
        if types(comparison, site, (old, new), &shapes) {
            enumerations::compare(comparison, site, &shapes);
            constraints::compare(comparison, site, &shapes);
            properties::compare(comparison, site, &shapes);
            parts::items(comparison, site, &shapes);
            parts::alternatives(comparison, site, &shapes);
        }
    });
}

/// The names of the types in the crate. A name that changes in the document as a whole is told by `types`.
fn names<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site,
    (old, new): (&Node<'a>, &Node<'a>),
    shapes: &(Shape<'a>, Shape<'a>),
) {
    let (before, after) = (&shapes.0.name, &shapes.1.name);
    if before == after || !site.generated {
        return;
    }
    let has = |root: &Node<'a>, component: &Option<Node<'a>>| {
        let name = component.as_ref().and_then(|node| node.component("schemas"));
        name.is_some_and(|name| root.at(&["components", "schemas", &name]).is_some())
    };
    let renamed = before.is_some()
        && after.is_some()
        && !has(&comparison.new, &shapes.0.component)
        && !has(&comparison.old, &shapes.1.component);
    let called = |name: &Option<String>| {
        name.as_ref()
            .map_or_else(|| "a type without a name of its own".to_owned(), |name| format!("`{name}`"))
    };
    let (before, after) = (called(before), called(after));
    let (kind, why) = (Kind::Changed, Some("only the crate knows the names of schemas"));
    let (callers, users) = (Impact::None, Impact::Breaking);
    if let (true, Some(old), Some(new)) = (renamed, &shapes.0.component, &shapes.1.component) {
        let name = shapes.1.name.as_deref().unwrap_or_default();
        let (place, what) = (Place::of_type(name), format!("was called {before}"));
        let (old, new) = (Some(old), Some(new));
        comparison.rename(&place, Telling { kind, what, why, callers, users, old, new });
    } else {
        let what = format!("is {after} in the crate now, was {before}");
        let (old, new) = (Some(old), Some(new));
        comparison.tell(&site.place, Telling { kind, what, why, callers, users, old, new });
    }
}

/// Whether the types are alike enough for the rest to be compared.
fn types<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site,
    (old, new): (&Node<'a>, &Node<'a>),
    shapes: &(Shape<'a>, Shape<'a>),
) -> bool {
    let (before, after) = (shapes.0.text("type"), shapes.1.text("type"));
    if before == after {
        return true;
    }
    let motion = match (before, after) {
        (Some("integer"), Some("number")) | (Some(_), None) => Motion::Widened,
        (Some("number"), Some("integer")) | (None, Some(_)) => Motion::Narrowed,
        _ => Motion::Moved,
    };
    let called =
        |name: Option<&str>| name.map_or_else(|| "of any type".to_owned(), |name| format!("`{name}`"));
    let what = format!("is {} now, was {}", called(after), called(before));
    let nodes = (shapes.0.keyword("type"), shapes.1.keyword("type"));
    site.tell(comparison, (what, motion, Impact::Breaking), nodes);
    let alike = motion != Motion::Moved;
    if !alike {
        comparison.claim(Some(old), Some(new));
    }
    alike
}
