//! Restricts the serialization of types that contain a secret, so that no program serializes a secret by accident.
//!
//! - Such types do not implement `Serialize`. The feature `httpmock` restores it, because a mock server must send
//!   secrets.
//! - Those in requests implement the runtime's `SerializeSecret` instead, which only the SDK can call.

use std::collections::BTreeSet;

use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::{Attribute, File, Item, ItemImpl, ItemStruct, Path, Token, Type, Visibility, parse_quote};

use crate::codegen::secret_types::{fields, mentioned, reachable, secret_types};
use crate::codegen::signature::Signature;

pub(super) fn apply(types: &mut File, signatures: &[Signature<'_>]) {
    let arguments = signatures.iter().flat_map(|signature| &signature.arguments);
    let bodies = arguments.filter(|argument| argument.parameter.is_none());
    restrict(types, bodies.map(|body| &body.ty));
}

fn restrict<'a>(types: &mut File, bodies: impl Iterator<Item = &'a Type>) {
    let secret = secret_types(&types.items);
    let bodies = bodies.flat_map(|body| mentioned(body, &secret)).collect();
    let sent = reachable(&types.items, bodies, &secret);
    for mut item in std::mem::take(&mut types.items) {
        let serialize = match &item {
            Item::Struct(item) if sent.contains(&item.ident.to_string()) => {
                Some(serialize_secret(item, &secret))
            }
            _ => None,
        };
        if fields(&item).is_some_and(|(name, _)| secret.contains(&name.to_string())) {
            make_serialize_conditional(&mut item);
        }
        types.items.push(item);
        types.items.extend(serialize.map(Item::Impl));
    }
}

fn make_serialize_conditional(item: &mut Item) {
    let (Item::Struct(ItemStruct { attrs, .. }) | Item::Enum(syn::ItemEnum { attrs, .. })) = item else {
        return;
    };
    for attribute in attrs.iter_mut() {
        without_derive(attribute, "Serialize");
    }
    attrs.push(parse_quote!(#[cfg_attr(feature = "httpmock", derive(::serde::Serialize))]));
}

/// Removes a trait from a `#[derive]` attribute.
pub(super) fn without_derive(attribute: &mut Attribute, name: &str) {
    if !attribute.path().is_ident("derive") {
        return;
    }
    let Ok(derives) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
        return;
    };
    let kept = derives.into_iter().filter(|path| path.segments.last().is_none_or(|last| last.ident != name));
    *attribute = parse_quote!(#[derive(#(#kept),*)]);
}

/// Implements `SerializeSecret` for a type. A copy of the type derives `Serialize`, but only the function can name it.
fn serialize_secret(item: &ItemStruct, secret: &BTreeSet<String>) -> ItemImpl {
    let name = &item.ident;
    let remote = name.to_string();
    let mut copy = item.clone();
    // No schema has a name like this.
    copy.ident = format_ident!("_{name}");
    copy.vis = Visibility::Inherited;
    copy.attrs.retain(is_serde);
    copy.attrs.insert(0, parse_quote!(#[serde(remote = #remote)]));
    copy.attrs.insert(0, parse_quote!(#[derive(::serde::Serialize)]));
    for field in &mut copy.fields {
        field.vis = Visibility::Inherited;
        field.attrs.retain(is_serde);
        if !mentioned(&field.ty, secret).is_empty() {
            let function = "crate::runtime::SerializeSecret::serialize";
            field.attrs.push(parse_quote!(#[serde(serialize_with = #function)]));
        }
    }
    let copied = &copy.ident;
    parse_quote! {
        impl crate::runtime::SerializeSecret for #name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                #copy
                #copied::serialize(self, serializer)
            }
        }
    }
}

fn is_serde(attribute: &Attribute) -> bool {
    attribute.path().is_ident("serde")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn types() -> File {
        let mut types = parse_quote! {
            #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
            pub struct Account { pub name: String, pub hooks: Vec<Hook>, pub parent: Option<Box<Account>> }
            #[derive(::serde::Serialize)]
            pub struct Hook { pub secret: crate::SecretString }
            #[derive(::serde::Serialize)]
            pub struct Created { pub hook: Hook }
            #[derive(::serde::Serialize)]
            pub struct Refusal { pub why: String }
        };
        let bodies: [Type; 2] = [parse_quote!(Vec<types::Account>), parse_quote!(types::Refusal)];
        restrict(&mut types, bodies.iter());
        types
    }

    #[test]
    fn types_with_secrets_are_serialize_only_for_mocks() {
        for item in types().items {
            let Item::Struct(ItemStruct { ident, attrs, .. }) = item else { continue };
            let derives = attrs.iter().filter(|attribute| attribute.path().is_ident("derive"));
            let is_serialize = quote!(#(#derives)*).to_string().contains("Serialize");
            assert_eq!(is_serialize, ident == "Refusal", "{ident}");
        }
    }

    #[test]
    fn only_types_in_requests_serialize_their_secrets() {
        let types = prettyplease::unparse(&types());
        for (name, is_sent) in [("Account", true), ("Hook", true), ("Created", false), ("Refusal", false)] {
            let implementation = format!("impl crate::runtime::SerializeSecret for {name} ");
            assert_eq!(types.contains(&implementation), is_sent, "{name}: {types}");
        }
    }
}
