//! Types that a later version of the document may add an optional property to, without breaking consumers:
//! they build values with `builder()`.

use syn::{File, Item, parse_quote};

pub(super) fn apply(types: &mut File) {
    for item in &mut types.items {
        if let Item::Struct(item) = item {
            item.attrs.push(parse_quote!(#[non_exhaustive]));
        }
    }
}
