//! Records changes, and which nodes of the documents they cover, so that no difference is reported twice.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Impact, Kind, Location, Place};
use crate::yaml::{Node, Source};

/// Records the changes between two documents.
pub(super) struct Recorder<'a> {
    sources: (&'a Source, &'a Source),
    pub(super) old: Node<'a>,
    pub(super) new: Node<'a>,
    changes: Vec<Change>,
    /// The indices in `changes` by location and description.
    by_location: BTreeMap<(Location, String), Vec<usize>>,
    /// The number of places in all changes.
    places: usize,
    covered_old: BTreeSet<String>,
    covered_new: BTreeSet<String>,
    /// Renamed components: old pointer to new pointer.
    renamed: BTreeMap<String, String>,
    /// The reverse: new pointer to old pointers.
    former: BTreeMap<String, BTreeSet<String>>,
    visits: BTreeMap<Pair, Visits>,
}

/// The pointers of two compared nodes, and the key of their usage.
type Pair = (String, String, String);

#[derive(Clone, Copy, Default)]
struct Visits {
    count: usize,
    in_progress: bool,
    found: bool,
}

/// The maximum number of visits to a shared schema. Each visit adds the places where consumers see its changes.
const VISITS: usize = 24;

/// The data of a change to record.
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
            by_location: BTreeMap::new(),
            places: 0,
            covered_old: BTreeSet::new(),
            covered_new: BTreeSet::new(),
            renamed: BTreeMap::new(),
            former: BTreeMap::new(),
            visits: BTreeMap::new(),
        }
    }

    /// Records a change. It covers the nodes and their contents.
    pub(super) fn record(&mut self, place: &Place, entry: Entry<'_, 'a>) {
        self.cover(entry.old, entry.new);
        self.record_only(place, entry);
    }

    /// Records that a component was renamed. Does not cover other changes in it.
    pub(super) fn rename(&mut self, place: &Place, entry: Entry<'_, 'a>) {
        if let (Some(old), Some(new)) = (entry.old, entry.new) {
            self.renamed(old, new);
        }
        self.record_only(place, entry);
    }

    /// Treats two components as the same.
    pub(super) fn renamed(&mut self, old: &Node<'a>, new: &Node<'a>) {
        if let Some(before) = self.renamed.insert(old.pointer.clone(), new.pointer.clone())
            && let Some(former) = self.former.get_mut(&before)
        {
            former.remove(&old.pointer);
        }
        self.former.entry(new.pointer.clone()).or_default().insert(old.pointer.clone());
    }

    /// Returns true if the old component has a counterpart in the new document.
    pub(super) fn is_renamed(&self, old: &Node<'a>) -> bool {
        self.renamed.contains_key(&old.pointer)
    }

    /// Returns the old counterpart of a new component.
    pub(super) fn former(&self, new: &Node<'a>) -> Option<Node<'a>> {
        self.old.find(self.former.get(&new.pointer)?.first()?)
    }

    /// Records a change that covers no nodes.
    pub(super) fn record_only(&mut self, place: &Place, entry: Entry<'_, 'a>) {
        let Entry { kind, what, why, callers, users, old, new } = entry;
        let Some((node, in_old)) = new.map(|node| (node, false)).or(old.map(|node| (node, true))) else {
            return;
        };
        let document = if in_old { self.sources.0 } else { self.sources.1 };
        let position = document.position(&node.pointer);
        let path = document.path.clone();
        let location = Location { in_old, path, line: position.line, column: position.column };
        let same = self.by_location.entry((location.clone(), what.clone())).or_default();
        let is_type = place.is_type();
        let known = same.iter().copied().find(|at| is_type || self.changes[*at].callers == callers);
        if let Some(change) = known.map(|at| &mut self.changes[at]) {
            // The type is the same in all places.
            change.users = change.users.max(users);
            // The operations that use a type are more specific than the type itself.
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

    /// Marks nodes and their contents as covered.
    pub(super) fn cover(&mut self, old: Option<&Node<'a>>, new: Option<&Node<'a>>) {
        self.covered_old.extend(old.map(|node| node.pointer.clone()));
        self.covered_new.extend(new.map(|node| node.pointer.clone()));
    }

    /// Marks the components as covered that the nodes refer to and the other document does not contain. They are added
    /// or removed together with the nodes.
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

    /// Returns true if both nodes themselves are covered.
    pub(super) fn are_covered(&self, old: &Node<'a>, new: &Node<'a>) -> bool {
        self.covered_old.contains(&old.pointer) && self.covered_new.contains(&new.pointer)
    }

    /// Returns true if one of the nodes, an ancestor or a descendant of it is covered.
    pub(super) fn is_covered(&self, old: Option<&Node<'a>>, new: Option<&Node<'a>>) -> bool {
        old.is_some_and(|node| touches(&self.covered_old, &node.pointer))
            || new.is_some_and(|node| touches(&self.covered_new, &node.pointer))
    }

    /// Compares two schemas, unless this comparison is in progress, reached the maximum of visits, or found nothing
    /// before.
    pub(super) fn visit(
        &mut self,
        (old, new): (&Node<'a>, &Node<'a>),
        usage: String,
        compare: impl FnOnce(&mut Self),
    ) {
        let pair = (old.pointer.clone(), new.pointer.clone(), usage);
        let visits = self.visits.entry(pair.clone()).or_default();
        if visits.in_progress || visits.count >= VISITS || (visits.count > 0 && !visits.found) {
            return;
        }
        *visits = Visits { count: visits.count + 1, in_progress: true, ..*visits };
        let before = self.places;
        compare(self);
        let found = self.places > before;
        if let Some(visits) = self.visits.get_mut(&pair) {
            *visits = Visits { in_progress: false, found: visits.found || found, ..*visits };
        }
    }

    /// Returns all changes in the order of their positions, those in the old document last.
    pub(super) fn finish(self) -> Vec<Change> {
        let mut changes = self.changes;
        changes.sort_by(|a, b| (&a.location, &a.places, &a.what).cmp(&(&b.location, &b.places, &b.what)));
        changes
    }
}

/// Returns true if `pointers` contain `pointer`, an ancestor or a descendant of it.
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
