//! Reads parts of generated syntax trees.

use syn::{Attribute, Expr, Lit, Meta};

/// Returns the text of a `#[doc = "…"]` attribute.
pub(super) fn doc_text(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    let Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) = &meta.value else { return None };
    attribute.path().is_ident("doc").then(|| text.value())
}

/// Returns the first type argument of `ty` if its last path segment is `name`.
pub(super) fn argument_of<'a>(ty: &'a syn::Type, name: &str) -> Option<&'a syn::Type> {
    arguments_of(ty, name).first().copied()
}

/// Returns the type arguments of `ty` if its last path segment is `name`.
pub(super) fn arguments_of<'a>(ty: &'a syn::Type, name: &str) -> Vec<&'a syn::Type> {
    let syn::Type::Path(path) = ty else { return Vec::new() };
    let last = path.path.segments.last().filter(|segment| segment.ident == name);
    let Some(syn::PathArguments::AngleBracketed(arguments)) = last.map(|segment| &segment.arguments) else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}
