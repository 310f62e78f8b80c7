//! The API as the document describes it: operations, parameters, bodies, responses, schemas.

use serde_json::{Map, Value};
use xtask::check::Checked;
use xtask::model::json_schema;
use xtask::workspace::{DOCUMENT, root};
use xtask::yaml::escape;

/// Reads the workspace's document.
///
/// # Panics
///
/// If it cannot be read or has errors.
#[must_use]
pub fn document() -> Checked {
    match Checked::read(&root().join(DOCUMENT), DOCUMENT) {
        Ok(document) => document,
        Err(error) => panic!("{error:#}"),
    }
}

/// A documented operation.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationView {
    /// The `operationId`.
    pub id: String,
    /// The method, in upper case.
    pub method: String,
    /// The path template, with parameters in braces.
    pub path: String,
    /// The headers of its security schemes, each with the prefix of the key.
    pub security_headers: Vec<(String, &'static str)>,
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Content>,
    /// The responses.
    pub responses: Vec<Response>,
}

impl OperationView {
    /// Removes all examples.
    #[must_use]
    pub fn without_examples(mut self) -> Self {
        self.parameters.iter_mut().for_each(|parameter| parameter.examples.clear());
        let bodies = self.responses.iter_mut().filter_map(|response| response.body.as_mut());
        bodies.chain(self.body.as_mut()).for_each(|body| body.examples.clear());
        self
    }
}

/// A documented parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// The location, for example `path`.
    pub location: String,
    /// `true` if every call must have it.
    pub required: bool,
    /// The JSON Schema.
    pub schema: Value,
    /// The examples.
    pub examples: Vec<Value>,
}

/// A documented response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The status, a range such as `5XX`, or `default`.
    pub status: String,
    /// The body.
    pub body: Option<Content>,
}

impl Response {
    /// Returns the statuses to test: the status itself, the first and last of a range, or two that only `default`
    /// covers.
    #[must_use]
    pub fn statuses(&self) -> Vec<u16> {
        match self.status.strip_suffix("XX").and_then(|class| class.parse::<u16>().ok()) {
            // Statuses that no document lists explicitly.
            None if self.status == "default" => vec![418, 599],
            Some(class) => vec![class * 100, class * 100 + 99],
            None => self.status.parse().into_iter().collect(),
        }
    }
}

/// A documented body.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// The JSON Schema.
    pub schema: Value,
    /// The examples, with their names.
    pub examples: Vec<(String, Value)>,
}

impl Content {
    /// Returns the names of the secret properties.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let mut schema = &self.schema;
        while let Some(name) = schema["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/")) {
            schema = &self.schema["$defs"][name];
        }
        let secrets = members(&schema["properties"]).filter(|(_, schema)| schema["format"] == "password");
        secrets.map(|(name, _)| name.clone()).collect()
    }
}

/// Returns the operations of the document.
#[must_use]
pub fn operations(document: &Checked) -> Vec<OperationView> {
    let node = |pointer: &str| document.value.pointer(pointer).cloned().unwrap_or_default();
    let mut operations = Vec::new();
    for operation in &document.api().operations {
        let (path, own) = (&operation.path, &operation.pointer);
        let pointer = format!("/paths/{}", escape(path));
        let mut parameters = Vec::new();
        for list in [node(&format!("{pointer}/parameters")), node(&format!("{own}/parameters"))] {
            let list = list.as_array().cloned().unwrap_or_default();
            parameters.extend(list.iter().map(|parameter| read_parameter(document, parameter)));
        }
        let body = node(&format!("{own}/requestBody"));
        let body = document.resolve(&body);
        let responses = node(&format!("{own}/responses"));
        operations.push(OperationView {
            id: operation.id.clone(),
            method: operation.method.to_uppercase(),
            path: path.clone(),
            security_headers: security_headers(document, &node(&format!("{own}/security"))),
            parameters,
            body: read_content(document, body),
            responses: members(&responses)
                .map(|(status, response)| Response {
                    status: status.clone(),
                    body: read_content(document, document.resolve(response)),
                })
                .collect(),
        });
    }
    operations
}

fn read_parameter(document: &Checked, written: &Value) -> Parameter {
    let parameter = document.resolve(written);
    let text = |key: &str| parameter[key].as_str().unwrap_or_default().to_owned();
    let mut examples: Vec<Value> = parameter.get("example").cloned().into_iter().collect();
    let named = members(&parameter["examples"]).map(|(_, example)| document.resolve(example));
    examples.extend(named.map(|example| example["value"].clone()));
    Parameter {
        name: text("name"),
        location: text("in"),
        required: parameter["required"] == true,
        schema: json_schema(document, &parameter["schema"]),
        examples,
    }
}

fn read_content(document: &Checked, owner: &Value) -> Option<Content> {
    let (media_type, content) = members(&owner["content"]).next()?;
    let mut examples: Vec<(String, Value)> =
        content.get("example").map(|example| ("example".to_owned(), example.clone())).into_iter().collect();
    examples.extend(
        members(&content["examples"])
            .map(|(name, example)| (name.clone(), document.resolve(example)["value"].clone())),
    );
    Some(Content {
        media_type: media_type.clone(),
        schema: json_schema(document, &content["schema"]),
        examples,
    })
}

/// Returns the headers of the security schemes that the operation, or else the document, requires.
fn security_headers(document: &Checked, own: &Value) -> Vec<(String, &'static str)> {
    let list = if own.is_null() { &document.value["security"] } else { own };
    let requirements = list.as_array().into_iter().flatten();
    requirements
        .flat_map(|requirement| members(requirement).map(|(name, _)| name.clone()).collect::<Vec<_>>())
        .filter_map(|name| {
            let scheme = &document.value["components"]["securitySchemes"][&name];
            if scheme["scheme"] == "bearer" {
                return Some(("Authorization".to_owned(), "Bearer "));
            }
            (scheme["in"] == "header").then(|| (scheme["name"].as_str().unwrap_or_default().to_owned(), ""))
        })
        .collect()
}

/// Returns the document's schemas as JSON Schema, with their names.
#[must_use]
pub fn schemas(document: &Checked) -> Vec<(String, Value)> {
    members(&document.value["components"]["schemas"])
        .map(|(name, schema)| (name.clone(), json_schema(document, schema)))
        .collect()
}

/// Returns the part of a schema that its type enforces. The service checks lengths, ranges, patterns and string
/// formats: a type that enforced them would reject responses that violate them.
#[must_use]
pub fn as_typed(schema: &Value) -> Value {
    let Value::Object(object) = schema else { return schema.clone() };
    let named =
        |value: &Value| members(value).map(|(name, schema)| (name.clone(), as_typed(schema))).collect();
    let typed = typed_keys(object).map(|(key, value)| {
        let value = match key {
            "properties" | "$defs" => named(value),
            "items" | "not" | "additionalProperties" => as_typed(value),
            "allOf" | "anyOf" => value.as_array().into_iter().flatten().map(as_typed).collect(),
            _ => value.clone(),
        };
        (key.to_owned(), value)
    });
    typed.collect()
}

/// Returns the keys of a schema that its type enforces, with their values.
pub fn typed_keys(schema: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    let kept = schema.iter().filter(|(key, value)| {
        !(is_untyped(key, value, schema) || *key == "additionalProperties" && **value == Value::Bool(false))
    });
    // A type cannot tell whether a value matches exactly one alternative.
    kept.map(|(key, value)| (if key == "oneOf" { "anyOf" } else { key.as_str() }, value))
}

/// Returns the constraints of a schema that its type does not enforce, as its documentation states them.
#[must_use]
pub fn untyped(schema: &Map<String, Value>) -> Vec<String> {
    let mut texts = Vec::new();
    for (key, value) in schema.iter().filter(|(key, value)| is_untyped(key, value, schema)) {
        texts.push(value.as_str().map_or_else(|| format!("`{value}`"), |text| format!("`{text}`")));
        if let Some(bound) = key.strip_prefix("exclusive") {
            texts.push(format!("{bound} excluded"));
        }
    }
    texts
}

fn is_untyped(key: &str, value: &Value, schema: &Map<String, Value>) -> bool {
    let is_number = schema.get("type").is_some_and(|kind| kind == "integer" || kind == "number");
    match key {
        "format" => !is_number && value != "password",
        // A `bool` has no variants.
        "enum" => schema.get("type").is_some_and(|kind| kind == "boolean"),
        "default" | "minLength" | "maxLength" | "pattern" | "minimum" | "maximum" | "exclusiveMinimum"
        | "exclusiveMaximum" | "multipleOf" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => {
            true
        }
        _ => false,
    }
}

fn members(node: &Value) -> impl Iterator<Item = (&String, &Value)> {
    node.as_object().into_iter().flatten()
}

/// Creates a validator for a JSON Schema.
///
/// # Errors
///
/// If it is not a valid JSON Schema.
pub fn validator(schema: &Value) -> Result<jsonschema::Validator, String> {
    jsonschema::validator_for(schema).map_err(|error| format!("not a JSON Schema: {error}"))
}
