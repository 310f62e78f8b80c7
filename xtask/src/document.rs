//! Reads an OpenAPI document, and remembers where everything in it was written.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use openapiv3::OpenAPI;
use saphyr::{LoadableYamlNode as _, MarkedYaml, Marker, Scalar, YamlData};
use serde_json::{Map, Value};

use crate::finding::{Code, Finding, Findings};

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

/// A part of a document, from its first character to the one behind its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

impl From<saphyr_parser::Span> for Span {
    fn from(span: saphyr_parser::Span) -> Self {
        Self { start: span.start.into(), end: span.end.into() }
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
    spans: BTreeMap<String, Span>,
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
        let refuse = |code, span, message: String, help: &str| Findings {
            path: shown.to_owned(),
            text: text.to_owned(),
            findings: vec![Finding { span, code, message, help: help.to_owned() }],
        };
        let nodes = MarkedYaml::load_from_str(text).map_err(|error| {
            let at = (*error.marker()).into();
            let help = "mend the YAML; the mistake is here or just above";
            let message = format!("not YAML: {}", error.info());
            refuse(Code::InvalidYaml, Span { start: at, end: at }, message, help)
        })?;
        let [node] = nodes.as_slice() else {
            let message = match nodes.len() {
                0 => "the document is empty".to_owned(),
                count => format!("{count} YAML documents where one is expected"),
            };
            return Err(refuse(
                Code::InvalidYaml,
                START,
                message,
                "write one OpenAPI document into the file",
            ));
        };
        let mut spans = BTreeMap::new();
        let value = read_node(node, "", &mut spans).map_err(|(span, message)| {
            refuse(Code::UnsupportedYaml, span, message, "write it as plain YAML")
        })?;
        let openapi = read_model(&value).map_err(|(pointer, message)| {
            let help = "compare it with the OpenAPI 3.0 specification";
            refuse(Code::InvalidStructure, nearest(&spans, &pointer), message, help)
        })?;
        Ok(Self { path: shown.to_owned(), text: text.to_owned(), value, openapi, spans })
    }

    /// Where the node at a JSON pointer was written: its key, if it has one.
    #[must_use]
    pub fn position(&self, pointer: &str) -> Position {
        self.span(pointer).start
    }

    /// The key of the node at a JSON pointer, or the node itself, if it has none.
    #[must_use]
    pub fn span(&self, pointer: &str) -> Span {
        nearest(&self.spans, pointer)
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

const START: Span = Span { start: Position { line: 1, column: 1 }, end: Position { line: 1, column: 1 } };

/// The span of the node at `pointer`, or of the closest node above it that exists.
fn nearest(spans: &BTreeMap<String, Span>, pointer: &str) -> Span {
    let mut pointer = pointer;
    loop {
        if let Some(span) = spans.get(pointer) {
            return *span;
        }
        match pointer.rfind('/') {
            Some(at) => pointer = &pointer[..at],
            None => return START,
        }
    }
}

/// Escapes a key for use in a JSON pointer.
#[must_use]
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

type Refusal = (Span, String);

fn read_node(
    node: &MarkedYaml<'_>,
    pointer: &str,
    spans: &mut BTreeMap<String, Span>,
) -> Result<Value, Refusal> {
    let span = node.span.into();
    spans.entry(pointer.to_owned()).or_insert(span);
    Ok(match &node.data {
        YamlData::Mapping(mapping) => {
            let mut object = Map::new();
            for (key, value) in mapping {
                let span = key.span.into();
                let name = read_key(key).ok_or((span, "a key that is not text".to_owned()))?;
                let pointer = format!("{pointer}/{}", escape(&name));
                spans.insert(pointer.clone(), span);
                let value = read_node(value, &pointer, spans)?;
                if object.insert(name.clone(), value).is_some() {
                    return Err((span, format!("`{name}` is written twice")));
                }
            }
            Value::Object(object)
        }
        YamlData::Sequence(items) => {
            let items = items.iter().enumerate();
            items
                .map(|(index, item)| read_node(item, &format!("{pointer}/{index}"), spans))
                .collect::<Result<_, _>>()?
        }
        YamlData::Value(scalar) => match scalar {
            Scalar::Null => Value::Null,
            Scalar::Boolean(value) => (*value).into(),
            Scalar::Integer(value) => (*value).into(),
            Scalar::FloatingPoint(value) => serde_json::Number::from_f64(**value)
                .ok_or((span, "a number that JSON cannot express".to_owned()))?
                .into(),
            Scalar::String(value) => value.as_ref().into(),
        },
        _ => return Err((span, "an alias, a tag or a value that is not understood".to_owned())),
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
