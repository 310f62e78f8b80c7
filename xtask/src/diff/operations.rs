//! Compares operations: their names, parameters, bodies, responses and authentication.

use super::change::{Impact, Kind, Place};
use super::constraints::deprecation;
use super::pairing::{Operation, Pairs, pair, read};
use super::recorder::{Entry, Recorder};
use super::usage::{Direction, Usage};
use super::{content, parameters, responses, security};
use crate::naming::method_name;

/// Compares the operations. Returns those that both documents contain.
pub(super) fn compare<'a>(recorder: &mut Recorder<'a>) -> Pairs<'a> {
    let (pairs, removed, added) = pair(read(&recorder.old), read(&recorder.new));
    for (before, after) in &pairs {
        names(recorder, before, after);
        let place = after.place();
        let usage = Usage::new(place.clone(), Direction::Request);
        let flags = (before.node.get("deprecated"), after.node.get("deprecated"));
        deprecation(recorder, &usage, (flags.0.as_ref(), flags.1.as_ref()));
        parameters::compare(recorder, &place, (before, after));
        content::request(recorder, &place, (&before.node, &after.node));
        responses::compare(recorder, &place, (&before.node, &after.node));
        security::compare(recorder, &place, (&before.node, &after.node));
        uncompared(recorder, &place, (before, after));
    }
    for operation in removed {
        let (what, why) = (format!("is gone (`{}`)", operation.request()), None);
        recorder.cover_components(Some(&operation.node), None);
        let (callers, users, kind) = (Impact::Breaking, Impact::Breaking, Kind::Removed);
        let old = Some(&operation.node);
        recorder.record(&operation.place(), Entry { kind, what, why, callers, users, old, new: None });
    }
    for operation in added {
        let (what, why) = (format!("is new (`{}`)", operation.request()), None);
        recorder.cover_components(None, Some(&operation.node));
        let (callers, users, kind) = (Impact::Compatible, Impact::Compatible, Kind::Added);
        let new = Some(&operation.node);
        recorder.record(&operation.place(), Entry { kind, what, why, callers, users, old: None, new });
    }
    pairs
}

/// Compares the operation's id, method and path.
fn names<'a>(recorder: &mut Recorder<'a>, before: &Operation<'a>, after: &Operation<'a>) {
    let place = after.place();
    if before.id != after.id {
        let called = |id: Option<&str>| id.map_or_else(|| "without an id".to_owned(), |id| format!("`{id}`"));
        let what = format!("was called {}", called(before.id));
        let (old, new) = (before.node.get("operationId"), after.node.get("operationId"));
        let why = Some("the names of operations appear only in the crate");
        let method = |id: Option<&str>| id.map(method_name);
        let same_method = method(before.id) == method(after.id);
        let users = if same_method { Impact::Documentation } else { Impact::Breaking };
        let (callers, kind) = (Impact::None, Kind::Changed);
        let (old, new) = (old.as_ref(), new.as_ref().or(Some(&after.node)));
        // Without an id, `new` is the whole operation, which must not count as covered.
        let new = new.filter(|_| after.id.is_some());
        recorder.record(&place, Entry { kind, what, why, callers, users, old, new });
    }
    if before.on_the_wire() != after.on_the_wire() {
        let what = format!("is `{}` now, was `{}`", after.request(), before.request());
        let why = Some("the crate's method sends the new request");
        let (callers, users, kind) = (Impact::Breaking, Impact::Compatible, Kind::Changed);
        let node = after.node.get("operationId").unwrap_or_else(|| after.node.clone());
        let (old, new) = (None, Some(&node));
        recorder.record_only(&place, Entry { kind, what, why, callers, users, old, new });
    }
}

/// Records changes of keys that are part of the contract but whose contents are not compared.
fn uncompared<'a>(
    recorder: &mut Recorder<'a>,
    place: &Place,
    (before, after): (&Operation<'a>, &Operation<'a>),
) {
    for key in ["callbacks", "servers"] {
        let of = |operation: &Operation<'a>| operation.node.get(key).or_else(|| operation.path_item.get(key));
        let (old, new) = (of(before), of(after));
        if old.as_ref().map(|node| node.value) != new.as_ref().map(|node| node.value) {
            let what = format!("its own {key} changed");
            let why = Some("their contents are not compared");
            let (callers, users, kind) = (Impact::Breaking, Impact::None, Kind::Changed);
            let (old, new) = (old.as_ref(), new.as_ref());
            recorder.record(place, Entry { kind, what, why, callers, users, old, new });
        }
    }
}
