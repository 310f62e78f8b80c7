//! What two documents are compared with: the changes found so far, and what of the documents they told.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Impact, Kind, Location, Place};
use crate::yaml::{Node, Source};

/// A recorder that is under way.
pub(super) struct Recorder<'a> {
    sources: (&'a Source, &'a Source),
    pub(super) old: Node<'a>,
    pub(super) new: Node<'a>,
    changes: Vec<Change>,
    /// Where in `changes` those are that were written at a place, each by its place and its words.
    written: BTreeMap<(Location, String), Vec<usize>>,
    /// How many places all changes have.
    places: usize,
    covered_old: BTreeSet<String>,
    covered_new: BTreeSet<String>,
    renamed: BTreeMap<String, String>,
    /// The same, from the new names.
    former: BTreeMap<String, BTreeSet<String>>,
    visits: BTreeMap<Pair, Visits>,
}

/// Two nodes that are compared, as they are met in one way.
type Pair = (String, String, String);

#[derive(Clone, Copy, Default)]
struct Visits {
    count: usize,
    under_way: bool,
    found: bool,
}

/// A schema that many operations share is walked this often, to name the places where its changes are met.
const VISITS: usize = 24;

/// What is told of a change.
pub(super) struct Entry<'t, 'a> {
    pub(super) kind: Kind,
    pub(super) what: String,
    pub(super) why: Option<&'static str>,
    pub(super) callers: Impact,
    pub(super) users: Impact,
    pub(super) old: Option<&'t Node<'a>>,
    pub(super) new: Option<&'t Node<'a>>,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(old: &'a Source, new: &'a Source) -> Self {
        Self {
            sources: (old, new),
            old: old.root(),
            new: new.root(),
            changes: Vec::new(),
            written: BTreeMap::new(),
            places: 0,
            covered_old: BTreeSet::new(),
            covered_new: BTreeSet::new(),
            renamed: BTreeMap::new(),
            former: BTreeMap::new(),
            visits: BTreeMap::new(),
        }
    }

    /// Notes a change. The nodes count as told, with all that is in them.
    pub(super) fn record(&mut self, place: &Place, entry: Entry<'_, 'a>) {
        self.cover(entry.old, entry.new);
        self.record_only(place, entry);
    }

    /// Notes that a component has another name. What else changed in it is still to be told.
    pub(super) fn rename(&mut self, place: &Place, entry: Entry<'_, 'a>) {
        if let (Some(old), Some(new)) = (entry.old, entry.new) {
            self.renamed(old, new);
        }
        self.record_only(place, entry);
    }

    /// Counts two components as the same one.
    pub(super) fn renamed(&mut self, old: &Node<'a>, new: &Node<'a>) {
        if let Some(before) = self.renamed.insert(old.pointer.clone(), new.pointer.clone())
            && let Some(former) = self.former.get_mut(&before)
        {
            former.remove(&old.pointer);
        }
        self.former.entry(new.pointer.clone()).or_default().insert(old.pointer.clone());
    }

    /// Whether a component of the old document is one of the new that was counted as the same.
    pub(super) fn is_renamed(&self, old: &Node<'a>) -> bool {
        self.renamed.contains_key(&old.pointer)
    }

    /// The component of the old document that one of the new was counted as the same with.
    pub(super) fn former(&self, new: &Node<'a>) -> Option<Node<'a>> {
        self.old.find(self.former.get(&new.pointer)?.first()?)
    }

    /// Notes a change, and counts nothing as told.
    pub(super) fn record_only(&mut self, place: &Place, entry: Entry<'_, 'a>) {
        let Entry { kind, what, why, callers, users, old, new } = entry;
        let Some((node, in_old)) = new.map(|node| (node, false)).or(old.map(|node| (node, true))) else {
            return;
        };
        let document = if in_old { self.sources.0 } else { self.sources.1 };
        let position = document.position(&node.pointer);
        let path = document.path.clone();
        let location = Location { in_old, path, line: position.line, column: position.column };
        let same = self.written.entry((location.clone(), what.clone())).or_default();
        let is_type = place.is_type();
        let known = same.iter().copied().find(|at| is_type || self.changes[*at].callers == callers);
        if let Some(change) = known.map(|at| &mut self.changes[at]) {
            // The type is the same wherever it is met.
            change.users = change.users.max(users);
            // A type as such adds nothing to what was told of the operations that use it.
            if !is_type && !change.places.contains(place) {
                change.places.push(place.clone());
                self.places += 1;
            }
        } else {
            let places = vec![place.clone()];
            same.push(self.changes.len());
            self.places += 1;
            self.changes.push(Change { location, places, what, why, kind, callers, users });
        }
    }

    /// Counts nodes as told, with all that is in them.
    pub(super) fn cover(&mut self, old: Option<&Node<'a>>, new: Option<&Node<'a>>) {
        self.covered_old.extend(old.map(|node| node.pointer.clone()));
        self.covered_new.extend(new.map(|node| node.pointer.clone()));
    }

    /// Counts as told what nodes refer to and the other document does not have: it comes and goes with them.
    pub(super) fn cover_components(&mut self, old: Option<&Node<'a>>, new: Option<&Node<'a>>) {
        for (node, other) in [(old, self.new.clone()), (new, self.old.clone())] {
            let mut waiting: Vec<_> = node.cloned().into_iter().collect();
            while let Some(node) = waiting.pop() {
                let target = node.target().filter(|target| other.value.pointer(&target.pointer).is_none());
                if let Some(target) = target {
                    let covered = if old.is_some() { &mut self.covered_old } else { &mut self.covered_new };
                    if covered.insert(target.pointer.clone()) {
                        waiting.push(target);
                    }
                }
                waiting.extend(node.members().into_iter().map(|(_, member)| member));
                waiting.extend(node.items());
            }
        }
    }

    /// Whether two nodes were told of, each with all that is in it.
    pub(super) fn are_covered(&self, old: &Node<'a>, new: &Node<'a>) -> bool {
        self.covered_old.contains(&old.pointer) && self.covered_new.contains(&new.pointer)
    }

    /// Whether a node was told of, or what it is in, or something in it.
    pub(super) fn is_covered(&self, old: Option<&Node<'a>>, new: Option<&Node<'a>>) -> bool {
        old.is_some_and(|node| touches(&self.covered_old, &node.pointer))
            || new.is_some_and(|node| touches(&self.covered_new, &node.pointer))
    }

    /// Compares two schemas, unless that is under way, was done often enough, or found nothing before.
    pub(super) fn visit(
        &mut self,
        (old, new): (&Node<'a>, &Node<'a>),
        usage: String,
        compare: impl FnOnce(&mut Self),
    ) {
        let pair = (old.pointer.clone(), new.pointer.clone(), usage);
        let visits = self.visits.entry(pair.clone()).or_default();
        if visits.under_way || visits.count >= VISITS || (visits.count > 0 && !visits.found) {
            return;
        }
        *visits = Visits { count: visits.count + 1, under_way: true, ..*visits };
        let before = self.places;
        compare(self);
        let found = self.places > before;
        if let Some(visits) = self.visits.get_mut(&pair) {
            *visits = Visits { under_way: false, found: visits.found || found, ..*visits };
        }
    }

    /// All changes, in the documents' order; those of the old document last.
    pub(super) fn finish(self) -> Vec<Change> {
        let mut changes = self.changes;
        changes.sort_by(|a, b| (&a.location, &a.places, &a.what).cmp(&(&b.location, &b.places, &b.what)));
        changes
    }
}

/// Whether a pointer is among others, leads into what one of them names, or to what one of them is in.
fn touches(pointers: &BTreeSet<String>, pointer: &str) -> bool {
    let within = format!("{pointer}/");
    let mut above = Some(pointer);
    while let Some(ancestor) = above {
        if pointers.contains(ancestor) {
            return true;
        }
        above = ancestor.rsplit_once('/').map(|(parent, _)| parent);
    }
    pointers.range(within.clone()..).next().is_some_and(|next| next.starts_with(&within))
}
