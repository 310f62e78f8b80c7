//! Removes `Serialize` from types that contain a secret, so that no secret is serialized by accident.
//!
//! The feature `httpmock` restores it, because a mock server must send secrets.

use std::collections::BTreeSet;

use quote::ToTokens as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, File, Item, Path, Token, Type, parse_quote};

pub(super) fn apply(types: &mut File) {
    let secret = secret_types(types);
    for item in &mut types.items {
        let (name, attributes) = match item {
            Item::Struct(item) => (&item.ident, &mut item.attrs),
            Item::Enum(item) => (&item.ident, &mut item.attrs),
            _ => continue,
        };
        if secret.contains(&name.to_string()) {
            make_serialize_conditional(attributes);
        }
    }
}

/// Returns the names of the types that contain a secret, directly or through other types.
fn secret_types(types: &File) -> BTreeSet<String> {
    let mut secret = BTreeSet::from(["SecretString".to_owned()]);
    loop {
        let before = secret.len();
        for item in &types.items {
            let (name, fields) = match item {
                Item::Struct(item) => (&item.ident, item.fields.iter().collect::<Vec<_>>()),
                Item::Enum(item) => {
                    (&item.ident, item.variants.iter().flat_map(|variant| &variant.fields).collect())
                }
                _ => continue,
            };
            if fields.iter().any(|field| mentions(&field.ty, &secret)) {
                secret.insert(name.to_string());
            }
        }
        if secret.len() == before {
            return secret;
        }
    }
}

fn mentions(ty: &Type, names: &BTreeSet<String>) -> bool {
    fn search(tokens: proc_macro2::TokenStream, names: &BTreeSet<String>) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => names.contains(&ident.to_string()),
            proc_macro2::TokenTree::Group(group) => search(group.stream(), names),
            _ => false,
        })
    }
    search(ty.to_token_stream(), names)
}

fn make_serialize_conditional(attributes: &mut Vec<Attribute>) {
    for attribute in attributes.iter_mut() {
        if !attribute.path().is_ident("derive") {
            continue;
        }
        let Ok(derives) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
            continue;
        };
        let kept = derives
            .into_iter()
            .filter(|path| path.segments.last().is_none_or(|segment| segment.ident != "Serialize"));
        *attribute = parse_quote!(#[derive(#(#kept),*)]);
    }
    attributes.push(parse_quote!(#[cfg_attr(feature = "httpmock", derive(::serde::Serialize))]));
}
