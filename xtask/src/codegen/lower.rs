//! What progenitor is given: the document, in a form that it can take.
//!
//! What it would panic on is said in another way that means the same; what it would turn into types that refuse
//! what a service sends (lengths, ranges, closed objects and enumerations) becomes documentation.

mod constraints;
mod hoist;
mod nullable;
mod operations;

use openapiv3::OpenAPI;
use serde_json::Value;

use super::error::GeneratorError;
use super::markers;
use crate::check::Checked;
use crate::model::{Schema, unnamed_schemas, visit_schemas_mut};

/// The document as progenitor takes it.
pub(super) struct Lowered {
    /// All that it says. Every enumeration has a name of its own.
    pub(super) value: Value,
    /// What the client and the types are generated from.
    pub(super) openapi: OpenAPI,
    /// What the mock is generated from: it can answer without a body where others have one.
    pub(super) mocked: OpenAPI,
}

/// Prepares a document that passed the checks.
pub(super) fn lower(document: &Checked) -> Result<Lowered, GeneratorError> {
    let mut value = document.value.clone();
    operations::keep_json(&mut value);
    operations::remove_null_bodies(&mut value);
    operations::remove_extensions(&mut value);
    operations::spell_out_default(&mut value);
    operations::remove_what_is_no_answer(&mut value);
    // What is inside others first, so that it is still where it was found.
    for Schema { pointer, name, .. } in unnamed_schemas(&value).iter().rev() {
        hoist::apply(&mut value, pointer, name);
    }
    nullable::apply(&mut value);
    visit_schemas_mut(&mut value, &mut constraints::document);
    visit_schemas_mut(&mut value, &mut markers::mark);
    let mocked = model(document, &value)?;
    operations::remove_errors_without_body(&mut value);
    let openapi = model(document, &value)?;
    Ok(Lowered { value, openapi, mocked })
}

fn model(document: &Checked, value: &Value) -> Result<OpenAPI, GeneratorError> {
    serde_json::from_value(value.clone()).map_err(|error| GeneratorError {
        path: document.path.clone(),
        operation: None,
        message: error.to_string(),
    })
}
