//! Each documented response decodes into its type, with nothing lost.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use agreement::call::{Answer, Arguments, Operation};
use agreement::described::{Described, Response, document, operations};
use agreement::generated;
use agreement::instances::{runner, valid};
use agreement::wire::Wire;
use certcentral::Outcome;
use proptest::prelude::*;
use serde_json::Value;

#[tokio::test]
async fn documented_responses_decode_by_example() {
    let mut checked = 0;
    for described in operations(&document()) {
        for response in &described.responses {
            for (name, example) in response.body.iter().flat_map(|body| &body.examples) {
                for status in response.statuses() {
                    let answer = answer(&described, status, example).await;
                    decoded(status, example, &answer)
                        .unwrap_or_else(|why| panic!("{} {status} {name}: {why}", described.id));
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 0, "the document has no examples of responses");
}

#[test]
fn documented_responses_decode_whatever_their_values() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for described in operations(&document()) {
        for response in &described.responses {
            let Response { body: Some(body), .. } = response else { continue };
            let statuses = proptest::sample::select(response.statuses());
            runner(50)
                .run(&(statuses, valid(&body.schema)), |(status, value)| {
                    let answer = runtime.block_on(answer(&described, status, &value));
                    decoded(status, &value, &answer).map_err(TestCaseError::fail)
                })
                .unwrap();
        }
    }
}

/// Calls the operation with its first examples, against a server that answers with `status` and `body`.
async fn answer(described: &Described, status: u16, body: &Value) -> Answer {
    let generated = generated::operations();
    let operation: &Operation =
        generated.iter().find(|operation| operation.id == described.id).expect("an operation of the SDK");
    let example = |examples: &[Value]| examples.first().cloned().expect("an example of each parameter");
    let arguments = Arguments {
        parameters: described
            .parameters
            .iter()
            .map(|parameter| (parameter.name.clone(), example(&parameter.examples)))
            .collect(),
        body: described.body.as_ref().and_then(|body| body.examples.first()).map(|(_, value)| value.clone()),
    };
    let wire = Wire::answering_json(status, &body.to_string()).await;
    operation.call(&wire.client(), &arguments).await.expect("examples are of the SDK's types")
}

/// Whether the answer holds exactly what was sent.
fn decoded(status: u16, sent: &Value, answer: &Answer) -> Result<(), String> {
    match answer {
        Answer::Success { status: found, value } if (200..300).contains(&status) => {
            if *found == status && value == sent { Ok(()) } else { Err(format!("{found}: {value}")) }
        }
        Answer::Failure { outcome, status: Some(found), value: Some(value), .. } if status >= 400 => {
            let expected = if status < 500 { Outcome::Refused } else { Outcome::Unknown };
            if (*found, value, *outcome) == (status, sent, expected) {
                Ok(())
            } else {
                Err(format!("{found} ({outcome}): {value}"))
            }
        }
        other => Err(format!("{other:?}")),
    }
}
