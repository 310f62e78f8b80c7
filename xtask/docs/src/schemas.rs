//! The JSON Schemas that a site has for download: one file for each schema of the document, complete in itself.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use xtask::model::json_schema;
use xtask::yaml::Source;

/// The version of JSON Schema that the files are in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The JSON Schema of each component, by the component's name.
#[must_use]
pub fn schemas(document: &Source) -> BTreeMap<String, Value> {
    let schemas = document.value.pointer("/components/schemas").and_then(Value::as_object);
    let schemas = schemas.into_iter().flatten();
    schemas.map(|(name, schema)| (name.clone(), described(name, json_schema(document, schema)))).collect()
}

/// A component's path in a site. `cargo xtask check` refuses names that could not be a file's or a part of an address,
/// and such as differ in no more than their case.
#[must_use]
pub fn schema_path(component: &str) -> String {
    format!("schemas/{component}.json")
}

/// A schema that says what it is.
fn described(name: &str, schema: Value) -> Value {
    let mut described =
        Map::from_iter([("$schema".to_owned(), json!(DIALECT)), ("title".to_owned(), json!(name))]);
    if let Value::Object(schema) = schema {
        let is_said = |(key, value): &(String, Value)| key != "$defs" || *value != json!({});
        described.extend(schema.into_iter().filter(is_said));
    }
    described.into()
}
