//! Derives `JsonSchema` for every type, behind the feature `schemars`, so that each schema agrees with the document.
//!
//! schemars treats an `Option` as a property that may be both missing and `null`. In the document these are
//! independent: only a `nullable` property may be `null`, and only a property that is not required may be missing.

use quote::ToTokens as _;
use syn::{Attribute, Field, File, Item, ItemStruct, parse_quote};

use crate::codegen::markers::{Marker, take_markers};
use crate::codegen::syntax::{argument_of, doc_text};

pub(super) fn apply(types: &mut File) {
    for item in &mut types.items {
        match item {
            Item::Struct(item) if derives_deserialize(&item.attrs) => {
                item.attrs.push(derive());
                properties(item);
            }
            Item::Enum(item) if derives_deserialize(&item.attrs) => item.attrs.push(derive()),
            _ => {}
        }
    }
}

fn derive() -> Attribute {
    parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))])
}

fn derives_deserialize(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("derive") && attribute.to_token_stream().to_string().contains("Deserialize")
    })
}

fn properties(item: &mut ItemStruct) {
    for field in &mut item.fields {
        let Some(inner) = argument_of(&field.ty, "Option") else { continue };
        let inner = inner.to_token_stream().to_string().replace(' ', "");
        match (is_optional(field), is_nullable(field)) {
            (true, true) => {}
            (true, false) => {
                for attribute in &mut field.attrs {
                    if attribute.path().is_ident("serde")
                        && let Ok(list) = attribute.meta.require_list()
                    {
                        // `with` hides from schemars that the property may be missing; `default` restores it.
                        let tokens = &list.tokens;
                        *attribute = parse_quote!(#[serde(default, #tokens)]);
                    }
                }
                field.attrs.push(parse_quote!(#[cfg_attr(feature = "schemars", schemars(with = #inner))]));
            }
            (false, _) => {
                let nullable = format!("crate::runtime::Nullable<{inner}>");
                field.attrs.push(parse_quote!(#[cfg_attr(feature = "schemars", schemars(with = #nullable))]));
            }
        }
    }
}

/// Returns true if the property may be missing. progenitor then skips `None` when it serializes the property.
fn is_optional(field: &Field) -> bool {
    field.attrs.iter().any(|attribute| {
        attribute.path().is_ident("serde")
            && attribute.to_token_stream().to_string().contains("skip_serializing_if")
    })
}

fn is_nullable(field: &Field) -> bool {
    let mut docs = field.attrs.iter().filter_map(doc_text);
    docs.any(|mut doc| take_markers(&mut doc).contains(&Marker::Nullable))
}
