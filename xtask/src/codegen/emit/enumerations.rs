//! Emits open enumerations, which also accept values that the document does not list.
//!
//! progenitor's integer enumerations have no named values, and its string enumerations are closed: a value that the
//! service adds would make the whole response undecodable.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use crate::codegen::lower::Lowered;
use crate::naming::{type_name, variant_name};

/// An enumeration of integers, numbers or strings.
pub(in crate::codegen) struct Enumeration {
    /// The type's name.
    pub(in crate::codegen) name: String,
    description: String,
    variants: Variants,
    /// False for strings that tell the alternatives of a union apart.
    is_open: bool,
}

enum Variants {
    Integers(Vec<Variant<i64>>),
    Numbers(Vec<Variant<f64>>),
    Texts(Vec<Variant<String>>),
}

struct Variant<T> {
    value: T,
    name: String,
    description: String,
}

/// Reads the enumerations among the schemas of a document. `check` ensures that each is complete.
pub(in crate::codegen) fn read(lowered: &Lowered) -> Vec<Enumeration> {
    let schemas = lowered.value.pointer("/components/schemas").and_then(Value::as_object);
    let schemas = schemas.into_iter().flatten();
    schemas
        .filter_map(|(name, schema)| {
            let variants = match schema.get("type")?.as_str()? {
                "integer" => Variants::Integers(variants(schema, Value::as_i64)?),
                "number" => Variants::Numbers(variants(schema, Value::as_f64)?),
                "string" => Variants::Texts(variants(schema, |value| value.as_str().map(str::to_owned))?),
                _ => return None,
            };
            Some(Enumeration {
                name: type_name(name),
                description: text(schema.get("description")),
                is_open: !(matches!(variants, Variants::Texts(_)) && lowered.tags.contains(name)),
                variants,
            })
        })
        .collect()
}

fn variants<T>(schema: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<Variant<T>>> {
    let list = |key| schema.get(key).and_then(Value::as_array);
    let (names, descriptions) = (list("x-enum-varnames"), list("x-enum-descriptions"));
    // `null` gets no variant: the schema is `nullable`.
    let values = schema.get("enum")?.as_array()?.iter().enumerate().filter(|(_, value)| !value.is_null());
    values
        .map(|(index, value)| {
            let name = names.and_then(|list| list.get(index)).and_then(Value::as_str).map(str::to_owned);
            Some(Variant {
                value: read(value)?,
                name: name.unwrap_or_else(|| variant_name(value)),
                description: text(descriptions.and_then(|list| list.get(index))),
            })
        })
        .collect()
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The differences between enumerations of different types.
struct Kind {
    json_type: &'static str,
    /// The type of an unlisted value.
    undocumented: TokenStream,
    /// The derived traits.
    derives: TokenStream,
    /// The conversions from and to the wire.
    conversions: TokenStream,
}

impl Enumeration {
    /// Emits the type and its conversions.
    pub(in crate::codegen) fn tokens(&self) -> TokenStream {
        match &self.variants {
            Variants::Integers(variants) => {
                let kind = Kind {
                    json_type: "integer",
                    undocumented: quote!(crate::UnknownValue),
                    derives: quote!(Clone, Copy, Debug, PartialEq, Eq, Hash),
                    conversions: self.numbers(variants, &quote!(i64), Literal::i64_unsuffixed),
                };
                self.with_values(&kind, variants, |value| Literal::i64_unsuffixed(*value))
            }
            Variants::Numbers(variants) => {
                let kind = Kind {
                    json_type: "number",
                    undocumented: quote!(crate::UnknownValue<f64>),
                    derives: quote!(Clone, Copy, Debug, PartialEq),
                    conversions: self.numbers(variants, &quote!(f64), Literal::f64_unsuffixed),
                };
                self.with_values(&kind, variants, |value| Literal::f64_unsuffixed(*value))
            }
            Variants::Texts(variants) => {
                let kind = Kind {
                    json_type: "string",
                    undocumented: quote!(crate::UnknownValue<::std::string::String>),
                    derives: quote!(Clone, Debug, PartialEq, Eq, Hash),
                    conversions: self.texts(variants),
                };
                self.with_values(&kind, variants, |value| Literal::string(value))
            }
        }
    }

    fn with_values<T: std::fmt::Display>(
        &self,
        Kind { json_type, undocumented, derives, conversions }: &Kind,
        variants: &[Variant<T>],
        literal: impl Fn(&T) -> Literal,
    ) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let (type_name, description) = (&self.name, &self.description);
        let idents = idents(variants);
        let values: Vec<_> = variants.iter().map(|variant| literal(&variant.value)).collect();
        let docs = variants
            .iter()
            .map(|Variant { value, description, .. }| format!("{description}\n\nWire value: `{value}`."));
        let count = Literal::usize_unsuffixed(variants.len());
        let unlisted = self.is_open.then(|| {
            quote! {
                /// A value that the document does not list.
                UnknownValue(#undocumented),
            }
        });
        quote! {
            #[doc = #description]
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #name {
                #( #[doc = #docs] #idents, )*
                #unlisted
            }

            impl #name {
                /// All documented values, in the document's order.
                pub const DOCUMENTED: [Self; #count] = [#( Self::#idents ),*];
            }

            #conversions

            /// Lists only the documented values.
            #[cfg(feature = "schemars")]
            impl ::schemars::JsonSchema for #name {
                fn schema_name() -> ::std::borrow::Cow<'static, str> {
                    #type_name.into()
                }

                fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                    ::schemars::json_schema!({
                        "description": #description,
                        "type": #json_type,
                        // Not an array literal: the macro would recurse once per item and reach the recursion limit.
                        "enum": ::std::vec![#( #values ),*]
                    })
                }
            }
        }
    }

    /// Emits the conversions of an enumeration of integers or other numbers, whose values are of the type `number`.
    fn numbers<T: Copy>(
        &self,
        variants: &[Variant<T>],
        number: &TokenStream,
        literal: fn(T) -> Literal,
    ) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let idents = idents(variants);
        let values: Vec<_> = variants.iter().map(|variant| literal(variant.value)).collect();
        let serialize = format_ident!("serialize_{}", number.to_string());
        quote! {
            /// Accepts any number. One that the document does not list becomes `UnknownValue`.
            impl ::std::convert::From<#number> for #name {
                fn from(value: #number) -> Self {
                    match value {
                        #( #values => Self::#idents, )*
                        other => Self::UnknownValue(crate::UnknownValue::new(other)),
                    }
                }
            }

            impl ::std::convert::From<#name> for #number {
                fn from(value: #name) -> Self {
                    match value {
                        #( #name::#idents => #values, )*
                        #name::UnknownValue(other) => other.value(),
                    }
                }
            }

            /// Writes the number as sent on the wire.
            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    ::std::fmt::Display::fmt(&#number::from(*self), f)
                }
            }

            impl ::serde::Serialize for #name {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                    serializer.#serialize((*self).into())
                }
            }

            impl<'de> ::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                    <#number as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
                }
            }
        }
    }

    fn texts(&self, variants: &[Variant<String>]) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let idents = idents(variants);
        let values: Vec<_> = variants.iter().map(|variant| &variant.value).collect();
        let unlisted = self.is_open.then(|| quote!(Self::UnknownValue(other) => other.as_str(),));
        let decoding = if self.is_open { self.open_texts(variants) } else { self.tags(variants) };
        quote! {
            impl #name {
                /// Returns the string as sent on the wire.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        #( Self::#idents => #values, )*
                        #unlisted
                    }
                }
            }

            /// Writes the string as sent on the wire.
            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }

            impl ::serde::Serialize for #name {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }

            #decoding
        }
    }

    /// Emits the conversions of strings to an open enumeration.
    fn open_texts(&self, variants: &[Variant<String>]) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let idents = idents(variants);
        let values: Vec<_> = variants.iter().map(|variant| &variant.value).collect();
        quote! {
            /// Accepts any string. One that the document does not list becomes `UnknownValue`.
            impl ::std::convert::From<&str> for #name {
                fn from(value: &str) -> Self {
                    match value {
                        #( #values => Self::#idents, )*
                        other => Self::UnknownValue(crate::UnknownValue::new(other.to_owned())),
                    }
                }
            }

            impl ::std::convert::From<::std::string::String> for #name {
                fn from(value: ::std::string::String) -> Self {
                    Self::from(value.as_str())
                }
            }

            impl<'de> ::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                    <::std::string::String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
                }
            }
        }
    }

    /// Emits the decoding of a tag, which has only the listed values.
    fn tags(&self, variants: &[Variant<String>]) -> TokenStream {
        let name = format_ident!("{}", self.name);
        let idents = idents(variants);
        let values: Vec<_> = variants.iter().map(|variant| &variant.value).collect();
        quote! {
            /// Rejects other strings: they do not belong to this alternative.
            impl<'de> ::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                    let value = <::std::string::String as ::serde::Deserialize>::deserialize(deserializer)?;
                    match value.as_str() {
                        #( #values => Ok(Self::#idents), )*
                        other => Err(<D::Error as ::serde::de::Error>::unknown_variant(other, &[#(#values),*])),
                    }
                }
            }
        }
    }
}

fn idents<T>(variants: &[Variant<T>]) -> Vec<syn::Ident> {
    variants.iter().map(|variant| format_ident!("{}", variant.name)).collect()
}
