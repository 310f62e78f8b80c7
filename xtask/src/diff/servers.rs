//! Compares servers: their URLs, and their names in the crate.

use super::change::{Impact, Kind, Place};
use super::recorder::{Entry, Recorder};
use crate::naming::server_name;
use crate::yaml::Node;

/// A server.
struct Server<'a> {
    node: Node<'a>,
    url: &'a str,
    name: String,
}

pub(super) fn compare(recorder: &mut Recorder<'_>) {
    let (old, mut new) = (read(&recorder.old), read(&recorder.new));
    let first = (old.first().map(|server| server.url), new.first().map(|server| server.url));
    let default = new.first().map(|server| (server.node.clone(), server.url));
    for was in &old {
        let place = Place::new("servers").within(was.url);
        let by_url = new.iter().position(|is| is.url == was.url);
        let found = by_url.or_else(|| new.iter().position(|is| is.name == was.name));
        let Some(is) = found.map(|index| new.remove(index)) else {
            let (what, why, kind) = ("is gone".to_owned(), None, Kind::Removed);
            let (callers, users, old) = (Impact::Breaking, Impact::Breaking, Some(&was.node));
            recorder.record(&place, Entry { kind, what, why, callers, users, old, new: None });
            continue;
        };
        each(recorder, was, &is);
    }
    for is in &new {
        let (what, why, kind) = (format!("is new, `Server::{}`", is.name), None, Kind::Added);
        let (callers, users, new) = (Impact::Compatible, Impact::Compatible, Some(&is.node));
        let place = Place::new("servers").within(is.url);
        recorder.record(&place, Entry { kind, what, why, callers, users, old: None, new });
    }
    if let (Some(was), Some((node, is))) = (first.0, default)
        && was != is
        && old.iter().any(|server| server.url == is)
    {
        let what = format!("`{is}` is the default now, was `{was}`");
        let why = Some("clients that do not choose a server call another host");
        let (kind, callers, users) = (Kind::Changed, Impact::None, Impact::Breaking);
        recorder.record(
            &Place::new("servers"),
            Entry { kind, what, why, callers, users, old: None, new: Some(&node) },
        );
    }
}

fn read<'a>(root: &Node<'a>) -> Vec<Server<'a>> {
    let servers = root.get("servers").map(|servers| servers.items()).unwrap_or_default();
    let servers = servers.into_iter().filter_map(|node| {
        let url = node.text("url")?;
        let name = server_name(url, node.text("x-name"));
        Some(Server { node, url, name })
    });
    servers.collect()
}

fn each<'a>(recorder: &mut Recorder<'a>, was: &Server<'a>, is: &Server<'a>) {
    let place = Place::new("servers").within(is.url);
    let nodes = |key| (was.node.get(key), is.node.get(key));
    let kind = Kind::Changed;
    if was.url != is.url {
        let what = format!("was `{}`", was.url);
        let why = Some("callers who use the old URL do not reach it");
        let (old, new) = nodes("url");
        let (callers, users, old, new) = (Impact::Breaking, Impact::Compatible, old.as_ref(), new.as_ref());
        recorder.record(&place, Entry { kind, what, why, callers, users, old, new });
    }
    if was.name != is.name {
        let what = format!("is `Server::{}` now, was `Server::{}`", is.name, was.name);
        let why = Some("the names of servers appear only in the crate");
        let (old, new) = nodes("x-name");
        let (old, new) = (old.as_ref(), new.as_ref());
        let (callers, users) = (Impact::None, Impact::Breaking);
        recorder.record(&place, Entry { kind, what, why, callers, users, old, new });
    }
    let (old, new) = nodes("variables");
    if old.as_ref().map(|node| node.value) != new.as_ref().map(|node| node.value) {
        let what = "variables changed".to_owned();
        let (callers, users, old, new) = (Impact::Breaking, Impact::Compatible, old.as_ref(), new.as_ref());
        recorder.record(&place, Entry { kind, what, why: None, callers, users, old, new });
    }
}
