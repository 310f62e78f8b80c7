//! Compares authentication: the credentials that an operation requires.

use std::collections::BTreeMap;

use serde_json::Value;

use super::change::{Impact, Kind, Place};
use super::recorder::{Entry, Recorder};
use crate::yaml::Node;

/// The alternative ways to authenticate: the wire format of each, with its description. No authentication is an empty
/// string.
type Ways = BTreeMap<String, String>;

pub(super) fn compare<'a>(recorder: &mut Recorder<'a>, place: &Place, (old, new): (&Node<'a>, &Node<'a>)) {
    let security = |root: &Node<'a>, operation: &Node<'a>| operation.get("security").or(root.get("security"));
    let (old, new) = (security(&recorder.old, old), security(&recorder.new, new));
    let (before, after) = (ways(&recorder.old, old.as_ref()), ways(&recorder.new, new.as_ref()));
    if before.keys().eq(after.keys()) {
        return;
    }
    let still_enough = after.contains_key("") || before.keys().all(|way| after.contains_key(way));
    let callers = if still_enough { Impact::Compatible } else { Impact::Breaking };
    let shown = |ways: &Ways| {
        let words: Vec<_> = ways.values().map(|way| if way.is_empty() { "nothing" } else { way }).collect();
        words.join(" or ")
    };
    let (was, is) = (shown(&before), shown(&after));
    let what =
        if was == is { format!("requires another {is}") } else { format!("requires {is} now, was {was}") };
    let why = Some("the crate sends what the new document requires");
    let (kind, users) = (Kind::Changed, Impact::Compatible);
    let place = place.within("authentication");
    let schemes = |root: &Node<'a>| root.at(&["components", "securitySchemes"]);
    let (old_schemes, new_schemes) = (schemes(&recorder.old), schemes(&recorder.new));
    for scheme in old_schemes.iter().flat_map(Node::members) {
        for node in on_the_wire(&scheme.1) {
            recorder.cover(Some(&node), None);
        }
    }
    for scheme in new_schemes.iter().flat_map(Node::members) {
        for node in on_the_wire(&scheme.1) {
            recorder.cover(None, Some(&node));
        }
    }
    let (old, new) = (old.or(old_schemes.clone()), new.or(new_schemes.clone()));
    recorder.record(&place, Entry { kind, what, why, callers, users, old: old.as_ref(), new: new.as_ref() });
}

/// Returns the nodes of a scheme that affect the wire format.
fn on_the_wire<'a>(scheme: &Node<'a>) -> Vec<Node<'a>> {
    let members = scheme.resolve().members().into_iter();
    members.filter(|(key, _)| *key != "description").map(|(_, node)| node).collect()
}

/// Returns the ways to authenticate that a list of requirements permits.
fn ways<'a>(root: &Node<'a>, security: Option<&Node<'a>>) -> Ways {
    let requirements = security.map(Node::items).unwrap_or_default();
    if requirements.is_empty() {
        return Ways::from([(String::new(), String::new())]);
    }
    let way = |requirement: &Node<'a>| {
        let mut parts: Vec<_> =
            requirement.members().iter().map(|(name, scopes)| scheme(root, name, scopes)).collect();
        parts.sort();
        let (on_the_wire, words): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        (on_the_wire.join(" and "), words.join(" and "))
    };
    requirements.iter().map(way).collect()
}

/// Returns the wire format of a scheme, and its description.
fn scheme(root: &Node<'_>, name: &str, scopes: &Node<'_>) -> (String, String) {
    let Some(node) = root.at(&["components", "securitySchemes", name]) else {
        return (name.to_owned(), format!("`{name}`"));
    };
    let node = node.resolve();
    let mut wire_format = node.value.clone();
    if let Value::Object(wire_format) = &mut wire_format {
        wire_format.remove("description");
        if wire_format.get("in").is_some_and(|place| place == "header")
            && let Some(Value::String(name)) = wire_format.get_mut("name")
        {
            name.make_ascii_lowercase();
        }
        wire_format.sort_keys();
    }
    let text = |key| node.text(key).unwrap_or_default();
    let words = match text("type") {
        "apiKey" => format!("API key in the {} `{}`", text("in"), text("name")),
        "http" => format!("HTTP authentication `{}`", text("scheme")),
        other => format!("`{other}`"),
    };
    let mut names: Vec<_> = scopes.items().iter().filter_map(|scope| scope.value.as_str()).collect();
    names.sort_unstable();
    let scopes = if names.is_empty() { String::new() } else { format!(" with {}", names.join(", ")) };
    (format!("{wire_format}{scopes}"), format!("{words}{scopes}"))
}
