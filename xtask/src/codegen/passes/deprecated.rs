//! `#[deprecated]` where the document says so: operations, their parameters, properties.

use std::collections::BTreeSet;

use quote::ToTokens as _;
use syn::{Attribute, ImplItem, Item, parse_quote};

use super::Parts;
use crate::codegen::emit::method_name;
use crate::codegen::emit::operations::Operation;
use crate::codegen::format::doc_text;
use crate::codegen::prepare::{Mark, take_marks};
use crate::document::Document;

pub(super) fn apply(parts: &mut Parts, document: &Document, operations: &[Operation]) {
    for operation in operations.iter().filter(|operation| operation.is_deprecated) {
        let method = method_name(&operation.id);
        for function in functions(&mut parts.client.items, |_| true) {
            if function.sig.ident == method {
                function.attrs.push(attribute());
            }
        }
    }
    for operation in operations {
        for parameter in
            operation.parameters(document).into_iter().filter(|parameter| parameter.is_deprecated)
        {
            let builder = operation.builder();
            for function in functions(&mut parts.builder.items, |owner| owner == builder) {
                if function.sig.ident == parameter.rust_name() {
                    function.attrs.push(attribute());
                }
            }
        }
    }
    properties(&mut parts.types.items);
}

fn properties(types: &mut [Item]) {
    let mut deprecated = BTreeSet::new();
    for item in &mut *types {
        let Item::Struct(item) = item else { continue };
        for field in &mut item.fields {
            let mut docs = field.attrs.iter().filter_map(doc_text);
            if docs.any(|mut doc| take_marks(&mut doc).contains(&Mark::Deprecated)) {
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
        for (owner, property) in &deprecated {
            for function in functions(items, |name| name == owner) {
                if function.sig.ident == property {
                    function.attrs.push(attribute());
                }
            }
        }
    }
}

/// The functions of the types that `is_wanted` accepts.
fn functions<'a>(
    items: &'a mut [Item],
    is_wanted: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = &'a mut syn::ImplItemFn> {
    let implementations = items.iter_mut().filter_map(move |item| match item {
        Item::Impl(item) if item.trait_.is_none() => {
            let syn::Type::Path(path) = &*item.self_ty else { return None };
            let name = path.path.segments.last()?.ident.to_string();
            is_wanted(&name).then_some(item)
        }
        _ => None,
    });
    implementations.flat_map(|item| &mut item.items).filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })
}

fn attribute() -> Attribute {
    parse_quote!(#[deprecated])
}
