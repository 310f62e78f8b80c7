//! The state of a run of checks: the document and the diagnostics so far.

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::model::operation_nodes;
use crate::yaml::{Node, Source, escape};

/// The document and its diagnostics so far.
pub(super) struct Context<'a> {
    pub(super) document: &'a Source,
    found: Vec<(String, Diagnostic)>,
    /// Pointers of invalid nodes. Later diagnostics at or below them would be consequential errors, and are dropped.
    broken: HashSet<String>,
}

impl<'a> Context<'a> {
    pub(super) fn new(document: &'a Source) -> Self {
        Self { document, found: Vec::new(), broken: HashSet::new() }
    }

    /// Adds a diagnostic at the key of the node at `pointer`.
    pub(super) fn add(
        &mut self,
        code: Code,
        pointer: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::new(code, self.document.span(pointer), message, help);
        self.push(pointer, diagnostic);
    }

    /// Adds a diagnostic at the value of the node at `pointer`.
    pub(super) fn add_value(
        &mut self,
        code: Code,
        pointer: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::new(code, self.document.value_span(pointer), message, help);
        self.push(pointer, diagnostic);
    }

    fn push(&mut self, pointer: &str, diagnostic: Diagnostic) {
        self.found.push((pointer.to_owned(), diagnostic));
    }

    /// Adds the node at `pointer` to the last diagnostic as its second place.
    pub(super) fn relate(&mut self, pointer: &str, label: &str) {
        if let Some((at, diagnostic)) = self.found.pop() {
            let span = self.document.span(pointer);
            self.found.push((at, diagnostic.with_related(span, label)));
        }
    }

    /// Adds a diagnostic at the key of the node at `pointer`, and marks the node as broken.
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

    /// Adds a diagnostic at the value of the node at `pointer`, and marks the node as broken.
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

    /// Adds a diagnostic at the node at `pointer`, which lacks `key`, and marks the missing member as broken.
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

    /// Returns true if any diagnostic is an error.
    pub(super) fn has_errors(&self) -> bool {
        self.found.iter().any(|(_, diagnostic)| diagnostic.severity() == Severity::Error)
    }

    /// Returns the pointers of all nodes with a diagnostic.
    pub(super) fn pointers(&self) -> HashSet<String> {
        self.found.iter().map(|(pointer, _)| pointer.clone()).collect()
    }

    /// Marks the node at `pointer` as broken.
    pub(super) fn set_broken(&mut self, pointer: impl Into<String>) {
        self.broken.insert(pointer.into());
    }

    /// Returns true if the node at `pointer` or one of its ancestors is broken.
    fn is_broken(&self, pointer: &str) -> bool {
        ancestors(pointer).any(|above| self.broken.contains(above))
    }

    /// Appends the diagnostics of `later`, except those at nodes that are broken here.
    pub(super) fn with(mut self, later: Context<'_>) -> Self {
        let later_found: Vec<_> =
            later.found.into_iter().filter(|(pointer, _)| !self.is_broken(pointer)).collect();
        for (pointer, diagnostic) in later_found {
            self.push(&pointer, diagnostic);
        }
        self.broken.extend(later.broken);
        self
    }

    /// Returns all diagnostics.
    pub(super) fn diagnostics(self) -> Vec<Diagnostic> {
        self.found.into_iter().map(|(_, diagnostic)| diagnostic).collect()
    }

    /// Follows references from `pointer`. Returns the end's pointer and value.
    pub(super) fn resolve(&self, pointer: &str) -> (String, &'a Value) {
        let Some(node) = self.root().find(pointer) else { return (pointer.to_owned(), &Value::Null) };
        let node = node.resolve();
        (node.pointer, node.value)
    }

    fn root(&self) -> Node<'a> {
        self.document.root()
    }

    pub(super) fn node(&self, pointer: &str) -> &'a Value {
        self.document.value.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// Returns the keys and pointers of the members of an object.
    pub(super) fn members(&self, pointer: &str) -> Vec<(&'a str, String)> {
        let members = self.root().find(pointer).map(|node| node.members()).unwrap_or_default();
        members.into_iter().map(|(name, member)| (name, member.pointer)).collect()
    }

    /// Returns the pointers of the items of an array.
    pub(super) fn items(&self, pointer: &str) -> Vec<String> {
        let items = self.root().find(pointer).map(|node| node.items()).unwrap_or_default();
        items.into_iter().map(|item| item.pointer).collect()
    }

    /// Returns every operation as the pointer of its path item, its method, and its own pointer.
    pub(super) fn operations(&self) -> Vec<(String, &'a str, String)> {
        let operations = operation_nodes(&self.root()).into_iter();
        // Operations of a referenced path item are checked at the target of the reference.
        let own = operations
            .filter(|operation| operation.path_item.pointer == format!("/paths/{}", escape(operation.path)));
        own.map(|operation| (operation.path_item.pointer, operation.method, operation.node.pointer)).collect()
    }
}

/// Yields a pointer and the pointers of its ancestors.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| pointer.rsplit_once('/').map(|(above, _)| above))
}
