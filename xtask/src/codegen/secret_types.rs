//! The types that contain a secret, directly or through other types.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Field, Ident, Item};

/// Returns the names of the types in `items` and its modules that contain a secret, and of the secret itself.
pub(super) fn secret_types(items: &[Item]) -> BTreeSet<String> {
    let mut secret = BTreeSet::from(["SecretString".to_owned()]);
    loop {
        let before = secret.len();
        for (name, fields) in items.iter().flat_map(content).filter_map(fields) {
            if fields.iter().any(|field| !mentioned(&field.ty, &secret).is_empty()) {
                secret.insert(name.to_string());
            }
        }
        if secret.len() == before {
            return secret;
        }
    }
}

/// Returns the items of the module `types`, or the item itself.
fn content(item: &Item) -> &[Item] {
    match item {
        Item::Mod(module) if module.ident == "types" => {
            module.content.as_ref().map_or(&[], |(_, items)| items)
        }
        item => std::slice::from_ref(item),
    }
}

/// Returns the names of the `secret` types that are in `open` or inside of one of them.
pub(super) fn reachable(
    items: &[Item],
    mut open: BTreeSet<String>,
    secret: &BTreeSet<String>,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop_first() {
        let inside = items.iter().filter_map(fields).filter(|(ident, _)| **ident == name);
        let inside = inside.flat_map(|(_, fields)| fields).flat_map(|field| mentioned(&field.ty, secret));
        open.extend(inside.filter(|inner| *inner != name && !found.contains(inner)));
        found.insert(name);
    }
    found
}

/// Returns the name and the fields of a type.
pub(super) fn fields(item: &Item) -> Option<(&Ident, Vec<&Field>)> {
    match item {
        Item::Struct(item) => Some((&item.ident, item.fields.iter().collect())),
        Item::Enum(item) => {
            Some((&item.ident, item.variants.iter().flat_map(|variant| &variant.fields).collect()))
        }
        _ => None,
    }
}

/// Returns those of `names` that a piece of code mentions.
pub(super) fn mentioned(syntax: &impl ToTokens, names: &BTreeSet<String>) -> BTreeSet<String> {
    fn search(tokens: TokenStream, names: &BTreeSet<String>, found: &mut BTreeSet<String>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => found.extend(names.get(&ident.to_string()).cloned()),
                TokenTree::Group(group) => search(group.stream(), names, found),
                _ => {}
            }
        }
    }
    let mut found = BTreeSet::new();
    search(syntax.to_token_stream(), names, &mut found);
    found
}
