//! Adds `#[deprecated]` to the properties that the document deprecates.

use syn::{File, Item, parse_quote};

use crate::codegen::markers::{Marker, take_markers};
use crate::codegen::syntax::doc_text;

pub(super) fn apply(types: &mut File) {
    for item in &mut types.items {
        let Item::Struct(item) = item else { continue };
        for field in &mut item.fields {
            let mut docs = field.attrs.iter().filter_map(doc_text);
            if docs.any(|mut doc| take_markers(&mut doc).contains(&Marker::Deprecated)) {
                field.attrs.push(parse_quote!(#[deprecated]));
            }
        }
    }
}
