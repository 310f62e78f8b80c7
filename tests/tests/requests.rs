//! What the SDK puts on the wire is what the document says of each operation's request.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use agreement::call::{Arguments, Operation};
use agreement::described::{Described, Parameter, document, operations, validator};
use agreement::generated;
use agreement::instances::{runner, valid};
use agreement::wire::{API_KEY, Recorded, Wire};
use certcentral::Client;
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn the_sdk_has_the_operations_of_the_document() {
    let described: Vec<String> = operations(&document()).into_iter().map(|operation| operation.id).collect();
    let generated: Vec<&str> = generated::operations().iter().map(|operation| operation.id).collect();
    assert_eq!(described, generated);
}

#[tokio::test]
async fn requests_by_example_conform_to_the_document() {
    let wire = Wire::answering_json(500, "{}").await;
    let client = wire.client();
    for described in operations(&document()) {
        let bodies: Vec<Option<Value>> = match &described.body {
            Some(body) => body.examples.iter().map(|(_, value)| Some(value.clone())).collect(),
            None => vec![None],
        };
        for body in bodies {
            let parameters = described.parameters.iter().map(|parameter| {
                let example =
                    parameter.examples.first().expect("the document has an example of each parameter");
                (parameter.name.clone(), example.clone())
            });
            let arguments = Arguments { parameters: parameters.collect(), body };
            let request = send(&wire, &client, &described, &arguments).await.unwrap();
            conforms(&described, &arguments, &request).unwrap();
        }
    }
}

#[test]
fn requests_by_generated_input_conform_to_the_document() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let wire = runtime.block_on(Wire::answering_json(500, "{}"));
    let client = wire.client();
    for described in operations(&document()) {
        let parameters: Vec<_> = described
            .parameters
            .iter()
            .map(|Parameter { name, schema, .. }| (Just(name.clone()), valid(schema)))
            .collect();
        let body = match &described.body {
            Some(body) => valid(&body.schema).prop_map(Some).boxed(),
            None => Just(None).boxed(),
        };
        let arguments = (parameters, body).prop_map(|(parameters, body)| Arguments { parameters, body });
        runner(200)
            .run(&arguments, |arguments| {
                let sent = runtime.block_on(send(&wire, &client, &described, &arguments));
                let request = sent.map_err(TestCaseError::fail)?;
                conforms(&described, &arguments, &request).map_err(TestCaseError::fail)
            })
            .unwrap();
    }
}

/// Sends a request with the SDK, and returns what came out of it on the wire.
async fn send(
    wire: &Wire,
    client: &Client,
    described: &Described,
    arguments: &Arguments,
) -> Result<Recorded, String> {
    let generated = generated::operations();
    let operation: &Operation =
        generated.iter().find(|operation| operation.id == described.id).ok_or("no such operation")?;
    operation.call(client, arguments).await?;
    match wire.take_requests().as_slice() {
        [request] => Ok(request.clone()),
        requests => Err(format!("{} requests for one call", requests.len())),
    }
}

fn conforms(described: &Described, arguments: &Arguments, request: &Recorded) -> Result<(), String> {
    let expect = |what: &str, expected: &str, found: &str| {
        if expected == found {
            Ok(())
        } else {
            Err(format!("{what}: {found}, where {expected} is documented"))
        }
    };
    expect("method", &described.method, &request.method)?;
    check_path(described, arguments, &request.target)?;
    for header in &described.security_headers {
        expect(header, API_KEY, &request.header(header).join(", "))?;
    }
    expect("Accept", "application/json", &request.header("accept").join(", "))?;
    if let [user_agent] = request.header("user-agent").as_slice()
        && !user_agent.is_empty()
    {
    } else {
        return Err("User-Agent: missing".to_owned());
    }
    // Nothing is sent that nobody asked for.
    let mut known = vec!["host", "accept", "user-agent", "content-length", "content-type"];
    known.extend(described.security_headers.iter().map(String::as_str));
    for (name, _) in &request.headers {
        if !known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return Err(format!("the header {name} is not documented"));
        }
    }
    let length = request.body.len().to_string();
    let Some(content) = &described.body else { return expect("length of the body", "0", &length) };
    expect("Content-Length", &length, &request.header("content-length").join(", "))?;
    expect("Content-Type", &content.media_type, &request.header("content-type").join(", "))?;
    let body: Value = serde_json::from_slice(&request.body).map_err(|error| format!("body: {error}"))?;
    validator(&content.schema).validate(&body).map_err(|error| format!("body: {error}"))?;
    if Some(&body) == arguments.body.as_ref() { Ok(()) } else { Err(format!("body: {body}")) }
}

/// The path is the document's, segment by segment, with the parameters' values in their places.
fn check_path(described: &Described, arguments: &Arguments, target: &str) -> Result<(), String> {
    let (template, found) = (described.path.split('/'), target.split('/'));
    if template.clone().count() != found.clone().count() {
        return Err(format!("path: {target}, where {} is documented", described.path));
    }
    for (template, found) in template.zip(found) {
        let name = template.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let expected = match name {
            None => template.to_owned(),
            Some(name) => {
                let value = arguments.parameters.iter().find(|(known, _)| known == name);
                match value {
                    Some((_, Value::String(text))) => text.clone(),
                    Some((_, value)) => value.to_string(),
                    None => return Err(format!("no value for {name}")),
                }
            }
        };
        let found = percent_encoding::percent_decode_str(found).decode_utf8().map_err(|e| e.to_string())?;
        if found != expected {
            return Err(format!("path: {target}, where {} is documented", described.path));
        }
    }
    Ok(())
}
