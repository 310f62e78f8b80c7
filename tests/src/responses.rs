//! Checks that each documented response decodes into its type without loss.

use proptest::test_runner::TestCaseError;
use serde_json::Value;

use crate::api_view::{Content, OperationView, operations};
use crate::checks::Subject;
use crate::dynamic_client::{Answer, Arguments, Sdk};
use crate::recording_server::{RecordingServer, response, runtime};
use crate::requests;
use crate::schemas::is_same;
use crate::value_strategies::{runner, valid};

/// Checks responses with the document's examples.
#[must_use]
pub fn by_example(subject: &Subject<'_>) -> Vec<String> {
    check(subject, |session, status, body| {
        let Some(body) = body else { return session.check(status, None) };
        body.examples.iter().try_for_each(|(name, example)| {
            session.check(status, Some(example)).map_err(|why| format!("{name}: {why}"))
        })
    })
}

/// Checks responses with generated values.
#[must_use]
pub fn by_generated_values(subject: &Subject<'_>) -> Vec<String> {
    check(subject, |session, status, body| {
        let Some(body) = body else { return session.check(status, None) };
        let property = |value| session.check(status, Some(&value)).map_err(TestCaseError::fail);
        runner(50).run(&valid(&body.schema)?, property).map_err(|error| error.to_string())
    })
}

fn check(
    subject: &Subject<'_>,
    check: impl Fn(&Session, u16, Option<&Content>) -> Result<(), String>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for described in operations(subject.document) {
        let id = &described.id;
        let session = match Session::start(subject, &described) {
            Ok(session) => session,
            Err(why) => {
                wrong.push(format!("{id}: {why}"));
                continue;
            }
        };
        for response in &described.responses {
            for status in response.statuses() {
                let found = check(&session, status, response.body.as_ref());
                wrong.extend(found.err().map(|why| format!("{id}: {status}: {why}")));
            }
        }
    }
    wrong
}

/// An operation with its arguments, and the server that responds to it.
struct Session {
    sdk: Sdk,
    id: String,
    arguments: Arguments,
    server: RecordingServer,
    runtime: tokio::runtime::Runtime,
}

impl Session {
    fn start(subject: &Subject<'_>, described: &OperationView) -> Result<Self, String> {
        let arguments = requests::examples(described)?.into_iter().next().unwrap_or_default();
        let runtime = runtime()?;
        let server = runtime.block_on(RecordingServer::answering(""));
        Ok(Self { sdk: subject.sdk, id: described.id.clone(), arguments, server, runtime })
    }

    /// Checks that the operation returns the status and the body that the server sends.
    fn check(&self, status: u16, body: Option<&Value>) -> Result<(), String> {
        self.server.answer(match body {
            Some(body) => response(status, "application/json", &body.to_string()),
            None => {
                format!("HTTP/1.1 {status} Status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            }
        });
        // A new client, because the previous one would wait after a `429`.
        let operation = self.server.operation(self.sdk, &self.id)?;
        let answer = self.runtime.block_on(operation.call(self.arguments.clone()))?;
        decoded(status, body, &answer)
    }
}

fn decoded(status: u16, sent: Option<&Value>, answer: &Answer) -> Result<(), String> {
    let sent = sent.unwrap_or(&Value::Null);
    match answer {
        Answer::Success { status: found, value } if (200..300).contains(&status) => {
            if *found == status && is_same(sent, value) { Ok(()) } else { Err(format!("{found}: {value}")) }
        }
        Answer::Failure { outcome, status: Some(found), value, .. } if status >= 400 => {
            let expected = if status < 500 && status != 408 { "refused" } else { "unknown" };
            let value = value.as_ref().unwrap_or(&Value::Null);
            if (*found, outcome.as_str()) == (status, expected) && is_same(sent, value) {
                Ok(())
            } else {
                Err(format!("{found} ({outcome}): {value}"))
            }
        }
        other => Err(format!("{other:?}")),
    }
}
