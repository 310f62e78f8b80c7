//! Passes over what progenitor made: each in a file of its own, each with its reason.

mod deprecated;
mod docs;
mod imports;
mod json_schema;
mod marks;
mod messages;
mod mock_queries;
mod non_exhaustive;
mod runtime_path;
mod secrets;
mod send;
mod surface;
mod undocumented_status;

use syn::{File, Item};

use super::Origin;
use super::emit::{enumerations, operations::Operation};
use super::prepare::Prepared;
use crate::document::Document;

/// The generated client, file by file.
pub(super) struct Parts {
    pub(super) builder: File,
    pub(super) client: File,
    pub(super) httpmock: File,
    pub(super) types: File,
}

/// Runs every pass.
pub(super) fn run(
    sdk: File,
    httpmock: File,
    document: &Document,
    prepared: &Prepared,
    operations: &[Operation],
    origin: &Origin<'_>,
) -> Parts {
    let mut sdk = sdk;
    surface::apply(&mut sdk);
    runtime_path::apply(&mut sdk);
    send::apply(&mut sdk, operations);
    undocumented_status::apply(&mut sdk);
    let mut parts = split(sdk, httpmock);
    // The last one first.
    let enumerations = enumerations::read(&prepared.value).into_iter().rev().flat_map(|enumeration| {
        let tokens = enumeration.tokens();
        let file: File = syn::parse_quote!(#tokens);
        file.items
    });
    parts.types.items.splice(0..0, enumerations.collect::<Vec<_>>());
    json_schema::apply(&mut parts.types);
    secrets::apply(&mut parts.types);
    non_exhaustive::apply(&mut parts.types);
    deprecated::apply(&mut parts, document, operations);
    marks::remove(&mut parts.types);
    messages::apply(&mut parts.builder);
    messages::apply(&mut parts.types);
    mock_queries::apply(&mut parts.httpmock);
    imports::apply(&mut parts);
    docs::apply(&mut parts, document, operations, origin.crate_name);
    parts
}

/// Takes progenitor's one file apart: its modules become files.
fn split(sdk: File, httpmock: File) -> Parts {
    let empty = || File { shebang: None, frontmatter: None, attrs: Vec::new(), items: Vec::new() };
    let mut parts = Parts { builder: empty(), client: empty(), httpmock, types: empty() };
    for item in sdk.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                parts.types.items = module.content.map(|(_, items)| items).unwrap_or_default();
            }
            Item::Mod(module) if module.ident == "builder" => {
                parts.builder.items = module.content.map(|(_, items)| items).unwrap_or_default();
            }
            item => parts.client.items.push(item),
        }
    }
    parts
}

/// Whether `ty`'s last segment is `name`; its first type argument, if so.
pub(super) fn argument_of<'a>(ty: &'a syn::Type, name: &str) -> Option<&'a syn::Type> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
