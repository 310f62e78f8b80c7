//! Duplicates: paths that differ only in parameter names, and properties with the same Rust name.

use std::collections::HashMap;

use super::context::Context;
use crate::diagnostics::Code;
use crate::naming::field_name;
use crate::spec::{is_in_example, last_keyword, path_template};
use crate::yaml::escape;
use crate::yaml::visit;

pub(super) fn check(context: &mut Context<'_>) {
    check_paths(context);
    check_properties(context);
}

fn check_paths(context: &mut Context<'_>) {
    let mut known: HashMap<String, String> = HashMap::new();
    for (path, pointer) in context.members("/paths") {
        if path.starts_with("x-") {
            continue;
        }
        let template = path_template(path);
        if let Some(first) = known.get(&template) {
            let message = format!("`{path}` and another path differ only in the names of their parameters");
            let help = "describe all operations under one of the two paths";
            context.add(Code::DuplicatePath, &pointer, message, help);
            context.relate(first, "the other path");
        } else {
            known.insert(template, pointer);
        }
    }
}

fn check_properties(context: &mut Context<'_>) {
    let mut maps = Vec::new();
    visit(&context.document.value, "", &mut |pointer, node| {
        if last_keyword(pointer) == Some("properties") && !is_in_example(pointer) {
            let names = node.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
            maps.push((pointer.to_owned(), names.collect::<Vec<_>>()));
        }
    });
    for (pointer, names) in maps {
        let mut known: HashMap<String, &str> = HashMap::new();
        for name in names {
            if let Some(first) = known.insert(field_name(name), name) {
                let message =
                    format!("`{first}` and `{name}` would both become the field `{}`", field_name(name));
                let help = "describe only one of them: the types accept unknown properties";
                context.add(
                    Code::DuplicatePropertyName,
                    &format!("{pointer}/{}", escape(name)),
                    message,
                    help,
                );
                context.relate(&format!("{pointer}/{}", escape(first)), "the other property");
            }
        }
    }
}
