//! Emits constructors and setters for the types of schemas: `new` takes the required properties, and each optional
//! property has setters.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use serde_json::Value;
use syn::{Attribute, Field, Fields, File, Item, ItemImpl, ItemStruct, PathArguments, Type, parse_quote};

use super::arguments::{converted, initializer, parameter, setters};
use crate::codegen::syntax::{argument_of, doc_text};
use crate::naming::{field_name, setter_names, type_name};

/// Adds an `impl` after each struct with named fields.
pub(in crate::codegen) fn add(types: &mut File, document: &Value) {
    let orders = property_orders(document);
    let items = std::mem::take(&mut types.items).into_iter().flat_map(|item| {
        let constructors = match &item {
            Item::Struct(item) => {
                let order = orders.get(&item.ident.to_string()).map(Vec::as_slice).unwrap_or_default();
                constructors(item, order).map(Item::Impl)
            }
            _ => None,
        };
        [Some(item), constructors].into_iter().flatten()
    });
    types.items = items.collect();
}

/// Returns the names of the fields of each type, in the document's order. progenitor sorts them.
fn property_orders(document: &Value) -> BTreeMap<String, Vec<String>> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let orders = schemas.into_iter().flatten().map(|(name, schema)| {
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields =
            properties.into_iter().flat_map(|properties| properties.keys()).map(|key| field_name(key));
        (type_name(name), fields.collect())
    });
    orders.collect()
}

fn constructors(item: &ItemStruct, order: &[String]) -> Option<ItemImpl> {
    let Fields::Named(fields) = &item.fields else { return None };
    let name = &item.ident;
    let mut required: Vec<&Field> = fields.named.iter().filter(|field| !is_optional(field)).collect();
    required.sort_by_key(|field| {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        order.iter().position(|known| *known == name.trim_end_matches('_'))
    });
    let parameters = required.iter().filter_map(|field| Some(parameter(field.ident.as_ref()?, &field.ty)));
    let values = fields.named.iter().filter_map(|field| {
        let name = field.ident.as_ref()?;
        let value = if is_optional(field) { default_of(&field.ty) } else { converted(name, &field.ty) };
        Some(initializer(name, &value))
    });
    let optional: Vec<&Field> = fields.named.iter().filter(|field| is_optional(field)).collect();
    let names: Vec<_> =
        optional.iter().filter_map(|field| field.ident.as_ref()).map(ToString::to_string).collect();
    let names =
        setter_names(&names, &["new"]).into_iter().map(|names| names.map(|name| format_ident!("{name}")));
    let optional = optional.iter().zip(names).filter_map(|(field, names)| {
        let name = field.ident.as_ref()?;
        let attributes: Vec<Attribute> = field
            .attrs
            .iter()
            .filter(|attribute| doc_text(attribute).is_some() || attribute.path().is_ident("deprecated"))
            .cloned()
            .chain([parse_quote!(#[must_use])])
            .collect();
        if let Some(ty) = argument_of(&field.ty, "Option") {
            return Some(setters(&names, name, ty, &attributes));
        }
        let [setter, _] = names;
        let value = format_ident!("value");
        let (parameter, converted) = (parameter(&value, &field.ty), converted(&value, &field.ty));
        Some(quote! {
            #(#attributes)*
            pub fn #setter(mut self, #parameter) -> Self {
                self.#name = #converted;
                self
            }
        })
    });
    Some(parse_quote! {
        impl #name {
            /// Creates a value with the required properties.
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values),* }
            }

            #(#optional)*
        }
    })
}

/// Emits the default of a type.
fn default_of(ty: &Type) -> TokenStream {
    match ty {
        _ if argument_of(ty, "Option").is_some() => quote!(::std::option::Option::None),
        Type::Path(path) => {
            let mut path = path.path.clone();
            if let Some(last) = path.segments.last_mut() {
                last.arguments = PathArguments::None;
            }
            quote!(#path::default())
        }
        _ => quote!(::std::default::Default::default()),
    }
}

/// Returns true if the property may be missing: progenitor then gives it a default, or collects it in a map.
fn is_optional(field: &Field) -> bool {
    field.attrs.iter().any(|attribute| {
        let text = attribute.to_token_stream().to_string();
        attribute.path().is_ident("serde")
            && ["default", "skip_serializing_if", "flatten"].iter().any(|key| text.contains(key))
    })
}
