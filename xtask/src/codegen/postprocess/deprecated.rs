//! Adds `#[deprecated]` to operations, parameters and properties that the document deprecates.

use std::collections::BTreeSet;

use quote::ToTokens as _;
use syn::{Attribute, ImplItem, Item, parse_quote};

use crate::codegen::markers::{Marker, take_markers};
use crate::codegen::parts::Parts;
use crate::codegen::syntax::doc_text;
use crate::model::Operation;
use crate::naming::method_name;

pub(super) fn apply(parts: &mut Parts, operations: &[Operation]) {
    let deprecated = operations.iter().filter(|operation| operation.is_deprecated);
    let methods: BTreeSet<String> = deprecated.map(|operation| method_name(&operation.id)).collect();
    mark(&mut parts.client.items, |_, method| methods.contains(method));
    let setters = operations.iter().flat_map(|operation| {
        let deprecated = operation.parameters.iter().filter(|parameter| parameter.is_deprecated);
        deprecated.map(|parameter| (operation.builder(), parameter.rust_name()))
    });
    let setters: BTreeSet<(String, String)> = setters.collect();
    mark(&mut parts.builder.items, |builder, setter| is_among(&setters, builder, setter));
    properties(&mut parts.types.items);
}

fn properties(types: &mut [Item]) {
    let mut deprecated = BTreeSet::new();
    for item in &mut *types {
        let Item::Struct(item) = item else { continue };
        for field in &mut item.fields {
            let mut docs = field.attrs.iter().filter_map(doc_text);
            if docs.any(|mut doc| take_markers(&mut doc).contains(&Marker::Deprecated)) {
                deprecated.insert((item.ident.to_string(), field.ident.to_token_stream().to_string()));
                field.attrs.push(attribute());
            }
        }
    }
    for item in types {
        let Item::Mod(module) = item else { continue };
        let Some((_, items)) = module.content.as_mut().filter(|_| module.ident == "builder") else {
            continue;
        };
        mark(items, |owner, property| is_among(&deprecated, owner, property));
    }
}

fn is_among(functions: &BTreeSet<(String, String)>, owner: &str, name: &str) -> bool {
    !functions.is_empty() && functions.contains(&(owner.to_owned(), name.to_owned()))
}

/// Marks the functions for which `is_deprecated` returns true. Its arguments are the names of the type and the
/// function.
fn mark(items: &mut [Item], is_deprecated: impl Fn(&str, &str) -> bool) {
    for item in items {
        let Item::Impl(item) = item else { continue };
        let syn::Type::Path(path) = &*item.self_ty else { continue };
        let Some(owner) = path.path.segments.last().filter(|_| item.trait_.is_none()) else { continue };
        let owner = owner.ident.to_string();
        for function in &mut item.items {
            if let ImplItem::Fn(function) = function
                && is_deprecated(&owner, &function.sig.ident.to_string())
            {
                function.attrs.push(attribute());
            }
        }
    }
}

fn attribute() -> Attribute {
    parse_quote!(#[deprecated])
}
