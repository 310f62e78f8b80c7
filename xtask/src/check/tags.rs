//! Tags: every used tag is declared, and every declared tag is used.

use std::collections::BTreeSet;

use super::context::Context;
use crate::diagnostics::Code;
use crate::spelling::suggest;

pub(super) fn check(context: &mut Context<'_>) {
    let name = |tag: &str| context.node(&format!("{tag}/name")).as_str();
    let declared: Vec<_> =
        context.items("/tags").into_iter().filter_map(|tag| Some((name(&tag)?, tag))).collect();
    let known: Vec<&str> = declared.iter().map(|(name, _)| *name).collect();
    let mut used = BTreeSet::new();
    for (_, _, operation) in context.operations() {
        for pointer in context.items(&format!("{operation}/tags")) {
            let Some(tag) = context.node(&pointer).as_str() else { continue };
            used.insert(tag);
            if !known.contains(&tag) {
                let meant = suggest(tag, known.iter().copied());
                used.extend(meant);
                let help = match meant {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "declare it in the document's `tags`".to_owned(),
                };
                let message = format!("the tag `{tag}` is not declared");
                context.add_value(Code::UndeclaredTag, &pointer, message, help);
            }
        }
    }
    for (name, pointer) in declared.iter().filter(|(name, _)| !used.contains(name)) {
        let message = format!("no operation uses the tag `{name}`");
        context.add_value(
            Code::Unused,
            &format!("{pointer}/name"),
            message,
            "add it to an operation, or remove it",
        );
    }
}
