//! Emits the decoding of unions: a value decodes into the alternative that it matches.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use serde_json::Value;
use syn::ItemImpl;

use crate::model::{JsonType, Test, Union};

/// Emits the `Deserialize` implementation of a union.
pub(in crate::codegen) fn deserialize(union: &Union) -> ItemImpl {
    let name = format_ident!("{}", union.name);
    let alternatives = union.alternatives.iter().map(|alternative| {
        let variant = format_ident!("{}", alternative.variant);
        let tests = alternative.tests.iter().map(|test| condition(test, &quote!(value)));
        let test = all(&tests.collect::<Vec<_>>());
        quote! {
            if #test {
                ::serde_json::from_value(value).map(Self::#variant)
            }
        }
    });
    let variants: Vec<_> = union.alternatives.iter().map(|one| format!("`{}`", one.variant)).collect();
    let message = format!("expected an alternative of `{}`: {}", union.name, variants.join(", "));
    syn::parse_quote! {
        /// Decodes the alternative that the value matches.
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value = <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer)?;
                let decoded = #(#alternatives else)* {
                    return Err(<D::Error as ::serde::de::Error>::custom(#message));
                };
                decoded.map_err(<D::Error as ::serde::de::Error>::custom)
            }
        }
    }
}

/// Emits a test of the JSON value at `place`.
fn condition(test: &Test, place: &TokenStream) -> TokenStream {
    match test {
        Test::Is(types) => any(types.iter().filter_map(|one| {
            // An integer is a number.
            let is_repeated = *one == JsonType::Number && types.contains(&JsonType::Integer);
            let method = format_ident!("{}", method(*one));
            (!is_repeated).then(|| quote!(#place.#method()))
        })),
        Test::Equals(values) => any(equals(values, place).into_iter()),
        Test::Has(property) => quote!(#place.get(#property).is_some()),
        // A missing property is `null` when indexed.
        Test::Property(property, test) if rejects_null(test) => condition(test, &quote!(#place[#property])),
        Test::Property(property, test) => {
            let test = condition(test, &quote!(property));
            quote!(#place.get(#property).is_some_and(|property| #test))
        }
        Test::Items(test) => {
            let test = condition(test, &quote!(item));
            quote!(#place.as_array().is_some_and(|items| items.iter().all(|item| #test)))
        }
        Test::Not(test) => {
            let test = condition(test, place);
            quote!(!#test)
        }
    }
}

/// Emits the condition of an `if`.
fn all(conditions: &[TokenStream]) -> TokenStream {
    match conditions {
        [] => quote!(true),
        [only] => match syn::parse2(only.clone()) {
            // The compiler warns about the parentheses.
            Ok(syn::Expr::Paren(inner)) => inner.expr.into_token_stream(),
            _ => only.clone(),
        },
        several => quote!(#(#several)&&*),
    }
}

fn any(conditions: impl Iterator<Item = TokenStream>) -> TokenStream {
    let conditions: Vec<_> = conditions.collect();
    match conditions.as_slice() {
        [only] => only.clone(),
        several => quote!((#(#several)||*)),
    }
}

/// Emits one condition for each type of the values.
fn equals(values: &[Value], place: &TokenStream) -> Vec<TokenStream> {
    let listed = |method: &str, literals: BTreeSet<String>| {
        let method = format_ident!("{method}");
        let literals = literals.iter().filter_map(|literal| literal.parse::<TokenStream>().ok());
        quote!(matches!(#place.#method(), Some(#(#literals)|*)))
    };
    let of = |read: fn(&Value) -> Option<String>| values.iter().filter_map(read).collect::<BTreeSet<_>>();
    let kinds = [
        ("as_str", of(|value| Some(format!("{:?}", value.as_str()?)))),
        ("as_f64", of(|value| Some(format!("{:?}", value.as_f64()?)))),
        ("as_bool", of(|value| Some(value.as_bool()?.to_string()))),
    ];
    let kinds = kinds.into_iter().filter(|(_, literals)| !literals.is_empty());
    kinds.map(|(method, literals)| listed(method, literals)).collect()
}

fn rejects_null(test: &Test) -> bool {
    match test {
        Test::Is(types) => !types.contains(&JsonType::Null),
        Test::Equals(_) | Test::Items(_) | Test::Has(_) | Test::Property(..) => true,
        Test::Not(_) => false,
    }
}

fn method(json_type: JsonType) -> &'static str {
    match json_type {
        JsonType::Null => "is_null",
        JsonType::Boolean => "is_boolean",
        JsonType::Integer | JsonType::Number => "is_number",
        JsonType::String => "is_string",
        JsonType::Array => "is_array",
        JsonType::Object => "is_object",
    }
}
