//! What the checks found so far, and how they look at the document.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use crate::finding::{Code, Finding, Severity};
use crate::source::{REFERENCES, Source, escape};

/// What was found so far.
pub(super) struct Report<'a> {
    pub(super) document: &'a Source,
    found: Vec<(String, Finding)>,
    /// The nodes that errors were found at.
    errors: BTreeSet<String>,
    /// Nodes that are not what they have to be: what else is said of them is beside the point.
    broken: HashSet<String>,
}

impl<'a> Report<'a> {
    pub(super) fn new(document: &'a Source) -> Self {
        Self { document, found: Vec::new(), errors: BTreeSet::new(), broken: HashSet::new() }
    }

    /// Adds a finding at the key of the node at `pointer`.
    pub(super) fn add(
        &mut self,
        code: Code,
        pointer: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let finding = Finding::new(code, self.document.span(pointer), message, help);
        self.push(pointer, finding);
    }

    /// Adds a finding at the value of the node at `pointer`.
    pub(super) fn add_value(
        &mut self,
        code: Code,
        pointer: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let finding = Finding::new(code, self.document.value_span(pointer), message, help);
        self.push(pointer, finding);
    }

    fn push(&mut self, pointer: &str, finding: Finding) {
        if finding.severity() == Severity::Error {
            self.errors.insert(pointer.to_owned());
        }
        self.found.push((pointer.to_owned(), finding));
    }

    /// Adds to the last finding that the node at `pointer` has to do with it.
    pub(super) fn relate(&mut self, pointer: &str, label: &str) {
        if let Some((at, finding)) = self.found.pop() {
            let span = self.document.span(pointer);
            self.found.push((at, finding.with_related(span, label)));
        }
    }

    /// Adds a finding at a node's key: the node is not what it has to be.
    pub(super) fn fault(
        &mut self,
        code: Code,
        pointer: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(code, pointer, message, help);
        self.set_broken(pointer);
    }

    /// Adds a finding at a node's value: it is not what it has to be.
    pub(super) fn fault_in_value(
        &mut self,
        code: Code,
        pointer: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add_value(code, pointer, message, help);
        self.set_broken(pointer);
    }

    /// Adds a finding at the node at `pointer`: it lacks a key.
    pub(super) fn missing(
        &mut self,
        code: Code,
        pointer: &str,
        key: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(code, pointer, message, help);
        self.set_broken(format!("{pointer}/{}", escape(key)));
    }

    /// Whether anything was found that nothing can be generated from.
    pub(super) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The nodes that anything was found at.
    pub(super) fn pointers(&self) -> HashSet<String> {
        self.found.iter().map(|(pointer, _)| pointer.clone()).collect()
    }

    /// Whether an error was found at the node at `pointer`, above it, or below it.
    pub(super) fn has_nearby(&self, pointer: &str) -> bool {
        let below = format!("{pointer}/");
        ancestors(pointer).any(|above| self.errors.contains(above))
            || self.errors.range(below.clone()..).next().is_some_and(|next| next.starts_with(&below))
    }

    /// Says that the node at `pointer` is not what it has to be.
    pub(super) fn set_broken(&mut self, pointer: impl Into<String>) {
        self.broken.insert(pointer.into());
    }

    /// Whether the node at `pointer` is broken, or lies in one that is.
    fn is_broken(&self, pointer: &str) -> bool {
        ancestors(pointer).any(|above| self.broken.contains(above))
    }

    /// Everything that was found, here and in `later`; nothing of what is broken here.
    pub(super) fn with(mut self, later: Report<'_>) -> Self {
        let later_found: Vec<_> =
            later.found.into_iter().filter(|(pointer, _)| !self.is_broken(pointer)).collect();
        for (pointer, finding) in later_found {
            self.push(&pointer, finding);
        }
        self.broken.extend(later.broken);
        self
    }

    /// Everything that was found.
    pub(super) fn findings(self) -> Vec<Finding> {
        self.found.into_iter().map(|(_, finding)| finding).collect()
    }

    /// The node at `pointer`, and where it is in the end, through as many references as there are.
    pub(super) fn resolve(&self, pointer: &str) -> (String, &'a Value) {
        let (mut pointer, mut node) = (pointer.to_owned(), self.node(pointer));
        for _ in 0..REFERENCES {
            let Some(target) = node.get("$ref").and_then(Value::as_str) else { break };
            pointer = target.trim_start_matches('#').to_owned();
            node = self.node(&pointer);
        }
        (pointer, node)
    }

    pub(super) fn node(&self, pointer: &str) -> &'a Value {
        self.document.value.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The keys and pointers of an object's members.
    pub(super) fn members(&self, pointer: &str) -> Vec<(&'a str, String)> {
        let object = self.node(pointer).as_object();
        object
            .into_iter()
            .flatten()
            .map(|(name, _)| (name.as_str(), format!("{pointer}/{}", escape(name))))
            .collect()
    }

    /// The pointers of an array's items.
    pub(super) fn items(&self, pointer: &str) -> Vec<String> {
        let count = self.node(pointer).as_array().map_or(0, Vec::len);
        (0..count).map(|index| format!("{pointer}/{index}")).collect()
    }

    /// Every operation: its path's pointer, its method, its own pointer.
    pub(super) fn operations(&self) -> Vec<(String, &'a str, String)> {
        const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
        let paths = self.members("/paths").into_iter().filter(|(path, _)| !path.starts_with("x-"));
        paths
            .flat_map(|(_, path)| {
                let members = self.members(&path).into_iter();
                let operations = members.filter(|(method, _)| METHODS.contains(method));
                operations.map(|(method, pointer)| (path.clone(), method, pointer)).collect::<Vec<_>>()
            })
            .collect()
    }
}

/// A pointer, and those of the nodes that its node is in.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| pointer.rsplit_once('/').map(|(above, _)| above))
}
