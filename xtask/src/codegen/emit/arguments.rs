//! Emits the arguments and setters of calls and types.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote};
use syn::{Attribute, Ident, Type, parse_quote};

/// Number types that take a value of exactly their type. With `impl Into`, a literal would not compile, because its
/// type would be `i32` or `f64`.
const EXACT: [&str; 8] = ["bool", "f32", "i8", "i16", "u8", "u16", "u32", "u64"];

fn is_exact(ty: &Type) -> bool {
    let text = ty.to_token_stream().to_string();
    EXACT.contains(&text.as_str()) || text.contains("NonZero")
}

/// Emits a function's parameter.
pub(super) fn parameter(name: &Ident, ty: &Type) -> TokenStream {
    if is_exact(ty) { quote!(#name: #ty) } else { quote!(#name: impl ::std::convert::Into<#ty>) }
}

/// Emits the value of a parameter, converted to its type.
pub(super) fn converted(name: &Ident, ty: &Type) -> TokenStream {
    if is_exact(ty) { quote!(#name) } else { quote!(#name.into()) }
}

/// Emits the initializer of a field.
pub(super) fn initializer(field: &Ident, value: &TokenStream) -> TokenStream {
    if *field == value.to_string() { quote!(#field) } else { quote!(#field: #value) }
}

/// Emits the setters of an optional argument: `setter` takes a value, `optional_setter` an `Option`.
pub(super) fn setters(
    [setter, optional_setter]: &[Ident; 2],
    field: &Ident,
    ty: &Type,
    attributes: &[Attribute],
) -> TokenStream {
    let value = format_ident!("value");
    let (parameter, converted) = (parameter(&value, ty), converted(&value, ty));
    let doc = format!("Sets [`{setter}`](Self::{setter}), or removes it.");
    let others = attributes.iter().filter(|attribute| !attribute.path().is_ident("doc"));
    quote! {
        #(#attributes)*
        pub fn #setter(mut self, #parameter) -> Self {
            self.#field = ::std::option::Option::Some(#converted);
            self
        }

        #[doc = #doc]
        #(#others)*
        pub fn #optional_setter(mut self, value: ::std::option::Option<#ty>) -> Self {
            self.#field = value;
            self
        }
    }
}

/// Emits the import of a module of this crate, if a path in `code` starts with it.
pub(super) fn import(module: &str, code: &TokenStream) -> Option<TokenStream> {
    fn mentions(tokens: TokenStream, module: &Ident) -> bool {
        let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        tokens.iter().enumerate().any(|(at, token)| match token {
            TokenTree::Ident(ident) if ident == module => {
                is_colon(tokens.get(at + 1))
                    && is_colon(tokens.get(at + 2))
                    && !is_colon(at.checked_sub(1).and_then(|before| tokens.get(before)))
            }
            TokenTree::Group(group) => mentions(group.stream(), module),
            _ => false,
        })
    }
    let name = format_ident!("{module}");
    mentions(code.clone(), &name).then(|| quote!(use crate::#name;))
}

/// Emits documentation, and `#[deprecated]` if it applies.
pub(super) fn docs(text: &str, is_deprecated: bool) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    if !text.is_empty() {
        attributes.push(parse_quote!(#[doc = #text]));
    }
    if is_deprecated {
        attributes.push(parse_quote!(#[deprecated]));
    }
    attributes
}
