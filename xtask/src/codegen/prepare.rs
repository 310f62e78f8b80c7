//! What progenitor is given: the document, in a form that it can take.
//!
//! What it would panic on is said in another way that means the same; what it would turn into types that refuse
//! what a service sends (lengths, ranges, closed objects and enumerations) becomes documentation.

mod names;
mod nullable;
mod operations;
mod properties;
mod schemas;

use openapiv3::OpenAPI;
use serde_json::Value;

use super::generator::GeneratorError;
use crate::document::Document;
use crate::source::Source;

pub(super) use properties::{Mark, take_marks};

/// The document as progenitor takes it.
pub(super) struct Prepared {
    /// All that it says. Every enumeration has a name of its own.
    pub(super) value: Value,
    /// What the client and the types are generated from.
    pub(super) openapi: OpenAPI,
    /// What the mock is generated from: it can answer without a body where others have one.
    pub(super) mocked: OpenAPI,
}

/// Prepares a document that passed the checks.
pub(super) fn prepare(document: &Document) -> Result<Prepared, GeneratorError> {
    let mut value = document.value.clone();
    operations::keep_json(&mut value);
    operations::remove_null_bodies(&mut value);
    operations::remove_extensions(&mut value);
    operations::spell_out_default(&mut value);
    operations::remove_what_is_no_answer(&mut value);
    // What is inside others first, so that it is still where it was found.
    for (pointer, name) in names::missing(&value).iter().rev() {
        names::give(&mut value, pointer, name);
    }
    nullable::apply(&mut value);
    schemas::visit_mut(&mut value, &mut properties::document_constraints);
    schemas::visit_mut(&mut value, &mut properties::mark);
    let mocked = model(document, &value)?;
    operations::remove_errors_without_body(&mut value);
    let openapi = model(document, &value)?;
    Ok(Prepared { value, openapi, mocked })
}

/// The schemas that need a name and have none in the document: where each is, and the name that it gets.
#[must_use]
pub fn missing_names(document: &Source) -> Vec<(String, String)> {
    names::missing(&document.value)
}

fn model(document: &Document, value: &Value) -> Result<OpenAPI, GeneratorError> {
    serde_json::from_value(value.clone()).map_err(|error| GeneratorError {
        path: document.path.clone(),
        operation: None,
        message: error.to_string(),
    })
}
