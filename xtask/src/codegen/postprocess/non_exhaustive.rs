//! Makes structs `#[non_exhaustive]`, so that a new optional property does not break consumers. They create values with
//! `builder()`.

use syn::{File, Item, parse_quote};

pub(super) fn apply(types: &mut File) {
    for item in &mut types.items {
        if let Item::Struct(item) = item {
            item.attrs.push(parse_quote!(#[non_exhaustive]));
        }
    }
}
