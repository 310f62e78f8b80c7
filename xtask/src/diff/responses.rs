//! Responses of operations: their statuses, bodies and headers.

use std::collections::BTreeMap;

use super::bodies;
use super::change::{Impact, Kind, Place};
use super::comparison::{Comparison, Telling};
use super::node::Node;
use super::site::{Direction, Motion, Site};

pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    place: &Place,
    (old, new): (&Node<'a>, &Node<'a>),
) {
    let read = |node: &Node<'a>| -> BTreeMap<&'a str, Node<'a>> {
        let responses = node.members_of("responses").into_iter();
        responses.filter(|(status, _)| !status.starts_with("x-")).collect()
    };
    let (old, mut new) = (read(old), read(new));
    for (status, response) in &old {
        let place = place.within(format!("response {status}"));
        if let Some(is) = new.remove(status) {
            each(comparison, place, (&response.resolve(), &is.resolve()));
            continue;
        }
        // An error that is not documented any more may still come: callers have to expect such ones anyway.
        let (callers, why) = if is_success(status) {
            (Impact::Breaking, None)
        } else {
            (Impact::Compatible, is_generated(status).then_some("the crate's mock loses its method for it"))
        };
        comparison.claim_components(Some(response), None);
        let (what, kind, old) = ("is gone".to_owned(), Kind::Removed, Some(response));
        let users = if is_generated(status) { Impact::Breaking } else { Impact::None };
        comparison.tell(&place, Telling { kind, what, why, callers, users, old, new: None });
    }
    for (status, response) in &new {
        let place = place.within(format!("response {status}"));
        let (callers, why) = if is_success(status) {
            (Impact::Breaking, Some("a caller who knows the old successes alone takes it for a failure"))
        } else {
            (Impact::Compatible, None)
        };
        comparison.claim_components(None, Some(response));
        let (what, kind, new) = ("is new".to_owned(), Kind::Added, Some(response));
        let users = if is_generated(status) { Impact::Compatible } else { Impact::None };
        comparison.tell(&place, Telling { kind, what, why, callers, users, old: None, new });
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2') || status == "default"
}

/// Whether the crate knows a status: redirects are not followed, and `1xx` is no answer.
fn is_generated(status: &str) -> bool {
    !status.starts_with(['1', '3'])
}

fn each<'a>(comparison: &mut Comparison<'a>, place: Place, (old, new): (&Node<'a>, &Node<'a>)) {
    let site = Site::new(place, Direction::Response);
    bodies::content(comparison, &site, (old, new));
    headers(comparison, &site.place, (old, new));
}

/// Compares headers: the crate hands them out as they come.
fn headers<'a>(comparison: &mut Comparison<'a>, place: &Place, (old, new): (&Node<'a>, &Node<'a>)) {
    let read = |node: &Node<'a>| -> BTreeMap<String, Node<'a>> {
        let headers = node.members_of("headers").into_iter();
        headers.map(|(name, header)| (name.to_lowercase(), header.resolve())).collect()
    };
    let (old, mut new) = (read(old), read(new));
    let site = |name: &str| Site {
        generated: false,
        ..Site::new(place.within(format!("header {name}")), Direction::Response)
    };
    let (why, users) = (None, Impact::None);
    for (name, header) in &old {
        let site = site(name);
        let Some(is) = new.remove(name) else {
            let (what, kind, callers) = ("is gone".to_owned(), Kind::Removed, Impact::Breaking);
            let (place, old) = (&site.place, Some(header));
            comparison.tell(place, Telling { kind, what, why, callers, users, old, new: None });
            continue;
        };
        let said = (header.get("required"), is.get("required"));
        let telling = match (header.is_true("required"), is.is_true("required")) {
            (false, true) => Some(("is always there now", Motion::Narrowed)),
            (true, false) => Some(("may be missing now", Motion::Widened)),
            _ => None,
        };
        if let Some((what, motion)) = telling {
            site.tell(comparison, (what.to_owned(), motion, users), (said.0.as_ref(), said.1.as_ref()));
        }
        bodies::schema(comparison, &site, (header, &is));
    }
    for (name, header) in &new {
        let (what, kind, callers) = ("is new".to_owned(), Kind::Added, Impact::Compatible);
        let (place, new) = (&site(name).place, Some(header));
        comparison.tell(place, Telling { kind, what, why, callers, users, old: None, new });
    }
}
