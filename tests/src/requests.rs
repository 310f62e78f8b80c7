//! Checks that an SDK sends requests as the document describes them.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::api_view::{OperationView, Parameter, operations as described, validator};
use crate::checks::Subject;
use crate::dynamic_client::{Arguments, Operation};
use crate::recording_server::{API_KEY, Recorded, RecordingServer, response, runtime};
use crate::schemas::is_same;
use crate::value_strategies::{runner, valid};

/// Checks that the SDK has the operations of the document, in its order.
#[must_use]
pub fn operations(subject: &Subject<'_>) -> Vec<String> {
    let documented: Vec<String> = described(subject.document).into_iter().map(|one| one.id).collect();
    let generated = match (subject.sdk.connect)("http://localhost", API_KEY) {
        Ok(operations) => operations,
        Err(error) => return vec![error],
    };
    let generated: Vec<&str> = generated.iter().map(|operation| operation.id).collect();
    if documented == generated {
        return Vec::new();
    }
    vec![format!("expected operations {}, found {}", documented.join(", "), generated.join(", "))]
}

/// Checks requests with the document's examples.
#[must_use]
pub fn by_example(subject: &Subject<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for described in described(subject.document) {
        let checked = Session::start(subject, &described).and_then(|session| {
            let examples = examples(&described)?;
            examples.iter().try_for_each(|arguments| session.check(arguments))
        });
        wrong.extend(checked.err().map(|why| format!("{}: {why}", described.id)));
    }
    wrong
}

/// Checks requests with generated values that the document's schemas accept.
#[must_use]
pub fn by_generated_input(subject: &Subject<'_>) -> Vec<String> {
    let mut wrong = Vec::new();
    for described in described(subject.document) {
        let checked = Session::start(subject, &described).and_then(|session| {
            let property = |arguments| session.check(&arguments).map_err(TestCaseError::fail);
            runner(200).run(&arguments(&described)?, property).map_err(|error| error.to_string())
        });
        wrong.extend(checked.err().map(|why| format!("{}: {why}", described.id)));
    }
    wrong
}

/// Returns arguments from the document's examples: one per example of the body.
///
/// # Errors
///
/// If a parameter or the body has no example.
pub fn examples(described: &OperationView) -> Result<Vec<Arguments>, String> {
    let mut parameters = Vec::new();
    for Parameter { name, examples, .. } in &described.parameters {
        let example = examples.first().ok_or(format!("the parameter {name} has no example"))?;
        parameters.push((name.clone(), example.clone()));
    }
    let bodies: Vec<Option<Value>> = match &described.body {
        Some(body) if body.examples.is_empty() => return Err("the request body has no example".to_owned()),
        Some(body) => body.examples.iter().map(|(_, value)| Some(value.clone())).collect(),
        None => vec![None],
    };
    Ok(bodies.into_iter().map(|body| Arguments { parameters: parameters.clone(), body }).collect())
}

fn arguments(described: &OperationView) -> Result<impl Strategy<Value = Arguments> + use<>, String> {
    let mut parameters = Vec::new();
    for Parameter { name, schema, required, location, .. } in &described.parameters {
        let name = name.clone();
        let parameter = with_form(schema, location)?.prop_map(move |value| (name.clone(), value));
        parameters.push(if *required {
            parameter.prop_map(Some).boxed()
        } else {
            proptest::option::of(parameter).boxed()
        });
    }
    let body = match &described.body {
        Some(body) => valid(&body.schema)?.prop_map(Some).boxed(),
        None => Just(None).boxed(),
    };
    Ok((parameters, body).prop_map(|(parameters, body)| Arguments {
        parameters: parameters.into_iter().flatten().collect(),
        body,
    }))
}

/// Generates values of a parameter that its location can represent. The SDK rejects others before it sends anything.
fn with_form(schema: &Value, location: &str) -> Result<BoxedStrategy<Value>, String> {
    let mut schema = schema.clone();
    let is_any_text = schema["type"] == "string"
        && (schema["format"].is_null() || schema["format"] == "password")
        && ["enum", "pattern"].iter().all(|key| schema.get(key).is_none());
    if location == "header" && is_any_text {
        schema = json!({ "type": "string", "pattern": "[!-~]([ -~]{0,20}[!-~])?" });
    }
    let is_segment = |value: &Value| !matches!(value.as_str(), Some("" | "." | ".."));
    let values = valid(&schema)?;
    Ok(if location == "path" { values.prop_filter("a path segment", is_segment).boxed() } else { values })
}

/// An operation and the server that it calls.
struct Session<'a> {
    described: &'a OperationView,
    operation: Operation,
    server: RecordingServer,
    runtime: tokio::runtime::Runtime,
}

impl<'a> Session<'a> {
    fn start(subject: &Subject<'_>, described: &'a OperationView) -> Result<Self, String> {
        let runtime = runtime()?;
        // A client with a cookie store would send this cookie, an undocumented header, with the next request.
        let response = response(500, "application/json", "{}").replacen("\r\n", "\r\nSet-Cookie: a=b\r\n", 1);
        let server = runtime.block_on(RecordingServer::answering(response));
        let operation = server.operation(subject.sdk, &described.id)?;
        Ok(Self { described, operation, server, runtime })
    }

    /// Makes the call and compares its request with the document.
    fn check(&self, arguments: &Arguments) -> Result<(), String> {
        self.runtime.block_on(self.operation.call(arguments.clone()))?;
        match self.server.take_requests().as_slice() {
            [request] => conforms(self.described, arguments, request, &[]),
            requests => Err(format!("expected one request, found {}", requests.len())),
        }
    }
}

/// Headers that other HTTP clients add: about content coding, language and the connection.
pub const ADDED_BY_CLIENTS: [&str; 4] =
    ["accept-encoding", "accept-language", "connection", "sec-fetch-mode"];

/// Checks that a request conforms to the operation, called with `arguments`. Rejects undocumented headers, except those
/// in `added`.
///
/// # Errors
///
/// The first difference.
pub fn conforms(
    described: &OperationView,
    arguments: &Arguments,
    request: &Recorded,
    added: &[&str],
) -> Result<(), String> {
    expect("method", &described.method, &request.method)?;
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    check_path(described, arguments, path)?;
    check_query(described, arguments, query)?;
    check_headers(described, arguments, request, added)?;
    let length = request.body.len().to_string();
    let Some(content) = &described.body else { return expect("length of the body", "0", &length) };
    expect("Content-Length", &length, &request.header("content-length").join(", "))?;
    expect("Content-Type", &content.media_type, &request.header("content-type").join(", "))?;
    let body: Value = serde_json::from_slice(&request.body).map_err(|error| format!("body: {error}"))?;
    validator(&content.schema)?.validate(&body).map_err(|error| format!("body: {error}"))?;
    let given = arguments.body.as_ref().unwrap_or(&Value::Null);
    if is_same(given, &body) { Ok(()) } else { Err(format!("body: {body}")) }
}

fn expect(what: &str, expected: &str, found: &str) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}")) }
}

/// Compares the path with the template, segment by segment.
fn check_path(described: &OperationView, arguments: &Arguments, path: &str) -> Result<(), String> {
    let wrong = || format!("path: expected {}, found {path}", described.path);
    let (template, found) = (described.path.split('/'), path.split('/'));
    if template.clone().count() != found.clone().count() {
        return Err(wrong());
    }
    for (template, found) in template.zip(found) {
        let mut expected = template.to_owned();
        for parameter in described.parameters.iter().filter(|parameter| parameter.location == "path") {
            let value = texts(arguments, parameter).join(",");
            expected = expected.replace(&format!("{{{}}}", parameter.name), &value);
        }
        if decode(found)? != expected {
            return Err(wrong());
        }
    }
    Ok(())
}

/// Checks that the query consists of the parameters that have a value.
fn check_query(described: &OperationView, arguments: &Arguments, query: &str) -> Result<(), String> {
    let mut expected = Vec::new();
    for parameter in described.parameters.iter().filter(|parameter| parameter.location == "query") {
        let argument = arguments.parameters.iter().find(|(known, _)| *known == parameter.name);
        if let Some((_, Value::Object(members))) = argument {
            // Each property of an object is a parameter.
            expected.extend(members.iter().map(|(name, value)| (name.clone(), text(value))));
        } else {
            let texts = texts(arguments, parameter).into_iter();
            expected.extend(texts.map(|text| (parameter.name.clone(), text)));
        }
    }
    let mut found = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let pair = pair.replace('+', " ");
        let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
        found.push((decode(name)?, decode(value)?));
    }
    expected.sort();
    found.sort();
    if expected == found { Ok(()) } else { Err(format!("query: expected {expected:?}, found {query}")) }
}

/// Checks that the headers are the documented ones and those of every request.
fn check_headers(
    described: &OperationView,
    arguments: &Arguments,
    request: &Recorded,
    added: &[&str],
) -> Result<(), String> {
    let mut known = vec!["host", "accept", "user-agent", "content-length", "content-type"];
    known.extend(added);
    for (header, prefix) in &described.security_headers {
        expect(header, &format!("{prefix}{API_KEY}"), &request.header(header).join(", "))?;
        known.push(header);
    }
    for parameter in described.parameters.iter().filter(|parameter| parameter.location == "header") {
        let expected = texts(arguments, parameter).join(",");
        expect(&parameter.name, expected.trim(), &request.header(&parameter.name).join(", "))?;
        known.push(&parameter.name);
    }
    if described.responses.iter().any(|response| response.body.is_some()) {
        expect("Accept", "application/json", &request.header("accept").join(", "))?;
    }
    if request.header("user-agent").iter().all(|user_agent| user_agent.is_empty()) {
        return Err("User-Agent: missing".to_owned());
    }
    for (name, _) in &request.headers {
        if !known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return Err(format!("the header {name} is not documented"));
        }
    }
    Ok(())
}

/// Returns a parameter's value as strings: one per item of a list, none without a value.
fn texts(arguments: &Arguments, parameter: &Parameter) -> Vec<String> {
    match arguments.parameters.iter().find(|(known, _)| *known == parameter.name) {
        Some((_, Value::Array(items))) => items.iter().map(text).collect(),
        Some((_, value)) => vec![text(value)],
        None => Vec::new(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn decode(text: &str) -> Result<String, String> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded.map(String::from).map_err(|error| format!("{text}: {error}"))
}
