//! Documents the types where the document has no description, and removes progenitor's `error` module if nothing uses
//! it.

use quote::ToTokens as _;
use syn::{Attribute, Field, Fields, File, Ident, Item, LitStr, parse_quote};

use crate::codegen::syntax::doc_text;

pub(super) fn apply(types: &mut File) {
    types.attrs.push(parse_quote!(#![doc = "Types of the API, one per schema of the document."]));
    for item in &mut types.items {
        match item {
            Item::Struct(item) => {
                let has_schema = derives_schema(&item.attrs);
                describe_type(&mut item.attrs, &item.ident, has_schema);
                if let Fields::Named(fields) = &mut item.fields {
                    fields.named.iter_mut().for_each(|field| describe_property(field, has_schema));
                }
            }
            Item::Enum(item) => {
                let has_schema = derives_schema(&item.attrs);
                describe_type(&mut item.attrs, &item.ident, has_schema);
                for variant in &mut item.variants {
                    let doc = format!("Alternative `{}`.", variant.ident);
                    describe(&mut variant.attrs, &doc, has_schema);
                }
            }
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

fn derives_schema(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg_attr")
            && attribute.to_token_stream().to_string().contains("JsonSchema")
    })
}

/// Documents a type, instead of progenitor's bare name.
fn describe_type(attributes: &mut Vec<Attribute>, name: &Ident, has_schema: bool) {
    let bare = format!("`{name}`");
    attributes.retain(|attribute| doc_text(attribute).is_none_or(|doc| doc.trim() != bare));
    describe(attributes, &format!("Schema `{name}`."), has_schema);
}

fn describe_property(field: &mut Field, has_schema: bool) {
    let Some(ident) = &field.ident else { return };
    let mut doc = format!("Property `{ident}`.");
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Ends at the first argument of another form, which is not progenitor's.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("flatten") {
                "Other properties.".clone_into(&mut doc);
            }
            if let Ok(value) = meta.value() {
                let value: LitStr = value.parse()?;
                if meta.path.is_ident("rename") {
                    doc = format!("Property `{}`.", value.value());
                }
            }
            Ok(())
        });
    }
    describe(&mut field.attrs, &doc, has_schema);
}

/// Adds documentation if there is none. The JSON Schema stays without a description, as in the document.
fn describe(attributes: &mut Vec<Attribute>, doc: &str, has_schema: bool) {
    if attributes.iter().filter_map(doc_text).any(|doc| !doc.trim().is_empty()) {
        return;
    }
    attributes.retain(|attribute| doc_text(attribute).is_none());
    attributes.insert(0, parse_quote!(#[doc = #doc]));
    if has_schema {
        attributes.push(parse_quote!(#[cfg_attr(feature = "schemars", schemars(description = ""))]));
    }
}
