//! The document as it is published: the source document, with the samples and with what the renderer reads.

use std::fmt::Write as _;

use anyhow::Context as _;
use saphyr::{Mapping, Scalar, Yaml, YamlEmitter};
use serde_json::{Map, Value, json};
use xtask::check::Checked;
use xtask::spec::is_in_example;
use xtask::yaml::visit;

use super::samples::Sample;

/// The first line of the published YAML, up to the path of the document that it is from.
pub(super) const HEAD: &str = "# Published from ";

/// The source document as data, with `x-codeSamples` on its operations and `x-enumDescriptions` on its enumerations.
#[must_use]
pub fn published(document: &Checked, samples: &[Sample]) -> Value {
    let mut value = document.value.clone();
    for operation in &document.api().operations {
        let own = samples.iter().filter(|sample| sample.operation_id == operation.id);
        let own: Vec<_> = own.map(code_sample).collect();
        if !own.is_empty() {
            insert(&mut value, &operation.pointer, "x-codeSamples", own.into());
        }
    }
    let mut enumerations = Vec::new();
    visit(&document.value, "", &mut |pointer, node| {
        if !is_in_example(pointer)
            && let Some(descriptions) = enum_descriptions(node)
        {
            enumerations.push((pointer.to_owned(), descriptions));
        }
    });
    for (pointer, descriptions) in enumerations {
        insert(&mut value, &pointer, "x-enumDescriptions", descriptions.into());
    }
    value
}

fn code_sample(sample: &Sample) -> Value {
    json!({ "lang": sample.language.lang, "label": sample.language.label, "source": sample.source })
}

/// What each value of an enumeration means: its name and its description, as far as it has them.
fn enum_descriptions(schema: &Value) -> Option<Map<String, Value>> {
    let values = schema.get("enum")?.as_array()?;
    let (names, descriptions) = (schema.get("x-enum-varnames"), schema.get("x-enum-descriptions"));
    if names.is_none() && descriptions.is_none() {
        return None;
    }
    let text = |list: Option<&Value>, index: usize| Some(list?.get(index)?.as_str()?.to_owned());
    let of_each = values.iter().enumerate().map(|(index, value)| {
        let name = text(names, index).map(|name| format!("`{name}`"));
        let parts = [name, text(descriptions, index)];
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (value, parts.into_iter().flatten().collect::<Vec<_>>().join(": ").into())
    });
    Some(of_each.collect())
}

fn insert(document: &mut Value, pointer: &str, key: &str, value: Value) {
    if let Some(Value::Object(object)) = document.pointer_mut(pointer) {
        object.insert(key.to_owned(), value);
    }
}

/// A published document as JSON.
///
/// # Errors
///
/// If it cannot be written as JSON.
pub fn to_json(published: &Value) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(published).context("the document cannot be written as JSON")? + "\n")
}

/// A published document as YAML; `source` is the path of the document that it is from.
///
/// # Errors
///
/// If it cannot be written as YAML.
pub fn to_yaml(published: &Value, source: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    writeln!(
        text,
        "{HEAD}{source}, with the samples and with what the reference shows for enumerations: edit that, not this."
    )?;
    let mut body = String::new();
    let mut emitter = YamlEmitter::new(&mut body);
    emitter.multiline(true);
    emitter.dump(&to_node(published)).context("the document cannot be written as YAML")?;
    text.push_str(&body);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

fn to_node(value: &Value) -> Yaml<'_> {
    match value {
        Value::Null => Yaml::Value(Scalar::Null),
        Value::Bool(flag) => Yaml::Value(Scalar::Boolean(*flag)),
        // Written as in JSON, which is YAML: no precision is lost.
        Value::Number(number) => {
            Yaml::Representation(number.to_string().into(), saphyr_parser::ScalarStyle::Plain, None)
        }
        Value::String(text) => Yaml::Value(Scalar::String(text.into())),
        Value::Array(items) => Yaml::Sequence(items.iter().map(to_node).collect()),
        Value::Object(members) => {
            let member =
                |(key, value)| (Yaml::Value(Scalar::String(String::as_str(key).into())), to_node(value));
            Yaml::Mapping(members.iter().map(member).collect::<Mapping<'_>>())
        }
    }
}
