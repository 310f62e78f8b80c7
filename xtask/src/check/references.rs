//! References: each has a target of the right kind, and none is circular.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::context::Context;
use super::recovery::Recovery;
use crate::diagnostics::Code;
use crate::spec::is_in_example;
use crate::spelling::suggest;
use crate::yaml::visit;

/// Checks every reference. Returns the likely fixes of misspelt ones.
pub(super) fn check(context: &mut Context<'_>) -> Vec<Recovery> {
    let document = &context.document.value;
    let mut references = Vec::new();
    visit(document, "", &mut |pointer, node| {
        if let Some(target) = node.get("$ref").and_then(Value::as_str)
            && !is_in_example(pointer)
        {
            references.push((pointer.to_owned(), target));
        }
    });
    let mut recoveries = Vec::new();
    let mut suggestions = Suggestions { document, known: HashMap::new() };
    for (pointer, target) in references {
        let at = format!("{pointer}/$ref");
        match follow(document, target) {
            End::Found => check_kind(context, &at, &pointer, target),
            End::Circular => {
                let message = format!("the reference `{target}` refers back to itself");
                context.add_value(
                    Code::CircularReference,
                    &at,
                    message,
                    "replace the reference with a definition",
                );
                context.set_broken(pointer);
            }
            End::External => {
                let message = format!("the reference `{target}` refers to another document");
                let meant = suggestions.of(target);
                let help = match &meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "move the target into this document, and refer to `#/components/…`".to_owned(),
                };
                context.add_value(Code::ExternalReference, &at, message, help);
                context.set_broken(pointer);
            }
            End::Missing => {
                let message = format!("the target of the reference `{target}` does not exist");
                let meant = suggestions.of(target);
                let help = match &meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "check its spelling, or add its target".to_owned(),
                };
                context.add_value(Code::DanglingReference, &at, message, help);
                if let Some(meant) = meant {
                    recoveries.push(Recovery::Rewrite { pointer: at, value: meant.into() });
                } else {
                    context.set_broken(pointer);
                    context.set_broken(target.trim_start_matches('#'));
                }
            }
        }
    }
    check_compositions(context);
    recoveries
}

/// The result of following a reference.
enum End {
    Found,
    Missing,
    External,
    Circular,
}

fn follow(document: &Value, target: &str) -> End {
    let mut seen = BTreeSet::new();
    let mut next = Some(target);
    while let Some(target) = next {
        let Some(pointer) = target.strip_prefix('#') else { return End::External };
        let Some(found) = document.pointer(pointer) else { return End::Missing };
        if !seen.insert(target) {
            return End::Circular;
        }
        next = found.get("$ref").and_then(Value::as_str);
    }
    End::Found
}

/// A cache of suggestions for dangling references.
struct Suggestions<'a> {
    document: &'a Value,
    known: HashMap<&'a str, Option<String>>,
}

impl<'a> Suggestions<'a> {
    fn of(&mut self, target: &'a str) -> Option<String> {
        self.known.entry(target).or_insert_with(|| similar_component(self.document, target)).clone()
    }
}

/// Returns a component with a similar name in the same section, or with the same name in another section.
fn similar_component(document: &Value, target: &str) -> Option<String> {
    let (section, name) = target.rsplit_once('/').unwrap_or(("", target));
    let section = section.trim_start_matches('#');
    if let Some(candidates) =
        document.pointer(section).filter(|_| !section.is_empty()).and_then(Value::as_object)
        && let Some(meant) = suggest(name, candidates.keys().map(String::as_str))
    {
        return Some(format!("#{section}/{meant}"));
    }
    let sections = document.get("components")?.as_object()?;
    let (section, _) = sections.iter().find(|(_, components)| components.get(name).is_some())?;
    Some(format!("#/components/{section}/{name}"))
}

/// Checks that a reference refers to the right kind of component, such as a schema to a schema.
fn check_kind(context: &mut Context<'_>, at: &str, pointer: &str, target: &str) {
    let component = target.strip_prefix("#/components/").and_then(|component| component.split_once('/'));
    let Some((section, _)) = component.filter(|(_, name)| !name.contains('/')) else {
        // `operations` reports the `$ref` of a path item.
        let is_path_item = pointer.starts_with("/paths/") && pointer.matches('/').count() == 2;
        if !is_path_item {
            let message =
                format!("the reference `{target}` refers to a part of the document, not to a component");
            let help = "move its target to `components`, and refer to `#/components/…/…` from both places";
            context.add_value(Code::UnsupportedReference, at, message, help);
            context.set_broken(pointer);
        }
        return;
    };
    let segments: Vec<&str> = pointer.split('/').collect();
    let expected = match segments.as_slice() {
        [.., "schema" | "items" | "not" | "additionalProperties"]
        | [.., "properties" | "schemas" | "allOf" | "oneOf" | "anyOf", _] => "schemas",
        [.., "requestBody"] => "requestBodies",
        [.., "responses", _] => "responses",
        [.., "parameters", _] => "parameters",
        [.., "headers", _] => "headers",
        [.., "examples", _] => "examples",
        _ => return,
    };
    if section != expected {
        let message = format!("expected a reference to one of `{expected}`, found one of `{section}`");
        context.add_value(
            Code::MistypedReference,
            at,
            message,
            format!("refer to `#/components/{expected}/…`"),
        );
        context.set_broken(pointer);
    }
}

/// Rejects schemas that contain themselves through `allOf`, `oneOf` or `anyOf`.
fn check_compositions(context: &mut Context<'_>) {
    let mut parts: HashMap<String, Vec<(String, String)>> = HashMap::new();
    let mut aliases: HashMap<String, String> = HashMap::new();
    for (name, pointer) in context.members("/components/schemas") {
        let mut found = Vec::new();
        for list in ["allOf", "oneOf", "anyOf"] {
            for item in context.items(&format!("{pointer}/{list}")) {
                found.extend(target_schema(context, &item).map(|target| (item.clone(), target)));
            }
        }
        aliases.extend(target_schema(context, &pointer).map(|target| (name.to_owned(), target)));
        parts.insert(name.to_owned(), found);
    }
    for (name, pointer) in context.members("/components/schemas") {
        for (item, first) in parts.get(name).into_iter().flatten() {
            let mut seen = BTreeSet::new();
            let mut open = vec![first.as_str()];
            while let Some(part) = open.pop() {
                if seen.insert(part) {
                    open.extend(parts.get(part).into_iter().flatten().map(|(_, next)| next.as_str()));
                    open.extend(aliases.get(part).map(String::as_str));
                }
            }
            if seen.contains(name) {
                let message = format!("`{name}` contains itself through `allOf`, `oneOf` or `anyOf`");
                let help = "remove this part, or refer to the schema from a property";
                context.add_value(Code::CircularReference, &format!("{item}/$ref"), message, help);
                context.set_broken(pointer.clone());
            }
        }
    }
}

/// Returns the name of the schema that the node at `pointer` refers to.
fn target_schema(context: &Context<'_>, pointer: &str) -> Option<String> {
    let target = context.node(pointer).get("$ref")?.as_str()?;
    target.strip_prefix("#/components/schemas/").map(str::to_owned)
}
