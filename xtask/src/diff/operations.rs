//! Operations: which are there, what they are called, what they take and give.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Impact, Kind, Place};
use super::comparison::{Comparison, Telling};
use super::constraints::deprecation;
use super::node::Node;
use super::site::{Direction, Site};
use super::{bodies, parameters, responses, security};
use crate::codegen::method_name;

/// The methods that a path can have.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation.
#[derive(Clone)]
pub(super) struct Operation<'a> {
    pub(super) node: Node<'a>,
    pub(super) path_item: Node<'a>,
    pub(super) path: &'a str,
    method: &'static str,
    id: Option<&'a str>,
}

impl Operation<'_> {
    /// What it is called: by its id, or by its method and path.
    pub(super) fn place(&self) -> Place {
        Place::new(self.id.map_or_else(|| self.request(), str::to_owned))
    }

    fn request(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// What is on the wire of method and path: the names of a path's parameters are not.
    fn on_the_wire(&self) -> (&'static str, String) {
        (self.method, template(self.path))
    }
}

/// A path without the names of its parameters.
pub(super) fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let start = parts.next().unwrap_or_default().to_owned();
    parts.fold(start, |template, part| template + "{}" + part.split_once('}').map_or("", |(_, rest)| rest))
}

/// Compares the operations; returns those that are in both documents.
pub(super) fn compare<'a>(comparison: &mut Comparison<'a>) -> Vec<(Operation<'a>, Operation<'a>)> {
    let (old, new) = (read(&comparison.old), read(&comparison.new));
    let (pairs, removed, added) = pair(old, new);
    for (before, after) in &pairs {
        names(comparison, before, after);
        let place = after.place();
        let site = Site::new(place.clone(), Direction::Request);
        let flags = (before.node.get("deprecated"), after.node.get("deprecated"));
        deprecation(comparison, &site, (flags.0.as_ref(), flags.1.as_ref()));
        parameters::compare(comparison, &place, (before, after));
        bodies::request(comparison, &place, (&before.node, &after.node));
        responses::compare(comparison, &place, (&before.node, &after.node));
        security::compare(comparison, &place, (&before.node, &after.node));
        unread(comparison, &place, (before, after));
    }
    for operation in removed {
        let (what, why) = (format!("is gone (`{}`)", operation.request()), None);
        comparison.claim_components(Some(&operation.node), None);
        let (callers, users, kind) = (Impact::Breaking, Impact::Breaking, Kind::Removed);
        let old = Some(&operation.node);
        comparison.tell(&operation.place(), Telling { kind, what, why, callers, users, old, new: None });
    }
    for operation in added {
        let (what, why) = (format!("is new (`{}`)", operation.request()), None);
        comparison.claim_components(None, Some(&operation.node));
        let (callers, users, kind) = (Impact::Compatible, Impact::Compatible, Kind::Added);
        let new = Some(&operation.node);
        comparison.tell(&operation.place(), Telling { kind, what, why, callers, users, old: None, new });
    }
    pairs
}

fn read<'a>(root: &Node<'a>) -> Vec<Operation<'a>> {
    let paths = root.members_of("paths").into_iter();
    let operations = paths.flat_map(|(path, item)| {
        let item = item.resolve();
        METHODS.iter().filter_map(move |method| {
            let node = item.get(method)?;
            let id = node.text("operationId");
            Some(Operation { node, path_item: item.clone(), path, method, id })
        })
    });
    operations.collect()
}

type Pairs<'a> = Vec<(Operation<'a>, Operation<'a>)>;

/// The operations that are the same on the wire; of the others, those with the same name; the rest of the old, of the new.
fn pair<'a>(
    old: Vec<Operation<'a>>,
    new: Vec<Operation<'a>>,
) -> (Pairs<'a>, Vec<Operation<'a>>, Vec<Operation<'a>>) {
    let mut pairs = Vec::new();
    let mut left: BTreeMap<_, _> = new.into_iter().map(|new| (new.on_the_wire(), new)).collect();
    let (mut removed, mut unpaired) = (Vec::new(), Vec::new());
    for old in old {
        match left.remove(&old.on_the_wire()) {
            Some(new) => pairs.push((old, new)),
            None => unpaired.push(old),
        }
    }
    let mut by_id: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
    for (key, new) in &left {
        if let Some(id) = new.id {
            by_id.entry(id).or_default().insert(key.clone());
        }
    }
    for old in unpaired {
        let same = old.id.and_then(|id| by_id.get_mut(id)?.pop_first());
        match same.and_then(|key| left.remove(&key)) {
            Some(new) => pairs.push((old, new)),
            None => removed.push(old),
        }
    }
    (pairs, removed, left.into_values().collect())
}

/// The operation's own name, its method and its path.
fn names<'a>(comparison: &mut Comparison<'a>, before: &Operation<'a>, after: &Operation<'a>) {
    let place = after.place();
    if before.id != after.id {
        let called =
            |id: Option<&str>| id.map_or_else(|| "without a name".to_owned(), |id| format!("`{id}`"));
        let what = format!("was called {}", called(before.id));
        let (old, new) = (before.node.get("operationId"), after.node.get("operationId"));
        let why = Some("only the crate knows the names of operations");
        let method = |id: Option<&str>| id.map(method_name);
        let same_method = method(before.id) == method(after.id);
        let users = if same_method { Impact::Documentation } else { Impact::Breaking };
        let (callers, kind) = (Impact::None, Kind::Changed);
        let (old, new) = (old.as_ref(), new.as_ref().or(Some(&after.node)));
        // Without a name of its own, the operation as a whole would count as told.
        let new = new.filter(|_| after.id.is_some());
        comparison.tell(&place, Telling { kind, what, why, callers, users, old, new });
    }
    if before.on_the_wire() != after.on_the_wire() {
        let what = format!("is `{}` now, was `{}`", after.request(), before.request());
        let why = Some("the crate's method sends the request to its new place");
        let (callers, users, kind) = (Impact::Breaking, Impact::Compatible, Kind::Changed);
        let node = after.node.get("operationId").unwrap_or_else(|| after.node.clone());
        let (old, new) = (None, Some(&node));
        comparison.mention(&place, Telling { kind, what, why, callers, users, old, new });
    }
}

/// What is part of the contract and compared no closer.
fn unread<'a>(
    comparison: &mut Comparison<'a>,
    place: &Place,
    (before, after): (&Operation<'a>, &Operation<'a>),
) {
    for key in ["callbacks", "servers"] {
        let of = |operation: &Operation<'a>| operation.node.get(key).or_else(|| operation.path_item.get(key));
        let (old, new) = (of(before), of(after));
        if old.as_ref().map(|node| node.value) != new.as_ref().map(|node| node.value) {
            let what = format!("{key} of its own are other ones");
            let why = Some("they are not compared any closer");
            let (callers, users, kind) = (Impact::Breaking, Impact::None, Kind::Changed);
            let (old, new) = (old.as_ref(), new.as_ref());
            comparison.tell(place, Telling { kind, what, why, callers, users, old, new });
        }
    }
}
