//! Records the remaining differences, such as descriptions and examples, so that none is unreported.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Impact, Kind, Place};
use super::constraints::what;
use super::pairing::Operation;
use super::recorder::{Entry, Recorder};
use crate::spec::is_name_map;
use crate::yaml::Node;

/// Keys that only affect documentation.
const TEXTS: [&str; 11] = [
    "description",
    "summary",
    "title",
    "example",
    "examples",
    "externalDocs",
    "tags",
    "contact",
    "license",
    "termsOfService",
    "version",
];

/// Keys that are part of the contract but whose contents are not compared.
const UNCOMPARED: [&str; 2] = ["links", "xml"];

/// Records every difference that no recorded change covers.
pub(super) fn compare<'a>(recorder: &mut Recorder<'a>, pairs: &[(Operation<'a>, Operation<'a>)]) {
    let mut walk = Walk { recorder, seen: BTreeSet::new() };
    let (old, new) = (walk.recorder.old.clone(), walk.recorder.new.clone());
    // Components first, so that a difference in a shared component is recorded there.
    let components = (old.get("components"), new.get("components"));
    let kinds = names(components.0.as_ref(), components.1.as_ref());
    for kind in kinds {
        let (old, new) = (member(components.0.as_ref(), kind), member(components.1.as_ref(), kind));
        for name in names(old.as_ref(), new.as_ref()) {
            let place =
                if kind == "schemas" { Place::of_type(name) } else { Place::new(format!("{kind} {name}")) };
            walk.component(&place, &(member(old.as_ref(), name), member(new.as_ref(), name)));
        }
    }
    for (old, new) in pairs {
        let place = new.place();
        walk.both(&place, (&old.node, &new.node));
        let place = Place::new(new.path);
        for key in ["summary", "description", "parameters"] {
            walk.key(&place, key, &(old.path_item.get(key), new.path_item.get(key)));
        }
        for key in extensions(&old.path_item, &new.path_item) {
            walk.key(&place, key, &(old.path_item.get(key), new.path_item.get(key)));
        }
    }
    let place = Place::new("document");
    for key in names(Some(&old), Some(&new)) {
        if !matches!(key, "paths" | "components") {
            walk.key(&place, key, &(old.get(key), new.get(key)));
        }
    }
}

/// The old and the new node, if they exist.
type Sides<'a> = (Option<Node<'a>>, Option<Node<'a>>);

struct Walk<'c, 'a> {
    recorder: &'c mut Recorder<'a>,
    seen: BTreeSet<(String, String)>,
}

impl<'a> Walk<'_, 'a> {
    /// Compares two values of a key.
    fn key(&mut self, place: &Place, key: &str, nodes: &Sides<'a>) {
        let differ = nodes.0.as_ref().map(|node| node.value) != nodes.1.as_ref().map(|node| node.value);
        match nodes {
            _ if !differ => {
                // Equal references may have different targets.
                if let (Some(old), Some(new)) = nodes {
                    self.both(place, (old, new));
                }
            }
            (Some(old), Some(new)) if !is_text(key) => {
                let are_containers = old.value.is_object() && new.value.is_object()
                    || old.value.is_array() && new.value.is_array();
                if are_containers {
                    let place = if matches!(key, "properties" | "schema") {
                        place.clone()
                    } else {
                        place.within(key)
                    };
                    self.members(&place, key, (old, new));
                } else {
                    self.record(place, key, nodes);
                }
            }
            _ => self.record(place, key, nodes),
        }
    }

    /// Compares two components of the same name, or a renamed component with its old counterpart.
    fn component(&mut self, place: &Place, nodes: &Sides<'a>) {
        match nodes {
            (Some(old), None) if self.recorder.is_renamed(old) => {}
            (None, Some(new)) => match self.recorder.former(new) {
                Some(old) => self.both(place, (&old, new)),
                None => self.named(place, nodes),
            },
            _ => self.named(place, nodes),
        }
    }

    /// Compares two nodes after resolving references.
    fn both(&mut self, place: &Place, (old, new): (&Node<'a>, &Node<'a>)) {
        if self.recorder.are_covered(old, new) {
            return;
        }
        let (old, new) = (old.resolve(), new.resolve());
        if self.seen.insert((old.pointer.clone(), new.pointer.clone())) {
            for key in names(Some(&old), Some(&new)) {
                if key != "$ref" {
                    self.key(place, key, &(old.get(key), new.get(key)));
                }
            }
            for (old, new) in old.items().iter().zip(new.items()) {
                self.both(place, (old, &new));
            }
        }
    }

    /// Compares the contents of two values of a key.
    fn members(&mut self, place: &Place, key: &str, (old, new): (&Node<'a>, &Node<'a>)) {
        if !(is_name_map(key) || key == "flows") && old.value.is_object() {
            return self.both(place, (old, new));
        }
        for name in names(Some(old), Some(new)) {
            self.named(&place.within(name), &(old.get(name), new.get(name)));
        }
        if key == "required" {
            return;
        }
        for sides in paired(key, old, new) {
            match &sides {
                (Some(old), Some(new)) if old.value.is_object() && new.value.is_object() => {
                    let place = match (new.text("in"), new.text("name")) {
                        (Some(location), Some(name)) if key == "parameters" => {
                            place.sibling(format!("{location} parameter {name}"))
                        }
                        _ => place.clone(),
                    };
                    self.both(&place, (old, new));
                }
                (Some(old), Some(new)) if old.value == new.value => {}
                _ => self.record(place, key, &sides),
            }
        }
    }

    /// Compares two nodes of the same name.
    fn named(&mut self, place: &Place, nodes: &Sides<'a>) {
        match nodes {
            (Some(old), Some(new)) => self.both(place, (old, new)),
            _ => self.record(place, "", nodes),
        }
    }

    fn record(&mut self, place: &Place, key: &str, (old, new): &Sides<'a>) {
        let (old, new) = (old.as_ref(), new.as_ref());
        if self.recorder.is_covered(old, new) {
            return;
        }
        let (values, is_uncompared) =
            ((old.map(|node| node.value), new.map(|node| node.value)), UNCOMPARED.contains(&key));
        let what = match (key, old) {
            ("", None) => "is new".to_owned(),
            ("", Some(_)) => "is gone".to_owned(),
            _ if is_text(key) || is_uncompared => what(key, values.0, values.1),
            _ => format!("{key} written differently"),
        };
        let callers = if is_uncompared { Impact::Breaking } else { Impact::Documentation };
        let why = is_uncompared.then_some("its contents are not compared");
        let (kind, users) = (Kind::Changed, Impact::Documentation);
        self.recorder.record(place, Entry { kind, what, why, callers, users, old, new });
    }
}

/// Pairs the items of two lists by name, or by position.
fn paired<'a>(key: &str, old: &Node<'a>, new: &Node<'a>) -> Vec<Sides<'a>> {
    let name = |node: &Node<'a>, index: usize| match key {
        "servers" => node.text("url").unwrap_or_default().to_owned(),
        "parameters" => {
            let parameter = node.resolve();
            let text = |key| parameter.text(key).unwrap_or_default();
            format!("{} {}", text("in"), text("name"))
        }
        _ => index.to_string(),
    };
    let named = |node: &Node<'a>| -> BTreeMap<String, Node<'a>> {
        node.items().into_iter().enumerate().map(|(index, node)| (name(&node, index), node)).collect()
    };
    let (old, mut new) = (named(old), named(new));
    let mut pairs: Vec<Sides<'a>> =
        old.into_iter().map(|(name, old)| (Some(old), new.remove(&name))).collect();
    pairs.extend(new.into_values().map(|new| (None, Some(new))));
    pairs
}

fn member<'a>(node: Option<&Node<'a>>, key: &str) -> Option<Node<'a>> {
    node.and_then(|node| node.get(key))
}

fn is_text(key: &str) -> bool {
    TEXTS.contains(&key) || key.starts_with("x-")
}

fn names<'a>(old: Option<&Node<'a>>, new: Option<&Node<'a>>) -> BTreeSet<&'a str> {
    let of = |node: Option<&Node<'a>>| node.map(Node::members).unwrap_or_default();
    of(old).into_iter().chain(of(new)).map(|(name, _)| name).collect()
}

fn extensions<'a>(old: &Node<'a>, new: &Node<'a>) -> Vec<&'a str> {
    names(Some(old), Some(new)).into_iter().filter(|key| key.starts_with("x-")).collect()
}
