//! What has to be there once: a path, whatever its parameters are called; a property's name in Rust.

use std::collections::HashMap;

use heck::ToSnakeCase as _;

use super::{Report, is_in_example, last_keyword, walk};
use crate::finding::Code;
use crate::source::escape;

pub(super) fn check(report: &mut Report<'_>) {
    check_paths(report);
    check_properties(report);
}

fn check_paths(report: &mut Report<'_>) {
    let mut known: HashMap<String, String> = HashMap::new();
    for (path, pointer) in report.members("/paths") {
        if path.starts_with("x-") {
            continue;
        }
        let template = without_names(path);
        if let Some(first) = known.get(&template) {
            let message = format!("`{path}` differs from another path in the names of its parameters only");
            let help = "describe the operations of both under one path";
            report.add(Code::DuplicatePath, &pointer, message, help);
            report.relate(first, "the other path");
        } else {
            known.insert(template, pointer);
        }
    }
}

/// A path without the names of its parameters.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts
        .fold(first, |template, part| template + "{}" + part.split_once('}').map_or(part, |(_, after)| after))
}

fn check_properties(report: &mut Report<'_>) {
    let mut maps = Vec::new();
    walk(&report.document.value, "", &mut |pointer, node| {
        if last_keyword(pointer) == Some("properties") && !is_in_example(pointer) {
            let names = node.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
            maps.push((pointer.to_owned(), names.collect::<Vec<_>>()));
        }
    });
    for (pointer, names) in maps {
        let mut known: HashMap<String, &str> = HashMap::new();
        for name in names {
            if let Some(first) = known.insert(name.to_snake_case(), name) {
                let message =
                    format!("`{first}` and `{name}` would both be the field `{}`", name.to_snake_case());
                let help = "describe one of them, and let the other be an unknown property";
                report.add(
                    Code::DuplicatePropertyName,
                    &format!("{pointer}/{}", escape(name)),
                    message,
                    help,
                );
                report.relate(&format!("{pointer}/{}", escape(first)), "the other property");
            }
        }
    }
}
