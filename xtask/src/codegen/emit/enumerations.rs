//! Integer enumerations, with their names: progenitor makes an opaque number of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::type_name;
use crate::document::Document;

/// An enumeration of integers.
pub(in crate::codegen) struct Enumeration {
    /// The schema's name in the document.
    pub(in crate::codegen) schema: String,
    /// The type's name.
    pub(in crate::codegen) name: String,
    description: String,
    variants: Vec<Variant>,
}

struct Variant {
    value: i64,
    name: String,
    description: String,
}

/// The document's enumerations of integers. The checks see to it that each is complete.
pub(in crate::codegen) fn read(document: &Document) -> Vec<Enumeration> {
    let schemas = document.value.pointer("/components/schemas").and_then(Value::as_object);
    let schemas = schemas.into_iter().flatten();
    schemas
        .filter_map(|(name, schema)| {
            let names = schema.get("x-enum-varnames")?.as_array()?;
            let descriptions = schema.get("x-enum-descriptions").and_then(Value::as_array);
            let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
            let values = schema.get("enum")?.as_array()?.iter().enumerate();
            let variants = values.map(|(index, value)| {
                Some(Variant {
                    value: value.as_i64()?,
                    name: text(names.get(index)),
                    description: text(descriptions.and_then(|list| list.get(index))),
                })
            });
            Some(Enumeration {
                schema: name.clone(),
                name: type_name(name),
                description: text(schema.get("description")),
                variants: variants.collect::<Option<_>>()?,
            })
        })
        .collect()
}

impl Enumeration {
    /// The type, open to numbers that the document does not list.
    pub(in crate::codegen) fn tokens(&self) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let type_name = &self.name;
        let description = &self.description;
        let variants: Vec<_> =
            self.variants.iter().map(|variant| format_ident!("{}", variant.name)).collect();
        let values: Vec<_> =
            self.variants.iter().map(|variant| proc_macro2::Literal::i64_unsuffixed(variant.value)).collect();
        let docs = self
            .variants
            .iter()
            .map(|Variant { value, description, .. }| format!("{description}\n\n`{value}` on the wire."));
        let count = proc_macro2::Literal::usize_unsuffixed(self.variants.len());
        quote! {
            #[doc = #description]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #( #[doc = #docs] #variants, )*
                /// A number that the document does not list: see [`Undocumented`](crate::Undocumented).
                Undocumented(crate::Undocumented),
            }

            impl #name {
                /// Every documented value, in the document's order.
                pub const DOCUMENTED: [Self; #count] = [#( Self::#variants ),*];
            }

            /// Takes any number: one that the document does not list is kept as it is.
            impl From<i64> for #name {
                fn from(value: i64) -> Self {
                    match value {
                        #( #values => Self::#variants, )*
                        other => Self::Undocumented(crate::Undocumented::new(other)),
                    }
                }
            }

            impl From<#name> for i64 {
                fn from(value: #name) -> Self {
                    match value {
                        #( #name::#variants => #values, )*
                        #name::Undocumented(other) => other.value(),
                    }
                }
            }

            /// The number, as it is on the wire.
            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    ::std::fmt::Display::fmt(&i64::from(*self), f)
                }
            }

            impl ::serde::Serialize for #name {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_i64((*self).into())
                }
            }

            impl<'de> ::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    <i64 as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
                }
            }

            /// The documented values: the service accepts no others that are known of.
            #[cfg(feature = "schemars")]
            impl ::schemars::JsonSchema for #name {
                fn schema_name() -> ::std::borrow::Cow<'static, str> {
                    #type_name.into()
                }

                fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                    ::schemars::json_schema!({
                        "description": #description,
                        "type": "integer",
                        "enum": [#( #values ),*]
                    })
                }
            }
        }
    }
}
