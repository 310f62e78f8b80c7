//! Reads an OpenAPI document, and remembers where everything in it was written.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use openapiv3::OpenAPI;
use saphyr::{LoadableYamlNode as _, MarkedYaml, Marker, Scalar, YamlData};
use serde_json::{Map, Value};

use crate::finding::{Finding, Findings};

/// A place in a document; line and column count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl From<Marker> for Position {
    fn from(marker: Marker) -> Self {
        Self { line: marker.line(), column: marker.col() + 1 }
    }
}

/// An OpenAPI document.
#[derive(Debug)]
pub struct Document {
    /// Its path, as it is shown.
    pub path: String,
    /// Its text.
    pub text: String,
    /// All that it says.
    pub value: Value,
    /// What the generator's model of OpenAPI makes of it.
    pub openapi: OpenAPI,
    positions: BTreeMap<String, Position>,
}

impl Document {
    /// Reads the document at `path`, shown as `shown`.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or with [`Findings`] if it is not YAML or not an OpenAPI document.
    pub fn read(path: &Path, shown: &str) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("{shown}: cannot be read"))?;
        Ok(Self::parse(&text, shown)?)
    }

    /// Reads a document from `text`, shown as `shown`.
    ///
    /// # Errors
    ///
    /// If it is not YAML or not an OpenAPI document.
    pub fn parse(text: &str, shown: &str) -> Result<Self, Findings> {
        let refuse = |position, message: String, help: &str| Findings {
            path: shown.to_owned(),
            text: text.to_owned(),
            findings: vec![Finding { position, message, help: help.to_owned() }],
        };
        let nodes = MarkedYaml::load_from_str(text).map_err(|error| {
            let help = "mend the YAML; the mistake is here or just above";
            refuse((*error.marker()).into(), format!("not YAML: {}", error.info()), help)
        })?;
        let start = Position { line: 1, column: 1 };
        let [node] = nodes.as_slice() else {
            let message = match nodes.len() {
                0 => "the document is empty".to_owned(),
                count => format!("{count} YAML documents where one is expected"),
            };
            return Err(refuse(start, message, "write one OpenAPI document into the file"));
        };
        let mut positions = BTreeMap::new();
        let value = read_node(node, "", &mut positions)
            .map_err(|(position, message)| refuse(position, message, "write it as plain YAML"))?;
        let openapi = read_model(&value).map_err(|(pointer, message)| {
            let help = "compare it with the OpenAPI 3.0 specification";
            refuse(nearest(&positions, &pointer), message, help)
        })?;
        Ok(Self { path: shown.to_owned(), text: text.to_owned(), value, openapi, positions })
    }

    /// Where the node at a JSON pointer was written: its key, if it has one.
    #[must_use]
    pub fn position(&self, pointer: &str) -> Position {
        nearest(&self.positions, pointer)
    }
}

impl Document {
    /// The node that `node` stands for: itself, or what it refers to in the end.
    #[must_use]
    pub fn resolve<'a>(&'a self, node: &'a Value) -> &'a Value {
        let mut node = node;
        // A document whose references lead in a circle is refused before anything is generated.
        while let Some(target) = node.get("$ref").and_then(Value::as_str) {
            match self.value.pointer(target.trim_start_matches('#')) {
                Some(found) => node = found,
                None => break,
            }
        }
        node
    }
}

/// The position of the node at `pointer`, or of the closest node above it that exists.
fn nearest(positions: &BTreeMap<String, Position>, pointer: &str) -> Position {
    let mut pointer = pointer;
    loop {
        if let Some(position) = positions.get(pointer) {
            return *position;
        }
        match pointer.rfind('/') {
            Some(at) => pointer = &pointer[..at],
            None => return Position { line: 1, column: 1 },
        }
    }
}

/// Escapes a key for use in a JSON pointer.
#[must_use]
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

type Refusal = (Position, String);

fn read_node(
    node: &MarkedYaml<'_>,
    pointer: &str,
    positions: &mut BTreeMap<String, Position>,
) -> Result<Value, Refusal> {
    let position = node.span.start.into();
    positions.entry(pointer.to_owned()).or_insert(position);
    Ok(match &node.data {
        YamlData::Mapping(mapping) => {
            let mut object = Map::new();
            for (key, value) in mapping {
                let position = key.span.start.into();
                let name = read_key(key).ok_or((position, "a key that is not text".to_owned()))?;
                let pointer = format!("{pointer}/{}", escape(&name));
                positions.insert(pointer.clone(), position);
                let value = read_node(value, &pointer, positions)?;
                if object.insert(name.clone(), value).is_some() {
                    return Err((position, format!("`{name}` is written twice")));
                }
            }
            Value::Object(object)
        }
        YamlData::Sequence(items) => {
            let items = items.iter().enumerate();
            items
                .map(|(index, item)| read_node(item, &format!("{pointer}/{index}"), positions))
                .collect::<Result<_, _>>()?
        }
        YamlData::Value(scalar) => match scalar {
            Scalar::Null => Value::Null,
            Scalar::Boolean(value) => (*value).into(),
            Scalar::Integer(value) => (*value).into(),
            Scalar::FloatingPoint(value) => serde_json::Number::from_f64(**value)
                .ok_or((position, "a number that JSON cannot express".to_owned()))?
                .into(),
            Scalar::String(value) => value.as_ref().into(),
        },
        _ => return Err((position, "an alias, a tag or a value that is not understood".to_owned())),
    })
}

/// A key's text. Statuses are often written without quotes.
fn read_key(key: &MarkedYaml<'_>) -> Option<String> {
    match &key.data {
        YamlData::Value(Scalar::String(name)) => Some(name.to_string()),
        YamlData::Value(Scalar::Integer(name)) => Some(name.to_string()),
        _ => None,
    }
}

/// Reads the generator's model; on failure, says where, as closely as can be found out.
///
/// The model's own errors name no place, so that parts are tried one by one, smallest last.
fn read_model(value: &Value) -> Result<OpenAPI, (String, String)> {
    let error = match serde_json::from_value::<OpenAPI>(value.clone()) {
        Ok(openapi) => return Ok(openapi),
        Err(error) => error,
    };
    if value.pointer("/info/version").is_some_and(|version| !version.is_string()) {
        return Err(("/info/version".to_owned(), "the version is not text: put it in quotes".to_owned()));
    }
    for (pointer, fault) in candidates(value) {
        if let Some(error) = fault {
            return Err((pointer, format!("not as OpenAPI 3.0 has it: {error}")));
        }
    }
    Err((String::new(), format!("not as OpenAPI 3.0 has it: {error}")))
}

/// The parts that can be read on their own, each with its fault.
fn candidates(value: &Value) -> Vec<(String, Option<serde_json::Error>)> {
    fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Option<serde_json::Error> {
        serde_json::from_value::<T>(value.clone()).err()
    }
    type Read = fn(&Value) -> Option<serde_json::Error>;
    let components: [(&str, Read); 8] = [
        ("schemas", read::<openapiv3::ReferenceOr<openapiv3::Schema>>),
        ("responses", read::<openapiv3::ReferenceOr<openapiv3::Response>>),
        ("parameters", read::<openapiv3::ReferenceOr<openapiv3::Parameter>>),
        ("examples", read::<openapiv3::ReferenceOr<openapiv3::Example>>),
        ("requestBodies", read::<openapiv3::ReferenceOr<openapiv3::RequestBody>>),
        ("headers", read::<openapiv3::ReferenceOr<openapiv3::Header>>),
        ("securitySchemes", read::<openapiv3::ReferenceOr<openapiv3::SecurityScheme>>),
        ("links", read::<openapiv3::ReferenceOr<openapiv3::Link>>),
    ];
    let entries = |pointer: &str| {
        let object = value.pointer(pointer).and_then(Value::as_object);
        let pointer = pointer.to_owned();
        object
            .into_iter()
            .flatten()
            .map(move |(name, part)| (format!("{pointer}/{}", escape(name)), part.clone()))
    };
    let mut found = Vec::new();
    for (kind, read) in components {
        for (pointer, part) in entries(&format!("/components/{kind}")) {
            let fault = read(&part);
            found.push((pointer, fault));
        }
    }
    for (path_pointer, _) in entries("/paths") {
        for (pointer, part) in entries(&path_pointer) {
            if pointer.ends_with("/parameters") {
                continue;
            }
            for (pointer, response) in entries(&format!("{pointer}/responses")) {
                found.push((pointer, read::<openapiv3::ReferenceOr<openapiv3::Response>>(&response)));
            }
            let items = part.get("parameters").and_then(Value::as_array);
            for (index, parameter) in items.into_iter().flatten().enumerate() {
                let fault = read::<openapiv3::ReferenceOr<openapiv3::Parameter>>(parameter);
                found.push((format!("{pointer}/parameters/{index}"), fault));
            }
            if part.is_object() {
                found.push((pointer, read::<openapiv3::Operation>(&part)));
            }
        }
    }
    found.push(("/info".to_owned(), value.get("info").and_then(read::<openapiv3::Info>)));
    found.push(("/servers".to_owned(), value.get("servers").and_then(read::<Vec<openapiv3::Server>>)));
    found
}
