//! Slices of a document: as much of it as a node has to do with, so that a mutant costs the same in a document of any
//! size.
//!
//! A document is a frame – its title, servers, security, the maps that hold the rest – and **parts**: path items,
//! components, tags. The slice of a part has the part itself; operations that use it, for each way of using it (as a
//! parameter, in a request, in a response) the first, and the second of all; one operation more, so that none is the
//! document's last; and all that these refer to. The frame's own slice has two operations and one component of each
//! kind. Where that is everything, as in a document of one operation, the slice is the document.
//!
//! What a slice cannot know is what is used elsewhere: that is noted beside it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};
use xtask::yaml::escape;

use crate::mutate::pointers;

/// The parts of a document, and how they hang together.
#[derive(Debug)]
pub struct Slices {
    /// The document without its parts.
    frame: Value,
    /// Path items first, each kind in the document's order.
    parts: Vec<Part>,
    /// How many of the parts are path items.
    paths: usize,
    all: Vec<Slice>,
}

/// A path item, a component or a tag.
#[derive(Debug)]
struct Part {
    pointer: String,
    /// Its key; a tag's name.
    name: String,
    value: Value,
    /// The path items that use it, however far it is from them, each with a way of using it.
    users: Vec<(usize, Way)>,
}

impl Part {
    /// Where it is listed.
    fn kind(&self) -> &str {
        self.pointer.rsplit_once('/').map_or("", |(owner, _)| owner)
    }
}

/// How an operation uses what it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Request,
    Response,
    Other,
}

/// A slice: which parts it keeps, and which of its nodes are looked at in it.
#[derive(Debug)]
pub struct Slice {
    kept: Vec<usize>,
    /// The parts whose slice it is; none stands for the frame.
    of: Vec<Option<usize>>,
}

impl Slices {
    /// Those of `document`. Takes time in proportion to it.
    #[must_use]
    pub fn of(document: &Value) -> Self {
        let (frame, mut parts) = taken_apart(document);
        let paths = parts.iter().take_while(|part| part.pointer.starts_with("/paths/")).count();
        let refers = references(&parts);
        for path in 0..paths {
            for (way, reached) in reached(path, &refers) {
                parts[reached].users.push((path, way));
            }
        }
        let mut slices = Self { frame, parts, paths, all: Vec::new() };
        let mut by_kept: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        for of in std::iter::once(None).chain((0..slices.parts.len()).map(Some)) {
            let kept = slices.kept(of, &refers);
            let at = *by_kept.entry(kept.clone()).or_insert_with(|| {
                slices.all.push(Slice { kept, of: Vec::new() });
                slices.all.len() - 1
            });
            slices.all[at].of.push(of);
        }
        slices
    }

    /// Every slice. Each node is looked at in one of them.
    #[must_use]
    pub fn all(&self) -> &[Slice] {
        &self.all
    }

    /// The slice that keeps everything.
    #[must_use]
    pub fn whole(&self) -> Slice {
        let parts = 0..self.parts.len();
        Slice { kept: parts.clone().collect(), of: std::iter::once(None).chain(parts.map(Some)).collect() }
    }

    /// What a slice says: a document.
    #[must_use]
    pub fn value(&self, slice: &Slice) -> Value {
        let mut value = self.frame.clone();
        for part in slice.kept.iter().map(|kept| &self.parts[*kept]) {
            match value.pointer_mut(part.kind()) {
                Some(Value::Object(object)) => object.extend([(part.name.clone(), part.value.clone())]),
                Some(Value::Array(items)) => items.push(part.value.clone()),
                _ => {}
            }
        }
        remove_emptied(&mut value);
        value
    }

    /// The nodes of a slice's `value` that are looked at in it.
    #[must_use]
    pub fn nodes(&self, slice: &Slice, value: &Value) -> Vec<String> {
        let own: BTreeSet<Option<&str>> =
            slice.of.iter().map(|of| of.map(|part| self.parts[part].pointer.as_str())).collect();
        let mut nodes = pointers(value);
        nodes.retain(|pointer| own.contains(&part_of(&self.origin(slice, pointer))));
        nodes
    }

    /// Where a node of a slice is in the whole document: some tags are missing before it.
    #[must_use]
    pub fn origin(&self, slice: &Slice, pointer: &str) -> String {
        let Some((index, rest)) =
            pointer.strip_prefix("/tags/").map(|tag| tag.split_at(tag.find('/').unwrap_or(tag.len())))
        else {
            return pointer.to_owned();
        };
        let tags = slice.kept.iter().map(|kept| &self.parts[*kept].pointer);
        let mut tags = tags.filter(|pointer| pointer.starts_with("/tags/"));
        let tag = index.parse().ok().and_then(|index| tags.nth(index));
        tag.map_or_else(|| pointer.to_owned(), |tag| format!("{tag}{rest}"))
    }

    /// The names of what a slice holds and operations outside of it use.
    #[must_use]
    pub fn used_elsewhere(&self, slice: &Slice) -> BTreeSet<&str> {
        let kept = slice.kept.iter().map(|kept| &self.parts[*kept]);
        let is_used =
            |part: &&Part| part.users.iter().any(|(path, _)| slice.kept.binary_search(path).is_err());
        let (used, unused): (Vec<_>, Vec<_>) = kept.partition(is_used);
        let mut names: BTreeSet<&str> = used.into_iter().map(|part| part.name.as_str()).collect();
        // A name may be that of a schema and of a response.
        let unused: BTreeSet<&str> = unused.into_iter().map(|part| part.name.as_str()).collect();
        names.retain(|name| !unused.contains(name));
        names
    }

    /// The parts that the slice of a part keeps, or that of the frame.
    fn kept(&self, of: Option<usize>, refers: &[Vec<(Way, usize)>]) -> Vec<usize> {
        let mut kept: BTreeSet<usize> = match of {
            Some(part) => BTreeSet::from([part]),
            None => self.first_of_each_kind().collect(),
        };
        for part in kept.clone() {
            kept.extend(self.representatives(part));
        }
        let last = kept.iter().copied().filter(|part| *part < self.paths).max();
        let next = (0..self.paths).map(|step| (last.unwrap_or_default() + step) % self.paths);
        let next = next.into_iter().find(|path| !kept.contains(path));
        kept.extend(next);
        let mut open: Vec<usize> = kept.iter().copied().collect();
        while let Some(part) = open.pop() {
            open.extend(refers[part].iter().map(|(_, target)| *target).filter(|target| kept.insert(*target)));
        }
        kept.into_iter().collect()
    }

    /// The first path item, the first tag, the first component of each kind.
    fn first_of_each_kind(&self) -> impl Iterator<Item = usize> {
        let mut kinds = BTreeSet::new();
        let parts = self.parts.iter().enumerate();
        parts.filter(move |(_, part)| kinds.insert(part.kind())).map(|(at, _)| at)
    }

    /// Of the path items that use a part: the first for each way of using it, and the second of all.
    fn representatives(&self, part: usize) -> impl Iterator<Item = usize> {
        let users = &self.parts[part].users;
        let first = |way| users.iter().find(|(_, known)| *known == way);
        let firsts = [Way::Request, Way::Response, Way::Other].into_iter().filter_map(first);
        let second = users.iter().find(|(path, _)| *path != users[0].0);
        firsts.chain(second).map(|(path, _)| *path).collect::<BTreeSet<_>>().into_iter()
    }
}

/// The part that a node is in; none, if it is one of the frame.
fn part_of(pointer: &str) -> Option<&str> {
    let mut segments = pointer.split('/').skip(1);
    let (first, second) = (segments.next()?, segments.next()?);
    let length = match first {
        _ if second.starts_with("x-") => return None,
        "paths" | "tags" => 2 + first.len() + second.len(),
        "components" if second != "securitySchemes" => {
            let name = segments.next()?;
            3 + first.len() + second.len() + name.len()
        }
        _ => return None,
    };
    pointer.get(..length)
}

/// A document without its parts, and these.
fn taken_apart(document: &Value) -> (Value, Vec<Part>) {
    let mut frame = document.as_object().cloned().unwrap_or_default();
    let mut parts = Vec::new();
    for key in ["paths", "components", "tags"] {
        let Some(value) = frame.get_mut(key) else { continue };
        take(value, &format!("/{key}"), &mut parts);
    }
    (frame.into(), parts)
}

/// Takes the parts out of a node that is part of the frame.
fn take(node: &mut Value, pointer: &str, parts: &mut Vec<Part>) {
    let mut part = |pointer: String, name: String, value: Value| {
        parts.push(Part { pointer, name, value, users: Vec::new() });
    };
    match node {
        Value::Object(object) => {
            for (name, value) in std::mem::take(object) {
                let at = format!("{pointer}/{}", escape(&name));
                if part_of(&at).is_some() {
                    part(at, name, value);
                } else {
                    object.insert(name, value);
                }
            }
            if pointer == "/components" {
                for (kind, value) in object {
                    take(value, &format!("{pointer}/{kind}"), parts);
                }
            }
        }
        Value::Array(items) => {
            for (at, value) in std::mem::take(items).into_iter().enumerate() {
                let name = value["name"].as_str().unwrap_or_default().to_owned();
                part(format!("{pointer}/{at}"), name, value);
            }
        }
        _ => {}
    }
}

/// Removes the maps and the list that no part was kept of: they are looked at in the frame's slice.
fn remove_emptied(frame: &mut Value) {
    let is_empty = |value: &Value| *value == Value::Array(Vec::new()) || *value == Value::Object(Map::new());
    if let Some(components) = frame.get_mut("components").and_then(Value::as_object_mut) {
        components.retain(|_, kind| !is_empty(kind));
    }
    if let Some(frame) = frame.as_object_mut() {
        frame.retain(|key, value| key != "tags" || !is_empty(value));
    }
}

/// What each part refers to, and in which way: other parts, tags by their names, operations by their ids.
fn references(parts: &[Part]) -> Vec<Vec<(Way, usize)>> {
    let by_pointer: HashMap<&str, usize> =
        parts.iter().enumerate().map(|(at, part)| (part.pointer.as_str(), at)).collect();
    let tags = parts.iter().enumerate().filter(|(_, part)| part.pointer.starts_with("/tags/"));
    let by_tag: HashMap<&str, usize> = tags.map(|(at, part)| (part.name.as_str(), at)).collect();
    let each = parts.iter().map(|part| {
        let mut found = BTreeSet::new();
        for pointer in pointers(&part.value) {
            let Some(text) = part.value.pointer(&pointer).and_then(Value::as_str) else { continue };
            let segments: Vec<&str> = pointer.split('/').collect();
            let target = match segments.as_slice() {
                [.., "tags", _] => by_tag.get(text),
                _ => text.strip_prefix('#').and_then(part_of).and_then(|target| by_pointer.get(target)),
            };
            let way = match segments.get(2) {
                Some(&"requestBody") => Way::Request,
                Some(&"responses") => Way::Response,
                _ => Way::Other,
            };
            found.extend(target.map(|target| (way, *target)));
        }
        found.into_iter().collect()
    });
    each.collect()
}

/// What a path item refers to, and what that refers to in turn, each with every way in which the path item uses it.
fn reached(path: usize, refers: &[Vec<(Way, usize)>]) -> BTreeSet<(Way, usize)> {
    let mut reached = BTreeSet::new();
    let mut open = refers[path].clone();
    while let Some((way, part)) = open.pop() {
        if reached.insert((way, part)) {
            open.extend(refers[part].iter().map(|(_, target)| (way, *target)));
        }
    }
    reached
}
