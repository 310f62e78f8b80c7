//! Passes over progenitor's types. Each file holds one pass and states why it is needed.

mod deprecated;
mod docs;
mod extra;
mod json_schema;
pub(super) mod local_paths;
mod non_exhaustive;
mod secrets;
mod unions;

use syn::{File, Item, parse_quote};

use super::emit::{constructors, enumerations};
use super::lower::Lowered;
use super::markers;
use super::signature::Signature;

/// Takes the module `types` out of progenitor's file, and adapts it.
pub(super) fn types(sdk: &mut File, lowered: &Lowered, signatures: &[Signature<'_>]) -> File {
    let mut types = take_module(sdk, "types");
    let enumerations = enumerations::read(lowered).into_iter().rev().flat_map(|enumeration| {
        let tokens = enumeration.tokens();
        let file: File = parse_quote!(#tokens);
        file.items
    });
    types.items.splice(0..0, enumerations.collect::<Vec<_>>());
    extra::apply(&mut types);
    json_schema::apply(&mut types);
    unions::apply(&mut types, &lowered.unions);
    secrets::apply(&mut types, signatures);
    non_exhaustive::apply(&mut types);
    deprecated::apply(&mut types);
    markers::remove(&mut types);
    docs::apply(&mut types);
    constructors::add(&mut types, &lowered.value);
    types
}

fn take_module(file: &mut File, name: &str) -> File {
    let is_module = |item: &Item| matches!(item, Item::Mod(module) if module.ident == name);
    let module = file.items.iter().position(is_module).map(|index| file.items.remove(index));
    let items = match module {
        Some(Item::Mod(module)) => module.content.map(|(_, items)| items).unwrap_or_default(),
        _ => Vec::new(),
    };
    File { shebang: None, frontmatter: None, attrs: Vec::new(), items }
}
