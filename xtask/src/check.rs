//! Checks a document for what the generator cannot express, would drop, or would panic on.
//!
//! Every check looks at the document as it was written ([`Document::value`]), so that what is found
//! has a place in it.

mod enumerations;
mod operations;
mod parameters;
mod references;
mod responses;
mod schemas;
mod secrets;
mod security;
mod servers;
mod unread;

use serde_json::Value;

use crate::document::{Document, escape};
use crate::finding::{Code, Finding, Findings};

/// Checks the whole document: all that is wrong with it, in its own order.
#[must_use]
pub fn check(document: &Document) -> Findings {
    let mut report = Report { document, findings: Vec::new() };
    let version = document.openapi.openapi.as_str();
    if !version.starts_with("3.0.") {
        let message = format!("OpenAPI `{version}`, where a version of 3.0 is read");
        report.add(
            Code::UnsupportedVersion,
            "/openapi",
            message,
            "write the document as OpenAPI 3.0, and its version in full: `3.0.4`",
        );
    }
    unread::check(&mut report);
    // What follows looks through references, so they have to lead somewhere.
    if references::check(&mut report) {
        operations::check(&mut report);
        schemas::check(&mut report);
        responses::check(&mut report);
        enumerations::check(&mut report);
        secrets::check(&mut report);
        security::check(&mut report);
        servers::check(&mut report);
    }
    let mut findings = report.findings;
    findings.sort();
    findings.dedup();
    Findings { path: document.path.clone(), text: document.text.clone(), findings }
}

/// What was found so far.
struct Report<'a> {
    document: &'a Document,
    findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    /// Adds a finding at the key of the node at `pointer`.
    fn add(&mut self, code: Code, pointer: &str, message: impl Into<String>, help: impl Into<String>) {
        let span = self.document.span(pointer);
        self.findings.push(Finding { span, code, message: message.into(), help: help.into() });
    }

    /// The node at `pointer`, and where it is in the end, through as many references as there are.
    fn resolve(&self, pointer: &str) -> (String, &'a Value) {
        let (mut pointer, mut node) = (pointer.to_owned(), self.node(pointer));
        while let Some(target) = node.get("$ref").and_then(Value::as_str) {
            pointer = target.trim_start_matches('#').to_owned();
            node = self.node(&pointer);
        }
        (pointer, node)
    }

    fn node(&self, pointer: &str) -> &'a Value {
        self.document.value.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The keys and pointers of an object's members.
    fn members(&self, pointer: &str) -> Vec<(&'a str, String)> {
        let object = self.node(pointer).as_object();
        object
            .into_iter()
            .flatten()
            .map(|(name, _)| (name.as_str(), format!("{pointer}/{}", escape(name))))
            .collect()
    }

    /// The pointers of an array's items.
    fn items(&self, pointer: &str) -> Vec<String> {
        let count = self.node(pointer).as_array().map_or(0, Vec::len);
        (0..count).map(|index| format!("{pointer}/{index}")).collect()
    }

    /// Every operation: its path's pointer, its method, its own pointer.
    fn operations(&self) -> Vec<(String, &'a str, String)> {
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

/// Visits every node with its pointer, parents first.
fn walk<'a>(node: &'a Value, pointer: &str, visit: &mut dyn FnMut(&str, &'a Value)) {
    visit(pointer, node);
    match node {
        Value::Object(object) => {
            for (name, child) in object {
                walk(child, &format!("{pointer}/{}", escape(name)), visit);
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                walk(child, &format!("{pointer}/{index}"), visit);
            }
        }
        _ => {}
    }
}

/// The segments of a pointer that are keywords of OpenAPI, and not names that the document's author chose.
fn keywords(pointer: &str) -> Vec<&str> {
    const NAMED: [&str; 13] = [
        "paths",
        "properties",
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
        "content",
        "variables",
    ];
    let mut keywords: Vec<&str> = Vec::new();
    let mut is_name = false;
    for segment in pointer.split('/').skip(1) {
        if is_name {
            is_name = false;
        } else {
            is_name = NAMED.contains(&segment);
            keywords.push(segment);
        }
    }
    keywords
}

/// The last segment of a pointer, if it is a keyword of OpenAPI.
fn last_keyword(pointer: &str) -> Option<&str> {
    let before = pointer.rsplit_once('/')?.0;
    (keywords(pointer).len() > keywords(before).len()).then(|| pointer.rsplit('/').next())?
}

/// Whether a pointer leads into a value that is an example, and not a part of the description.
fn is_in_example(pointer: &str) -> bool {
    let keywords = keywords(pointer);
    keywords.iter().any(|keyword| matches!(*keyword, "example" | "default" | "enum"))
        || (keywords.contains(&"examples") && keywords.contains(&"value"))
}

/// Whether `name` can be a Rust identifier as it is.
pub(crate) fn is_rust_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
}
