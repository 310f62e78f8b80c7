//! Responses: all successes of an operation have one type, and so do all errors.

use serde_json::Value;

use super::context::Context;
use super::operations::check_content;
use crate::diagnostics::Code;
use crate::spelling::suggest;

pub(super) fn check(context: &mut Context<'_>) {
    for (_, _, operation) in context.operations() {
        let responses = format!("{operation}/responses");
        let (mut successes, mut errors) = (Vec::new(), Vec::new());
        for (status, written) in context.members(&responses) {
            if status.starts_with("x-") {
                continue;
            }
            let (pointer, node) = context.resolve(&written);
            let has_body = node.get("content").and_then(Value::as_object).is_some_and(|c| !c.is_empty());
            if has_body {
                check_content(context, &pointer, "a response");
            }
            let schema =
                has_body.then(|| context.node(&format!("{pointer}/content/application~1json/schema")));
            match kind(status) {
                Some(Kind::Success) => successes.push((written, schema)),
                Some(Kind::Error) => errors.push((written, schema)),
                Some(Kind::Ignored) => {
                    let message = format!(
                        "`{status}` is not generated: the client treats it as an undocumented status"
                    );
                    context.add(Code::IgnoredStatus, &written, message, "remove it");
                }
                None => {
                    let message = format!("`{status}` is not an HTTP status");
                    context.add(
                        Code::InvalidStatus,
                        &written,
                        message,
                        match suggest(status, ["1XX", "2XX", "3XX", "4XX", "5XX", "default"]) {
                            Some(meant) => format!("did you mean `{meant}`?"),
                            None => "use three digits, a range such as `5XX`, or `default`".to_owned(),
                        },
                    );
                }
            }
        }
        if successes.is_empty() {
            let message = "the operation describes no success response";
            context.add(Code::NoSuccessResponse, &responses, message, "add a 2xx response");
        }
        if errors.is_empty() {
            let message = "the operation describes no error response";
            context.add(
                Code::NoErrorResponse,
                &responses,
                message,
                "add a 4xx or 5xx response, or `default`",
            );
        }
        let (with_body, without): (Vec<_>, Vec<_>) =
            errors.into_iter().partition(|(_, schema)| schema.is_some());
        if !with_body.is_empty() {
            for (written, _) in without {
                context.add(
                    Code::BodilessResponse,
                    &written,
                    "this error has no body, but others have one: the client returns an `UnexpectedResponse`",
                    "add its `content`",
                );
            }
        }
        let errors = with_body;
        check_types(context, &successes, "success");
        check_types(context, &errors, "error");
    }
}

enum Kind {
    Success,
    Error,
    /// A status that a call cannot return, or one without a standard name: the typed mock names its methods after
    /// statuses.
    Ignored,
}

fn kind(status: &str) -> Option<Kind> {
    match status {
        "2XX" => Some(Kind::Success),
        "4XX" | "5XX" | "default" => Some(Kind::Error),
        "1XX" | "3XX" => Some(Kind::Ignored),
        _ => {
            let status = http::StatusCode::from_bytes(status.as_bytes()).ok()?;
            match status.as_u16() {
                200..=299 if status.canonical_reason().is_some() => Some(Kind::Success),
                400..=599 if status.canonical_reason().is_some() => Some(Kind::Error),
                100..=599 => Some(Kind::Ignored),
                _ => None,
            }
        }
    }
}

fn check_types(context: &mut Context<'_>, responses: &[(String, Option<&Value>)], what: &str) {
    let Some((first, expected)) = responses.first() else { return };
    let name = |pointer: &str| pointer.rsplit('/').next().unwrap_or_default().to_owned();
    let describe = |schema: Option<&Value>| match schema {
        None => "no body".to_owned(),
        Some(schema) => match schema.get("$ref").and_then(Value::as_str) {
            Some(target) => format!("`{}`", name(target)),
            None => "an inline schema".to_owned(),
        },
    };
    for (pointer, schema) in &responses[1..] {
        if schema != expected {
            let message = format!(
                "this {what} has {}, but `{}` has {}: a method has one {what} type",
                describe(*schema),
                name(first),
                describe(*expected),
            );
            context.add(
                Code::DifferentResponseTypes,
                pointer,
                message,
                "refer to the same schema in all of them",
            );
        }
    }
}
