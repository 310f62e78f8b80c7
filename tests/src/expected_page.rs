//! What a reader of the reference has to find on it, enumerated from the source document and the samples.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde::Serialize;
use serde_json::Value;
use xtask::check::Checked;
use xtask::model::Operation;
use xtask::yaml::escape;
use xtask_docs::samples::Sample;

/// What is read on other occasions than the reference: what an error of the SDK says of itself, and its names.
const ELSEWHERE: [&str; 2] = ["unreadable", "x-name"];

/// All that the reference has to show.
#[derive(Clone, Debug, Serialize)]
pub struct ExpectedPage {
    /// The document's title.
    pub title: String,
    /// The document's version.
    pub version: String,
    /// Every text that is always to be seen, by the JSON pointer of its place: without markup, a paragraph at a time.
    pub texts: Vec<(String, String)>,
    /// Every enumeration's values: the value, and what it means.
    pub values: Vec<(String, String)>,
    /// Where keys are sent: in a header, for example, and by which name.
    pub keys: Vec<(String, String)>,
    /// Every operation.
    pub operations: Vec<ShownOperation>,
}

/// What the reference has to show of an operation.
#[derive(Clone, Debug, Serialize)]
pub struct ShownOperation {
    /// Its `operationId`.
    pub id: String,
    /// Its method, in lower case.
    pub method: String,
    /// Its path, with its parameters in braces.
    pub path: String,
    /// What it is called.
    pub summary: String,
    /// What must not be overlooked: what its description has in bold, first of all.
    pub warning: Option<String>,
    /// What it takes.
    pub request: ShownBody,
    /// What it answers, by status.
    pub responses: BTreeMap<String, ShownBody>,
    /// Its samples, by what they are called.
    pub samples: Vec<(String, String)>,
}

/// What the reference has to show of a request or a response.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ShownBody {
    /// The fields, in the document's order: parameters, then those of the body.
    pub fields: Vec<Field>,
    /// The examples of the body: what they are called, and their values.
    pub examples: Vec<(String, Value)>,
}

/// A field, or a parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Whether it has to be there.
    pub required: bool,
    /// Its description, without markup, a paragraph at a time.
    pub description: Vec<String>,
}

/// What the reference has to show of `document`, with `samples`.
#[must_use]
pub fn shown(document: &Checked, samples: &[Sample]) -> ExpectedPage {
    let (mut texts, mut values) = (Vec::new(), Vec::new());
    collect(&document.value, "", false, &mut texts, &mut values);
    for key in ["/info/title", "/info/version"] {
        texts.push((key.to_owned(), text(&document.value, key)));
    }
    let operations = document.api().operations.iter().map(|Operation { pointer, method, path, .. }| {
        let node = document.value.pointer(pointer).unwrap_or(&Value::Null);
        texts.push((pointer.clone(), path.clone()));
        let id = text(node, "/operationId");
        let own = samples.iter().filter(|sample| sample.operation_id == id);
        let above = &document.value["paths"][path]["parameters"];
        ShownOperation {
            method: method.clone(),
            path: path.clone(),
            summary: text(node, "/summary"),
            warning: first_bold(&text(node, "/description")),
            request: request(document, [above, &node["parameters"]], &node["requestBody"]),
            responses: members(&node["responses"])
                .map(|(status, response)| (status.clone(), body(document, response)))
                .collect(),
            samples: own.map(|sample| (sample.language.label.to_owned(), sample.source.clone())).collect(),
            id,
        }
    });
    let operations = operations.collect();
    let schemes = members(&document.value["components"]["securitySchemes"]);
    let keys = schemes.filter(|(_, scheme)| scheme["type"] == "apiKey");
    let keys = keys.map(|(_, scheme)| (text(scheme, "/in"), text(scheme, "/name"))).collect();
    let (title, version) = (text(&document.value, "/info/title"), text(&document.value, "/info/version"));
    ExpectedPage { title, version, texts, values, keys, operations }
}

/// Collects texts and values of enumerations; below `is_named`, keys are names, and say nothing of what is below them.
fn collect(
    node: &Value,
    pointer: &str,
    is_named: bool,
    texts: &mut Vec<(String, String)>,
    values: &mut Vec<(String, String)>,
) {
    let items = node.as_array().into_iter().flatten().enumerate();
    for (index, item) in items {
        collect(item, &format!("{pointer}/{index}"), false, texts, values);
    }
    let descriptions = (node["x-enum-varnames"].as_array(), node["x-enum-descriptions"].as_array());
    if let (Some(listed), (Some(names), Some(descriptions))) = (node["enum"].as_array(), descriptions) {
        for ((value, name), description) in listed.iter().zip(names).zip(descriptions) {
            let described = |text: &Value| paragraphs(text.as_str().unwrap_or_default()).concat();
            values.push((value.to_string(), format!("{}: {}", described(name), described(description))));
        }
    }
    for (key, value) in members(node) {
        let pointer = format!("{pointer}/{}", escape(key));
        let is_text = match key.as_str() {
            _ if is_named => false,
            "example" | "default" | "value" => continue,
            key if ELSEWHERE.contains(&key) => continue,
            "description" => true,
            "unknown" => pointer.ends_with("/x-recovery/unknown"),
            // Those of examples are where the examples are.
            "summary" => !pointer.contains("/examples/"),
            "url" => pointer.starts_with("/servers/"),
            "name" => pointer.starts_with("/tags/") || pointer.starts_with("/info/license/"),
            _ => false,
        };
        match value {
            Value::String(text) if is_text => {
                texts.extend(paragraphs(text).into_iter().map(|text| (pointer.clone(), text)));
            }
            value => {
                let is_named = !is_named && matches!(key.as_str(), "properties" | "schemas" | "paths");
                collect(value, &pointer, is_named, texts, values);
            }
        }
    }
}

fn request(document: &Checked, parameters: [&Value; 2], written: &Value) -> ShownBody {
    let parameters = parameters.into_iter().filter_map(Value::as_array).flatten();
    let parameters = parameters.map(|parameter| {
        let parameter = document.resolve(parameter);
        field(&text(parameter, "/name"), parameter, parameter["required"] == true)
    });
    let body = body(document, written);
    ShownBody { fields: parameters.chain(body.fields).collect(), ..body }
}

fn body(document: &Checked, written: &Value) -> ShownBody {
    let Some((_, content)) = members(&document.resolve(written)["content"]).next() else {
        return ShownBody::default();
    };
    let mut shown = ShownBody::default();
    fields(document, &content["schema"], &mut Vec::new(), &mut shown.fields);
    for (name, example) in members(&content["examples"]) {
        let example = document.resolve(example);
        let name = example["summary"].as_str().unwrap_or(name);
        shown.examples.push((name.to_owned(), example["value"].clone()));
    }
    if let Some(example) = content.get("example") {
        shown.examples.push((String::new(), example.clone()));
    }
    shown
}

/// The fields of a schema and of what is in it; `above` are the schemas that it is in, where a recursive one ends.
fn fields<'a>(document: &'a Checked, schema: &'a Value, above: &mut Vec<&'a Value>, found: &mut Vec<Field>) {
    let schema = document.resolve(schema);
    if above.iter().any(|known| std::ptr::eq(*known, schema)) {
        return;
    }
    above.push(schema);
    let parts = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten();
    for part in parts {
        fields(document, part, above, found);
    }
    for (name, property) in members(&schema["properties"]) {
        let required = schema["required"].as_array().into_iter().flatten().any(|required| required == name);
        found.push(field(name, document.resolve(property), required));
        fields(document, property, above, found);
    }
    for key in ["items", "additionalProperties"] {
        if let Some(part) = schema.get(key) {
            fields(document, part, above, found);
        }
    }
    above.pop();
}

fn field(name: &str, node: &Value, required: bool) -> Field {
    Field { name: name.to_owned(), required, description: paragraphs(&text(node, "/description")) }
}

fn text(node: &Value, pointer: &str) -> String {
    node.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn members(node: &Value) -> impl Iterator<Item = (&String, &Value)> {
    node.as_object().into_iter().flatten()
}

/// The paragraphs, headings and items of a text in Markdown, without markup.
fn paragraphs(markdown: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for event in Parser::new(markdown) {
        match (event, paragraphs.last_mut()) {
            (Event::Text(text) | Event::Code(text), Some(last)) => last.push_str(&text),
            (Event::SoftBreak | Event::HardBreak, Some(last)) => last.push(' '),
            (Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item), _) => {
                paragraphs.push(String::new());
            }
            _ => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

fn first_bold(markdown: &str) -> Option<String> {
    let bold = Parser::new(markdown).skip_while(|event| *event != Event::Start(Tag::Strong));
    let bold = bold.take_while(|event| *event != Event::End(TagEnd::Strong));
    let text: String = bold
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.into_string()),
            Event::SoftBreak => Some(" ".to_owned()),
            _ => None,
        })
        .collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_without_markup_a_paragraph_at_a_time() {
        assert_eq!(paragraphs("A **b** `c`,\nd.\n\n## E\n\n- [f](g)"), ["A b c, d.", "E", "f"]);
        assert_eq!(first_bold("a\n\n**b `c`\nd** **e**").as_deref(), Some("b c d"));
        assert_eq!(first_bold("a"), None);
    }
}
