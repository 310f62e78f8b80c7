//! Compares the responses of operations: their statuses, bodies and headers.

use std::collections::BTreeMap;

use super::change::{Impact, Kind, Place};
use super::content;
use super::recorder::{Entry, Recorder};
use super::usage::{Direction, Usage, ValueSet};
use crate::yaml::Node;

pub(super) fn compare<'a>(recorder: &mut Recorder<'a>, place: &Place, (old, new): (&Node<'a>, &Node<'a>)) {
    let read = |node: &Node<'a>| -> BTreeMap<&'a str, Node<'a>> {
        let responses = node.members_of("responses").into_iter();
        responses.filter(|(status, _)| !status.starts_with("x-")).collect()
    };
    let (old, mut new) = (read(old), read(new));
    for (status, response) in &old {
        let place = place.within(format!("response {status}"));
        if let Some(is) = new.remove(status) {
            each(recorder, place, (&response.resolve(), &is.resolve()));
            continue;
        }
        // Removing an error is compatible, because callers must expect undocumented errors anyway.
        let (callers, why) = if is_success(status) {
            (Impact::Breaking, None)
        } else {
            (Impact::Compatible, is_generated(status).then_some("the crate's mock loses its method for it"))
        };
        recorder.cover_components(Some(response), None);
        let (what, kind, old) = ("is gone".to_owned(), Kind::Removed, Some(response));
        let users = if is_generated(status) { Impact::Breaking } else { Impact::None };
        recorder.record(&place, Entry { kind, what, why, callers, users, old, new: None });
    }
    for (status, response) in &new {
        let place = place.within(format!("response {status}"));
        let (callers, why) = if is_success(status) {
            (Impact::Breaking, Some("callers may treat the new success status as a failure"))
        } else {
            (Impact::Compatible, None)
        };
        recorder.cover_components(None, Some(response));
        let (what, kind, new) = ("is new".to_owned(), Kind::Added, Some(response));
        let users = if is_generated(status) { Impact::Compatible } else { Impact::None };
        recorder.record(&place, Entry { kind, what, why, callers, users, old: None, new });
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2') || status == "default"
}

/// Returns true if the crate decodes the status. It does not follow redirects, and `1xx` is interim.
fn is_generated(status: &str) -> bool {
    !status.starts_with(['1', '3'])
}

fn each<'a>(recorder: &mut Recorder<'a>, place: Place, (old, new): (&Node<'a>, &Node<'a>)) {
    let usage = Usage::new(place, Direction::Response);
    content::content(recorder, &usage, (old, new));
    headers(recorder, &usage.place, (old, new));
}

/// Compares headers. The crate has no types for them.
fn headers<'a>(recorder: &mut Recorder<'a>, place: &Place, (old, new): (&Node<'a>, &Node<'a>)) {
    let read = |node: &Node<'a>| -> BTreeMap<String, Node<'a>> {
        let headers = node.members_of("headers").into_iter();
        headers.map(|(name, header)| (name.to_lowercase(), header.resolve())).collect()
    };
    let (old, mut new) = (read(old), read(new));
    let usage = |name: &str| Usage {
        generated: false,
        ..Usage::new(place.within(format!("header {name}")), Direction::Response)
    };
    let (why, users) = (None, Impact::None);
    for (name, header) in &old {
        let usage = usage(name);
        let Some(is) = new.remove(name) else {
            let (what, kind, callers) = ("is gone".to_owned(), Kind::Removed, Impact::Breaking);
            let (place, old) = (&usage.place, Some(header));
            recorder.record(place, Entry { kind, what, why, callers, users, old, new: None });
            continue;
        };
        let required = (header.get("required"), is.get("required"));
        let entry = match (header.is_true("required"), is.is_true("required")) {
            (false, true) => Some(("is always there now", ValueSet::Subset)),
            (true, false) => Some(("may be missing now", ValueSet::Superset)),
            _ => None,
        };
        if let Some((what, values)) = entry {
            usage.record(
                recorder,
                (what.to_owned(), values, users),
                (required.0.as_ref(), required.1.as_ref()),
            );
        }
        content::schema(recorder, &usage, (header, &is));
    }
    for (name, header) in &new {
        let (what, kind, callers) = ("is new".to_owned(), Kind::Added, Impact::Compatible);
        let (place, new) = (&usage(name).place, Some(header));
        recorder.record(place, Entry { kind, what, why, callers, users, old: None, new });
    }
}
