//! `JsonSchema` for every type, behind the feature `schemars`, as the document has it.
//!
//! An optional property is an `Option` in Rust, which schemars takes for `null` being acceptable. The
//! document decides that: only a property that it calls `nullable` keeps its `null`.

use heck::ToSnakeCase as _;
use quote::ToTokens as _;
use serde_json::Value;
use syn::{Attribute, File, Item, ItemStruct, parse_quote};

use super::argument_of;
use crate::codegen::emit::type_name;
use crate::document::Document;

pub(super) fn apply(types: &mut File, document: &Document) {
    for item in &mut types.items {
        match item {
            Item::Struct(item) if derives_deserialize(&item.attrs) => {
                item.attrs.push(derive());
                optional_properties(item, document);
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

fn optional_properties(item: &mut ItemStruct, document: &Document) {
    let name = item.ident.to_string();
    for field in &mut item.fields {
        let Some(property) = field.ident.as_ref().map(ToString::to_string) else { continue };
        let Some(inner) = argument_of(&field.ty, "Option") else { continue };
        if is_nullable(document, &name, &property) {
            continue;
        }
        let inner = inner.to_token_stream().to_string().replace(' ', "");
        for attribute in &mut field.attrs {
            if attribute.path().is_ident("serde")
                && let Ok(list) = attribute.meta.require_list()
            {
                // With `with`, schemars does not see that the property may be missing.
                let tokens = &list.tokens;
                *attribute = parse_quote!(#[serde(default, #tokens)]);
            }
        }
        field.attrs.push(parse_quote!(#[cfg_attr(feature = "schemars", schemars(with = #inner))]));
    }
}

fn is_nullable(document: &Document, type_: &str, property: &str) -> bool {
    let schemas = document.value.pointer("/components/schemas").and_then(Value::as_object);
    let schema = schemas.into_iter().flatten().find(|(name, _)| type_name(name) == type_);
    let properties = schema.and_then(|(_, schema)| schema.get("properties")?.as_object());
    let mut properties = properties.into_iter().flatten();
    properties.any(|(name, schema)| {
        name.to_snake_case() == property && schema.get("nullable") == Some(&true.into())
    })
}
