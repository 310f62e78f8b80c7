//! Checks that no message repeats a secret of the request, even if the service does.

use serde_json::Value;

use crate::api_view::{OperationView, operations};
use crate::canary::forms;
use crate::checks::Subject;
use crate::dynamic_client::{Answer, Arguments};
use crate::recording_server::{RecordingServer, response, runtime};
use crate::requests::examples;

/// The prefix of the secrets in requests. It shares no part with the caller's key, which the SDK redacts.
const SECRET: &str = "plainly-fake-";

/// Checks every operation whose example contains a secret. The service repeats it in errors, pages and redirects.
#[must_use]
pub fn are_not_repeated(subject: &Subject<'_>) -> Vec<String> {
    let described = operations(subject.document).into_iter();
    let checked = described.filter_map(|described| {
        check(subject, &described).err().map(|why| format!("{}: {why}", described.id))
    });
    checked.collect()
}

fn check(subject: &Subject<'_>, described: &OperationView) -> Result<(), String> {
    let runtime = runtime()?;
    let server = runtime.block_on(RecordingServer::answering(""));
    for arguments in examples(described)? {
        for secret in secrets(&arguments) {
            for repeated in responses(described, &secret) {
                server.answer(repeated.as_str());
                let operation = server.operation(subject.sdk, &described.id)?;
                let Answer::Failure { message, .. } = runtime.block_on(operation.call(arguments.clone()))?
                else {
                    return Err(format!("expected a failure after {repeated}"));
                };
                if forms(&secret).iter().any(|form| message.contains(form)) {
                    return Err(format!("`{secret}` is in the message: {message}"));
                }
            }
        }
    }
    Ok(())
}

/// Returns the secrets in the arguments of a call.
fn secrets(arguments: &Arguments) -> Vec<String> {
    let mut found = Vec::new();
    let parameters = arguments.parameters.iter().map(|(_, value)| value);
    for value in parameters.chain(&arguments.body) {
        xtask::yaml::visit(value, "", &mut |_, node| {
            found.extend(node.as_str().filter(|text| text.starts_with(SECRET)).map(str::to_owned));
        });
    }
    found
}

/// Returns responses that repeat a secret: documented errors, a page, and a redirect.
fn responses(described: &OperationView, secret: &str) -> Vec<String> {
    let mut responses = vec![
        response(400, "text/html", secret),
        format!(
            "HTTP/1.1 302 Found\r\nLocation: https://{secret}.example.com/\r\nContent-Length: 0\r\n\
             Connection: close\r\n\r\n"
        ),
    ];
    for error in described.responses.iter().filter(|response| !response.status.starts_with('2')) {
        for (_, example) in error.body.iter().flat_map(|body| &body.examples) {
            let body = with_strings(example, secret).to_string();
            responses.extend([400, 500].map(|status| response(status, "application/json", &body)));
        }
    }
    responses
}

/// Replaces every string of a value.
fn with_strings(value: &Value, text: &str) -> Value {
    match value {
        Value::String(_) => text.into(),
        Value::Array(items) => items.iter().map(|item| with_strings(item, text)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), with_strings(member, text))).collect()
        }
        other => other.clone(),
    }
}
