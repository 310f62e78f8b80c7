//! Lowers the document to a form that progenitor supports.
//!
//! Rewrites what progenitor would panic on into an equivalent. Moves constraints (lengths, ranges, closed objects) into
//! descriptions, because progenitor would generate types that reject the service's responses.

mod constraints;
mod hoist;
mod narrowed;
mod nullable;
mod operations;
mod unions;

use std::collections::BTreeSet;

use openapiv3::OpenAPI;
use serde_json::Value;

use super::error::GeneratorError;
use super::markers;
use crate::check::Checked;
use crate::model::{Schema, Union, tag_pointers, unnamed_schemas, visit_schemas_mut};

/// The lowered document.
pub(super) struct Lowered {
    /// The lowered document as JSON. Every enumeration has its own name.
    pub(super) value: Value,
    /// The unions of the document.
    pub(super) unions: Vec<Union>,
    /// The names of the enumerations that tell the alternatives of unions apart.
    pub(super) tags: BTreeSet<String>,
    /// The input for progenitor.
    pub(super) openapi: OpenAPI,
}

/// Lowers a document that passed the checks.
pub(super) fn lower(document: &Checked) -> Result<Lowered, GeneratorError> {
    let mut value = document.value.clone();
    let unions = crate::model::unions(&value);
    operations::keep_json(&mut value);
    operations::remove_null_parameters(&mut value);
    operations::remove_extensions(&mut value);
    operations::spell_out_default(&mut value);
    operations::remove_unreachable_responses(&mut value);
    narrowed::merge_values(&mut value);
    visit_schemas_mut(&mut value, &mut constraints::type_of_values);
    let unnamed = unnamed_schemas(&value);
    let tag_pointers = tag_pointers(&value, &unions);
    let tags = unnamed.iter().filter(|schema| tag_pointers.contains(&schema.pointer));
    let tags = tags.map(|schema| schema.name.clone()).collect();
    // Inner schemas first, so that the pointers to them are still valid.
    for Schema { pointer, name, .. } in unnamed.iter().rev() {
        hoist::apply(&mut value, pointer, name);
    }
    narrowed::merge_properties(&mut value);
    for union in &unions {
        unions::tag(&mut value, union);
    }
    nullable::apply(&mut value);
    visit_schemas_mut(&mut value, &mut constraints::document);
    visit_schemas_mut(&mut value, &mut markers::mark);
    operations::remove_errors_without_body(&mut value);
    let openapi = model(document, &value)?;
    Ok(Lowered { value, unions, tags, openapi })
}

fn model(document: &Checked, value: &Value) -> Result<OpenAPI, GeneratorError> {
    serde_json::from_value(value.clone()).map_err(|error| GeneratorError {
        path: document.path.clone(),
        operation: None,
        message: error.to_string(),
    })
}
