//! Flattens a schema: resolves its references and merges its `allOf`.

use std::collections::{BTreeMap, BTreeSet};

use crate::naming::type_name;
use crate::yaml::Node;

/// A schema with references resolved and `allOf` merged.
pub(super) struct Flattened<'a> {
    /// The name of its type in the crate, if it is a named schema.
    pub(super) name: Option<String>,
    /// The component that gives it its name.
    pub(super) component: Option<Node<'a>>,
    /// Its keywords, with all occurrences of each.
    pub(super) keywords: BTreeMap<&'a str, Vec<Node<'a>>>,
    /// Its properties.
    pub(super) properties: BTreeMap<&'a str, Node<'a>>,
    /// The required properties, each with its item in a `required` list.
    pub(super) required: BTreeMap<&'a str, Node<'a>>,
}

impl<'a> Flattened<'a> {
    pub(super) fn of(node: &Node<'a>) -> Self {
        let mut shape = Self {
            name: None,
            component: None,
            keywords: BTreeMap::new(),
            properties: BTreeMap::new(),
            required: BTreeMap::new(),
        };
        shape.add(node, &mut BTreeSet::new());
        shape.component = component(node);
        shape.name = shape.component.as_ref().and_then(|node| node.component("schemas"));
        shape.name = shape.name.map(|name| type_name(&name));
        shape
    }

    fn add(&mut self, node: &Node<'a>, seen: &mut BTreeSet<String>) {
        let node = node.resolve();
        if !seen.insert(node.pointer.clone()) {
            return;
        }
        for (keyword, part) in node.members() {
            match keyword {
                "allOf" => part.items().iter().for_each(|item| self.add(item, seen)),
                "properties" => {
                    for (name, property) in part.members() {
                        self.properties.entry(name).or_insert(property);
                    }
                }
                "required" => {
                    for item in part.items() {
                        if let Some(name) = item.value.as_str() {
                            self.required.entry(name).or_insert(item);
                        }
                    }
                }
                _ => self.keywords.entry(keyword).or_default().push(part),
            }
        }
    }

    /// Returns the first occurrence of the keyword.
    pub(super) fn keyword(&self, keyword: &str) -> Option<&Node<'a>> {
        self.keywords.get(keyword)?.first()
    }

    pub(super) fn text(&self, keyword: &str) -> Option<&'a str> {
        self.keyword(keyword)?.value.as_str()
    }

    pub(super) fn is_true(&self, keyword: &str) -> bool {
        self.keyword(keyword).is_some_and(|node| *node.value == true)
    }

    /// Returns true if the crate generates an open enumeration for it, to which values may be added.
    pub(super) fn is_open_enumeration(&self) -> bool {
        matches!(self.text("type"), Some("integer" | "string")) && self.keywords.contains_key("enum")
    }
}

/// Returns the component that names a schema: itself, the target of its reference, or the only part of its `allOf`.
fn component<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    let mut node = node.clone();
    let mut seen = BTreeSet::new();
    while seen.insert(node.pointer.clone()) {
        if node.component("schemas").is_some() {
            return Some(node);
        }
        let all = node.get("allOf").map(|all| all.items()).unwrap_or_default();
        node = match (node.target(), all.as_slice()) {
            (Some(target), _) => target,
            (None, [only]) if node.get("properties").is_none() => only.clone(),
            _ => return None,
        };
    }
    None
}
