//! Lowers the document to a form that progenitor supports.
//!
//! Rewrites what progenitor would panic on into an equivalent. Moves constraints (lengths, ranges, closed objects) into
//! descriptions, because progenitor would generate types that reject the service's responses.

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

/// The lowered document.
pub(super) struct Lowered {
    /// The lowered document as JSON. Every enumeration has its own name.
    pub(super) value: Value,
    /// The input for progenitor.
    pub(super) openapi: OpenAPI,
}

/// Lowers a document that passed the checks.
pub(super) fn lower(document: &Checked) -> Result<Lowered, GeneratorError> {
    let mut value = document.value.clone();
    operations::keep_json(&mut value);
    operations::remove_null_parameters(&mut value);
    operations::remove_extensions(&mut value);
    operations::spell_out_default(&mut value);
    operations::remove_unreachable_responses(&mut value);
    // Inner schemas first, so that the pointers to them are still valid.
    for Schema { pointer, name, .. } in unnamed_schemas(&value).iter().rev() {
        hoist::apply(&mut value, pointer, name);
    }
    nullable::apply(&mut value);
    visit_schemas_mut(&mut value, &mut constraints::document);
    visit_schemas_mut(&mut value, &mut markers::mark);
    operations::remove_errors_without_body(&mut value);
    let openapi = model(document, &value)?;
    Ok(Lowered { value, openapi })
}

fn model(document: &Checked, value: &Value) -> Result<OpenAPI, GeneratorError> {
    serde_json::from_value(value.clone()).map_err(|error| GeneratorError {
        path: document.path.clone(),
        operation: None,
        message: error.to_string(),
    })
}
