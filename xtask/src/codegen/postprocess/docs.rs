//! Documents the types: removes the bare names that progenitor writes where the document has no description, and its
//! `error` module if nothing uses it.

use quote::ToTokens as _;
use syn::{Attribute, File, Item, parse_quote};

use crate::codegen::syntax::doc_text;

pub(super) fn apply(types: &mut File) {
    types.attrs.push(parse_quote!(#![doc = "Types of the API, one per schema of the document."]));
    for item in &mut types.items {
        match item {
            Item::Struct(item) => drop_bare_name(&mut item.attrs, &item.ident.to_string()),
            Item::Enum(item) => drop_bare_name(&mut item.attrs, &item.ident.to_string()),
            _ => {}
        }
    }
    let is_error = |item: &Item| matches!(item, Item::Mod(module) if module.ident == "error");
    let uses_error = types
        .items
        .iter()
        .any(|item| !is_error(item) && item.to_token_stream().to_string().contains("ConversionError"));
    types.items.retain(|item| uses_error || !is_error(item));
}

fn drop_bare_name(attributes: &mut Vec<Attribute>, name: &str) {
    let bare = format!("`{name}`");
    attributes.retain(|attribute| doc_text(attribute).is_none_or(|doc| doc.trim() != bare));
}
