//! Imports only what each file uses. progenitor imports its whole runtime into every file.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::format_ident;
use syn::{Item, ItemUse, parse_quote};

use crate::codegen::parts::Parts;

/// The runtime items that generated code may use.
const RUNTIME: [&str; 4] = ["ClientHooks", "Error", "OperationInfo", "Response"];

pub(super) fn apply(parts: &mut Parts) {
    let Parts { builder, client, httpmock, .. } = parts;
    for file in [&mut *builder, &mut *client] {
        file.items.retain(|item| !matches!(item, Item::Use(_)));
    }
    let uses = runtime(&builder.items);
    builder.items.splice(
        0..0,
        [
            parse_quote!(
                use super::types;
            ),
            uses,
        ],
    );
    let uses = runtime(&client.items);
    client.items.splice(
        0..0,
        [
            parse_quote!(
                use super::builder;
            ),
            uses,
        ],
    );
    for item in &mut httpmock.items {
        let Item::Mod(module) = item else { continue };
        let Some((_, items)) = &mut module.content else { continue };
        for item in items {
            if matches!(item, Item::Use(_)) {
                *item = parse_quote!(
                    use crate::types;
                );
            }
        }
    }
}

fn runtime(items: &[Item]) -> Item {
    let mut names = BTreeSet::new();
    collect(items.iter().map(quote::ToTokens::to_token_stream).collect(), &mut names);
    // `exec` is a method of this trait.
    if names.contains("exec") {
        names.insert("ClientHooks".to_owned());
    }
    let used = RUNTIME.iter().filter(|name| names.contains(**name)).map(|name| format_ident!("{name}"));
    let import: ItemUse = parse_quote!(use crate::runtime::{#(#used),*};);
    Item::Use(import)
}

fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), names),
            _ => {}
        }
    }
}
