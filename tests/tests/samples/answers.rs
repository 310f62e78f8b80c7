//! What a sample makes of an answer.

use conformance::recording_server::{API_KEY, RecordingServer, response, runtime};
use conformance::sample_runner::Program;
use serde_json::Value;

use crate::Case;
use crate::attempt::{Attempt, Sampled, expect, says, shows_none};

const JSON: &str = "application/json";
const HTML: &str = "text/html";

/// What a sample is to make of an answer.
enum Expected {
    /// It succeeds: the body, or the secret in it, is in a file, and it says that it is not shown again.
    Success,
    /// It fails, says this, and leaves no file.
    Refusal(Vec<String>),
    /// It fails, says this and what the document says to do, and keeps the body as far as it came.
    Unclear(Vec<String>),
}

/// An answer.
struct Answer {
    what: String,
    response: Vec<u8>,
    body: Vec<u8>,
    expected: Expected,
}

/// The answers that the document describes, and those that come all the same.
pub(crate) fn cases(sampled: &Sampled) -> Vec<(String, Case)> {
    let answers = documented(sampled).into_iter().chain(undocumented(sampled));
    let case = |answer: Answer| {
        let what = answer.what.clone();
        let case: Case = Box::new(move |sampled, program| check(sampled, program, &answer));
        (what, case)
    };
    answers.map(case).collect()
}

fn check(sampled: &Sampled, program: &Program, answer: &Answer) -> Result<(), String> {
    let attempt = Attempt::new();
    let (run, requests) = runtime()?.block_on(async {
        let server = RecordingServer::answering(answer.response.clone()).await;
        let run = attempt.run(program, &sampled.variables(&server.base_url())).await?;
        Ok::<_, String>((run, server.take_requests()))
    })?;
    sampled.conforms(&requests)?;
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let documented = created(sampled).unwrap_or_default();
    let secrets = [sampled.secrets(&body), sampled.secrets(&documented)].concat();
    shows_none(&run, &secrets)?;
    let kept: Vec<Vec<u8>> = attempt.kept()?.into_iter().map(|file| file.bytes).collect();
    match &answer.expected {
        Expected::Success => {
            expect(run.is_success && run.stderr.is_empty(), "no success", &run)?;
            let secrets = sampled.secrets(&body);
            let is_kept = |bytes: &[u8]| {
                bytes == answer.body || secrets.iter().any(|secret| bytes == secret.as_bytes())
            };
            expect(kept.len() == 1 && is_kept(&kept[0]), &format!("not kept: {kept:?}"), &run)?;
            expect(run.stdout.contains("never be shown again"), "does not say that it is the last time", &run)
        }
        Expected::Refusal(texts) => {
            expect(!run.is_success, "a success", &run)?;
            expect(texts.iter().all(|text| says(&run, text)), &format!("does not say {texts:?}"), &run)?;
            expect(!sampled.recovery.iter().any(|text| says(&run, text)), "says that a key may exist", &run)?;
            expect(kept.is_empty(), &format!("left a file: {kept:?}"), &run)
        }
        Expected::Unclear(texts) => {
            expect(!run.is_success, "a success", &run)?;
            expect(texts.iter().all(|text| says(&run, text)), &format!("does not say {texts:?}"), &run)?;
            expect(sampled.recovery.iter().any(|text| says(&run, text)), "does not say what to do", &run)?;
            let expected = Some(answer.body.clone()).filter(|body| !body.is_empty());
            expect(kept == Vec::from_iter(expected), &format!("not kept: {kept:?}"), &run)
        }
    }
}

fn documented(sampled: &Sampled) -> Vec<Answer> {
    let mut answers = Vec::new();
    for documented in &sampled.described.responses {
        let Some(content) = &documented.body else { continue };
        for (name, example) in &content.examples {
            for status in documented.statuses() {
                let expected = match status {
                    200..300 => Expected::Success,
                    400..500 => Expected::Refusal(texts(example)),
                    _ => Expected::Unclear(texts(example)),
                };
                answers.push(whole(
                    &format!("{status}, {name}"),
                    status,
                    JSON,
                    &example.to_string(),
                    expected,
                ));
            }
        }
    }
    answers
}

fn undocumented(sampled: &Sampled) -> Vec<Answer> {
    use Expected::{Refusal, Success, Unclear};
    let (Some(created), Some(error)) = (created(sampled), error(sampled)) else { return Vec::new() };
    let secret = sampled.secrets(&created).concat();
    let (text, error_text, texts) = (created.to_string(), error.to_string(), texts(&error));
    let unclear = || Unclear(Vec::new());
    let mut both = error.clone();
    for (name, value) in created.as_object().into_iter().flatten() {
        both[name] = value.clone();
    }
    let mut answers = vec![
        whole("an undocumented success", 200, JSON, &text, Success),
        whole("an undocumented refusal", 401, JSON, &error_text, Refusal(texts.clone())),
        whole(
            "a refusal by a page that quotes the caller's key",
            403,
            HTML,
            &format!("<p>{API_KEY}"),
            Refusal(vec![]),
        ),
        whole("a refusal without a body", 404, HTML, "", Refusal(vec![])),
        whole("a time-out of the service", 408, JSON, &error_text, Unclear(texts)),
        whole("a failure by a page that holds the key", 502, HTML, &format!("<p>{secret}"), unclear()),
        whole("a failure that holds the key", 500, JSON, &both.to_string(), unclear()),
        whole("a success without a body", 204, JSON, "", unclear()),
        whole("a success that is not JSON", 201, JSON, &secret, unclear()),
    ];
    for other in ["null", "[]", "[1]", "\"text\"", "184", "{}", r#"{"errors":"none"}"#] {
        answers.push(whole(&format!("a success that is {other}"), 201, JSON, other, unclear()));
        answers.push(whole(&format!("a refusal that is {other}"), 403, JSON, other, Refusal(vec![])));
    }
    let broken = |what: &str, head: &str, body: &[u8]| Answer {
        what: what.to_owned(),
        response: [head.as_bytes(), body].concat(),
        body: body.to_vec(),
        expected: unclear(),
    };
    let no_text = [b"\xff", secret.as_bytes()].concat();
    let length = |length: usize| format!("HTTP/1.1 201 Created\r\nContent-Length: {length}\r\n\r\n");
    let chunk = "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n";
    answers.extend([
        broken("a success that is no text", &length(no_text.len()), &no_text),
        broken("a success that is cut", &length(text.len() + 1), text.as_bytes()),
        broken("a success that is cut in a chunk", chunk, text.as_bytes()),
        broken("a connection that is closed", "", b""),
        Answer { body: Vec::new(), ..broken("an answer that is not HTTP", "", b"no HTTP\r\n\r\n") },
    ]);
    answers
}

/// An answer that comes whole.
fn whole(what: &str, status: u16, media_type: &str, body: &str, expected: Expected) -> Answer {
    let response = response(status, media_type, body).into_bytes();
    Answer { what: what.to_owned(), response, body: body.as_bytes().to_vec(), expected }
}

/// The documented success that holds a secret.
pub(crate) fn created(sampled: &Sampled) -> Option<Value> {
    let mut examples = sampled.success()?.examples.iter().map(|(_, example)| example);
    examples.find(|example| !sampled.secrets(example).is_empty()).cloned()
}

/// A documented error.
fn error(sampled: &Sampled) -> Option<Value> {
    let response = sampled.described.responses.iter().find(|response| response.status.starts_with('4'))?;
    Some(response.body.as_ref()?.examples.first()?.1.clone())
}

/// Every text in a value.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
