//! Slices of a document: small documents around a node, so that the cost of a mutant does not depend on the document's
//! size.
//!
//! A document consists of a frame (title, servers, security, and the maps of all else) and **parts**: path items,
//! components, tags. The slice of a part contains the part; the first operation for each way of using it (as a
//! parameter, in a request, in a response) and the second one overall; one more operation, so that none of these is the
//! document's last; and everything that these refer to. The frame's slice has two operations and one component of each
//! kind. The slice of a small document, for example with one operation, can be the whole document.
//!
//! Uses of a part outside its slice are recorded next to the slice.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};
use xtask::yaml::escape;

use crate::mutate::pointers;

/// A document's frame, parts and slices.
#[derive(Debug)]
pub struct Slices {
    /// The document without its parts.
    frame: Value,
    /// Path items first, each kind in the document's order.
    parts: Vec<Part>,
    /// Number of parts that are path items.
    paths: usize,
    all: Vec<Slice>,
}

/// A path item, a component or a tag.
#[derive(Debug)]
struct Part {
    pointer: String,
    /// The key, or the name of a tag.
    name: String,
    value: Value,
    /// The path items that use it, directly or indirectly, with the way of each use.
    users: Vec<(usize, Way)>,
}

impl Part {
    /// Returns the pointer of the map or list that contains the part.
    fn kind(&self) -> &str {
        self.pointer.rsplit_once('/').map_or("", |(owner, _)| owner)
    }
}

/// The way in which an operation uses a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Request,
    Response,
    Other,
}

/// The parts that a slice keeps, and those whose nodes it tests.
#[derive(Debug)]
pub struct Slice {
    kept: Vec<usize>,
    /// The parts whose nodes are mutated in this slice; `None` stands for the frame.
    of: Vec<Option<usize>>,
}

impl Slices {
    /// Slices `document`, in linear time.
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

    /// Returns all slices. Each node is mutated in exactly one of them.
    #[must_use]
    pub fn all(&self) -> &[Slice] {
        &self.all
    }

    /// Returns the slice that keeps everything.
    #[must_use]
    pub fn whole(&self) -> Slice {
        let parts = 0..self.parts.len();
        Slice { kept: parts.clone().collect(), of: std::iter::once(None).chain(parts.map(Some)).collect() }
    }

    /// Returns a slice as a document.
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

    /// Returns the nodes of a slice's `value` that are mutated in it.
    #[must_use]
    pub fn nodes(&self, slice: &Slice, value: &Value) -> Vec<String> {
        let own: BTreeSet<Option<&str>> =
            slice.of.iter().map(|of| of.map(|part| self.parts[part].pointer.as_str())).collect();
        let mut nodes = pointers(value);
        nodes.retain(|pointer| own.contains(&part_of(&self.origin(slice, pointer))));
        nodes
    }

    /// Returns the pointer in the whole document of a node of a slice. They differ in the index of a tag.
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

    /// Returns the names of the slice's parts that operations outside of it use.
    #[must_use]
    pub fn used_elsewhere(&self, slice: &Slice) -> BTreeSet<&str> {
        let kept = slice.kept.iter().map(|kept| &self.parts[*kept]);
        let is_used =
            |part: &&Part| part.users.iter().any(|(path, _)| slice.kept.binary_search(path).is_err());
        let (used, unused): (Vec<_>, Vec<_>) = kept.partition(is_used);
        let mut names: BTreeSet<&str> = used.into_iter().map(|part| part.name.as_str()).collect();
        // A schema and a response can have the same name.
        let unused: BTreeSet<&str> = unused.into_iter().map(|part| part.name.as_str()).collect();
        names.retain(|name| !unused.contains(name));
        names
    }

    /// Returns the parts kept by the slice of a part or of the frame.
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

    /// Returns the first path item, the first tag, and the first component of each kind.
    fn first_of_each_kind(&self) -> impl Iterator<Item = usize> {
        let mut kinds = BTreeSet::new();
        let parts = self.parts.iter().enumerate();
        parts.filter(move |(_, part)| kinds.insert(part.kind())).map(|(at, _)| at)
    }

    /// Returns the first path item for each way of using a part, and the second one overall.
    fn representatives(&self, part: usize) -> impl Iterator<Item = usize> {
        let users = &self.parts[part].users;
        let first = |way| users.iter().find(|(_, known)| *known == way);
        let firsts = [Way::Request, Way::Response, Way::Other].into_iter().filter_map(first);
        let second = users.iter().find(|(path, _)| *path != users[0].0);
        firsts.chain(second).map(|(path, _)| *path).collect::<BTreeSet<_>>().into_iter()
    }
}

/// Returns the pointer of the part that contains a node; `None` for a node of the frame.
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

/// Splits a document into its frame and parts.
fn taken_apart(document: &Value) -> (Value, Vec<Part>) {
    let mut frame = document.as_object().cloned().unwrap_or_default();
    let mut parts = Vec::new();
    for key in ["paths", "components", "tags"] {
        let Some(value) = frame.get_mut(key) else { continue };
        take(value, &format!("/{key}"), &mut parts);
    }
    (frame.into(), parts)
}

/// Moves the parts out of a node of the frame.
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

/// Removes maps and lists without parts. They are mutated in the frame's slice.
fn remove_emptied(frame: &mut Value) {
    let is_empty = |value: &Value| *value == Value::Array(Vec::new()) || *value == Value::Object(Map::new());
    if let Some(components) = frame.get_mut("components").and_then(Value::as_object_mut) {
        components.retain(|_, kind| !is_empty(kind));
    }
    if let Some(frame) = frame.as_object_mut() {
        frame.retain(|key, value| key != "tags" || !is_empty(value));
    }
}

/// Returns the references of each part, with their ways: to other parts by pointer, to tags by name.
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

/// Returns the direct and indirect references of a path item, with their ways.
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
