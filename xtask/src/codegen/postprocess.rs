//! Passes over progenitor's output. Each file holds one pass and states why it is needed.

mod deprecated;
mod docs;
mod error_messages;
mod imports;
mod json_schema;
mod mock_queries;
mod non_exhaustive;
mod prune_api;
mod runtime_path;
mod secrets;
mod send;
mod undocumented_status;

use syn::File;

use super::emit::enumerations;
use super::file::Origin;
use super::lower::Lowered;
use super::markers;
use super::parts::{Parts, split};
use crate::model::Api;

/// Runs all passes.
pub(super) fn run(mut sdk: File, httpmock: File, api: &Api, lowered: &Lowered, origin: &Origin<'_>) -> Parts {
    prune_api::apply(&mut sdk);
    runtime_path::apply(&mut sdk);
    send::apply(&mut sdk, &api.operations);
    undocumented_status::apply(&mut sdk);
    let mut parts = split(sdk, httpmock);
    let enumerations = enumerations::read(&lowered.value).into_iter().rev().flat_map(|enumeration| {
        let tokens = enumeration.tokens();
        let file: File = syn::parse_quote!(#tokens);
        file.items
    });
    parts.types.items.splice(0..0, enumerations.collect::<Vec<_>>());
    json_schema::apply(&mut parts.types);
    secrets::apply(&mut parts.types);
    non_exhaustive::apply(&mut parts.types);
    deprecated::apply(&mut parts, &api.operations);
    markers::remove(&mut parts.types);
    error_messages::apply(&mut parts.builder);
    error_messages::apply(&mut parts.types);
    mock_queries::apply(&mut parts.httpmock);
    imports::apply(&mut parts);
    docs::apply(&mut parts, &api.operations, origin.crate_name);
    parts
}
