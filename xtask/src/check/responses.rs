//! Responses: an operation's successes have one type, and so have its errors.

use serde_json::Value;

use super::Report;
use super::operations::check_content;
use crate::finding::Code;

pub(super) fn check(report: &mut Report<'_>) {
    for (_, _, operation) in report.operations() {
        let responses = format!("{operation}/responses");
        let (mut successes, mut errors) = (Vec::new(), Vec::new());
        for (status, written) in report.members(&responses) {
            if status.starts_with("x-") {
                continue;
            }
            let (pointer, node) = report.resolve(&written);
            let has_body = node.get("content").and_then(Value::as_object).is_some_and(|c| !c.is_empty());
            if has_body {
                check_content(report, &pointer, "a response");
            }
            let schema =
                has_body.then(|| report.node(&format!("{pointer}/content/application~1json/schema")));
            match kind(status) {
                Some(Kind::Success) => successes.push((written, schema)),
                Some(Kind::Error) => errors.push((written, schema)),
                None => {
                    let message = format!("`{status}` is not a status that a client can be given");
                    report.add(
                        Code::UnsupportedStatus,
                        &written,
                        message,
                        "use a status of 2xx, 4xx or 5xx, or a range as in `5XX`",
                    );
                }
            }
        }
        if successes.is_empty() {
            let message = "no response says what a success is";
            report.add(Code::NoSuccessResponse, &responses, message, "describe a 2xx response");
        }
        if errors.is_empty() {
            let message = "no response says what an error is";
            report.add(Code::NoErrorResponse, &responses, message, "describe a 4xx or 5xx response");
        }
        for (written, schema) in successes.iter().chain(&errors) {
            if schema.is_none() {
                report.add(
                    Code::BodilessResponse,
                    written,
                    "a response without a body is not supported",
                    "describe its `content`",
                );
            }
        }
        check_types(report, &successes, "success");
        check_types(report, &errors, "error");
    }
}

enum Kind {
    Success,
    Error,
}

fn kind(status: &str) -> Option<Kind> {
    match status.as_bytes() {
        [b'2', b'X', b'X'] => Some(Kind::Success),
        [b'4' | b'5', b'X', b'X'] => Some(Kind::Error),
        _ => {
            let status = http::StatusCode::from_bytes(status.as_bytes()).ok()?;
            // The typed mock names its methods after the reason phrases.
            status.canonical_reason()?;
            match status.as_u16() {
                200..=299 => Some(Kind::Success),
                400..=599 => Some(Kind::Error),
                _ => None,
            }
        }
    }
}

fn check_types(report: &mut Report<'_>, responses: &[(String, Option<&Value>)], what: &str) {
    let Some((first, expected)) = responses.first() else { return };
    let name = |pointer: &str| pointer.rsplit('/').next().unwrap_or_default().to_owned();
    let describe = |schema: Option<&Value>| match schema {
        None => "no body".to_owned(),
        Some(schema) => match schema.get("$ref").and_then(Value::as_str) {
            Some(target) => format!("`{}`", name(target)),
            None => "a type of its own".to_owned(),
        },
    };
    for (pointer, schema) in &responses[1..] {
        if schema != expected {
            let message = format!(
                "this {what} has {}, and `{}` has {}: a method has one {what} type",
                describe(*schema),
                name(first),
                describe(*expected),
            );
            report.add(
                Code::DifferentResponseTypes,
                pointer,
                message,
                "give all of them the same schema, by reference",
            );
        }
    }
    if responses.len() > 1 && expected.is_some_and(|schema| schema.get("$ref").is_none()) {
        let message = format!("this {what}'s schema is written out, and would become a type of its own");
        report.add(
            Code::AnonymousResponseType,
            first,
            message,
            "move it to `components/schemas` and refer to it",
        );
    }
}
