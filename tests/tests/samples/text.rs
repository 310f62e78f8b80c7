//! What of a sample's text has to agree with the document, though no run shows it.

use std::collections::BTreeMap;

use serde_json::Value;
use xtask::check::Checked;
use xtask_docs::samples::Sample;

use crate::attempt::Sampled;

/// What is looked at, each with what does not agree.
pub(crate) fn differences(
    document: &Checked,
    sampled: &Sampled,
    sample: &Sample,
) -> Vec<(&'static str, Vec<String>)> {
    let text = &sample.source;
    let mut differences = vec![
        ("names the document's servers", servers(document, text)),
        ("shows what a request may hold", properties(document, sampled, text)),
    ];
    if sample.language.extension == "sh" {
        differences.push(("can be pasted, as it has no comments", comments(text)));
    }
    differences
}

/// To zsh, a comment that is typed is a command that it does not find.
fn comments(text: &str) -> Vec<String> {
    let comments = text.lines().filter(|line| line.trim_start().starts_with('#') || line.contains(" # "));
    comments.map(str::to_owned).collect()
}

/// The first server is the default, others are the reader's choice. No other host is called.
fn servers(document: &Checked, text: &str) -> Vec<String> {
    let servers = document.value["servers"].as_array().into_iter().flatten();
    let urls: Vec<&str> = servers.filter_map(|server| server["url"].as_str()).collect();
    let missing = urls.iter().filter(|url| !text.contains(**url));
    let mut wrong: Vec<String> = missing.map(|url| format!("{url} is not named")).collect();
    for (at, _) in text.match_indices("https://") {
        if !urls.iter().any(|url| text[at..].starts_with(url)) {
            wrong.push(format!(
                "no server of the document: {}",
                text[at..].lines().next().unwrap_or_default()
            ));
        }
    }
    wrong
}

/// Each property of the request's examples is shown, with its value in one of them or the name of that.
fn properties(document: &Checked, sampled: &Sampled, text: &str) -> Vec<String> {
    let examples = sampled.described.body.iter().flat_map(|body| &body.examples);
    let properties = examples.flat_map(|(_, example)| example.as_object().into_iter().flatten());
    let mut values = BTreeMap::<_, Vec<String>>::new();
    for (name, value) in properties {
        let forms = values.entry(name).or_default();
        forms.push(value.to_string());
        forms.extend(names(document, value));
    }
    let is_shown = |name: &str, values: &[String]| {
        let mut lines = text.lines().filter(|line| line.contains(name));
        lines.any(|line| values.iter().any(|value| line.contains(value)))
    };
    let missing = values.iter().filter(|(name, values)| !is_shown(name, values));
    missing.map(|(name, values)| format!("{name} is not shown with {}", values.join(" or "))).collect()
}

/// The names that enumerations have for a value.
fn names(document: &Checked, value: &Value) -> Vec<String> {
    let schemas = document.value["components"]["schemas"].as_object().into_iter().flatten();
    let names = schemas.filter_map(|(_, schema)| {
        let at = schema["enum"].as_array()?.iter().position(|known| known == value)?;
        schema["x-enum-varnames"][at].as_str().map(str::to_owned)
    });
    names.collect()
}
