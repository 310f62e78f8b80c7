//! Compares the contents of requests and responses: media types and their schemas.

use std::collections::BTreeMap;

use super::change::{Impact, Kind, Place};
use super::recorder::{Entry, Recorder};
use super::schemas;
use super::usage::{Direction, Usage, ValueSet};
use crate::yaml::Node;

/// Compares the request bodies of two operations.
pub(super) fn request<'a>(recorder: &mut Recorder<'a>, place: &Place, (old, new): (&Node<'a>, &Node<'a>)) {
    let place = place.within("request body");
    let body = |operation: &Node<'a>| operation.get("requestBody").map(|body| body.resolve());
    match (body(old), body(new)) {
        (Some(old), Some(new)) => {
            let optional = (!old.is_true("required"), !new.is_true("required"));
            let usage = Usage { optional, ..Usage::new(place, Direction::Request) };
            let (what, values) = match optional {
                (true, false) => ("is required now", Some(ValueSet::Subset)),
                (false, true) => ("is optional now", Some(ValueSet::Superset)),
                _ => ("", None),
            };
            if let Some(values) = values {
                let required = (old.get("required"), new.get("required"));
                let users = if values == ValueSet::Subset { Impact::Breaking } else { Impact::Compatible };
                usage.record(
                    recorder,
                    (what.to_owned(), values, users),
                    (required.0.as_ref(), required.1.as_ref()),
                );
            }
            content(recorder, &usage, (&old, &new));
        }
        (None, Some(new)) => {
            let required = new.is_true("required");
            let impact = if required { Impact::Breaking } else { Impact::Compatible };
            let what = if required { "is new, and required" } else { "is new" };
            recorder.cover_components(None, Some(&new));
            let why = required.then_some("a call without it still compiles, but the service refuses it");
            let (what, kind) = (what.to_owned(), Kind::Added);
            let (callers, users, new) = (impact, impact, Some(&new));
            recorder.record(&place, Entry { kind, what, why, callers, users, old: None, new });
        }
        (Some(old), None) => {
            recorder.cover_components(Some(&old), None);
            let (what, kind, old) = ("is gone".to_owned(), Kind::Removed, Some(&old));
            let why = Some("a body that callers send has no effect any more");
            let (callers, users) = (Impact::Breaking, Impact::Breaking);
            recorder.record(&place, Entry { kind, what, why, callers, users, old, new: None });
        }
        (None, None) => {}
    }
}

/// Compares media types, and the schemas of those that both documents contain.
pub(super) fn content<'a>(recorder: &mut Recorder<'a>, usage: &Usage, (old, new): (&Node<'a>, &Node<'a>)) {
    let read = |node: &Node<'a>| node.members_of("content").into_iter().collect::<BTreeMap<_, _>>();
    let (old, mut new) = (read(old), read(new));
    for (name, media_type) in &old {
        let Some(is) = new.remove(name) else {
            let what = format!("the media type `{name}` is gone");
            let users = if is_generated(name) { Impact::Breaking } else { Impact::None };
            let (callers, users) = (Impact::Breaking, usage.users(users));
            let (kind, why, old) = (Kind::Removed, None, Some(media_type));
            recorder.cover_components(old, None);
            recorder.record(&usage.place, Entry { kind, what, why, callers, users, old, new: None });
            continue;
        };
        let of_type = Usage { generated: usage.generated && is_generated(name), ..usage.clone() };
        schema(recorder, &of_type, (media_type, &is));
        let encoding = (media_type.get("encoding"), is.get("encoding"));
        if encoding.0.as_ref().map(|node| node.value) != encoding.1.as_ref().map(|node| node.value) {
            let entry = ("encoding changed".to_owned(), ValueSet::Incomparable, Impact::Compatible);
            usage.record(recorder, entry, (encoding.0.as_ref(), encoding.1.as_ref()));
        }
    }
    for (name, media_type) in &new {
        let what = format!("the media type `{name}` is new");
        // The first JSON body changes the type of the crate's method.
        let users = if is_generated(name) { Impact::Breaking } else { Impact::None };
        let (callers, users) = (Impact::Compatible, usage.users(users));
        let why = (users == Impact::Breaking).then_some("the type of the crate's method changes");
        let (kind, new) = (Kind::Added, Some(media_type));
        recorder.cover_components(None, new);
        recorder.record(&usage.place, Entry { kind, what, why, callers, users, old: None, new });
    }
}

/// Returns true if the crate reads and writes the media type. If there are several, it uses only JSON.
fn is_generated(media_type: &str) -> bool {
    media_type == "application/json"
}

/// Compares the schemas of two parameters, headers or media types.
pub(super) fn schema<'a>(recorder: &mut Recorder<'a>, usage: &Usage, (old, new): (&Node<'a>, &Node<'a>)) {
    let schemas = (old.get("schema"), new.get("schema"));
    match (&schemas.0, &schemas.1) {
        (Some(old), Some(new)) => schemas::compare(recorder, usage, old, new),
        (None, Some(_)) => {
            let entry = ("has a schema now".to_owned(), ValueSet::Subset, Impact::Breaking);
            usage.record(recorder, entry, (None, schemas.1.as_ref()));
        }
        (Some(_), None) => {
            let entry = ("has no schema any more".to_owned(), ValueSet::Superset, Impact::Breaking);
            usage.record(recorder, entry, (schemas.0.as_ref(), None));
        }
        (None, None) => {}
    }
}
