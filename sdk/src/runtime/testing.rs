//! Results of calls for unit tests, without a server.
//!
//! Requires the feature `testing`. Each function returns what a call of the operation `O`, a type in
//! [`calls`](crate::calls), returns in the same situation: outcome, status, body, advice and message are those of a real
//! call. The guide [*Testing*](crate::guide::testing) shows how to test code with them.

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;
use tokio::time::Instant;

use super::error::{Cause, HttpFailure};
use super::{Error, ErrorBody, Operation, Outcome, RawResponse, Response, SecretBytes, TransportError};

/// Host that the messages name.
const HOST: &str = "localhost";

/// Media type of documented errors.
const JSON: &str = "application/json";

/// Returns a success with `status` and the decoded `value`.
///
/// # Panics
///
/// If `status` is not a 2xx.
#[must_use]
pub fn success<O: Operation>(status: u16, value: O::Success) -> Response<O::Success> {
    let response = raw::<O>(status, JSON, Vec::new());
    assert!(response.status.is_success(), "expected a status from 200 to 299, found {status}");
    Response::new(value, response)
}

/// Returns the error of a call that the service refused with the documented `error`.
///
/// # Panics
///
/// If `status` is not a refusal (307, 308, or a 4xx other than 408), or the operation documents no errors.
#[must_use]
pub fn refused<O: Operation>(status: u16, error: &O::Error) -> Error<O::Error>
where
    O::Error: Serialize,
{
    let body = match O::INFO.error_body {
        ErrorBody::Json => serde_json::to_vec(error).unwrap_or_else(|error| panic!("expected JSON: {error}")),
        ErrorBody::Empty | ErrorBody::Undocumented => Vec::new(),
    };
    let error = failure::<O>(status, JSON, body, Outcome::Refused);
    assert!(matches!(error, Error::ErrorResponse(_)), "expected a documented error, found: {error}");
    error
}

/// Returns the error of a call that was not sent, because its deadline was too close.
#[must_use]
pub fn not_sent<O: Operation>() -> Error<O::Error> {
    transport_error::<O>(Outcome::NotSent, Cause::TooLate, 0)
}

/// Returns the error of a call whose connection was lost after the request was sent.
#[must_use]
pub fn unknown<O: Operation>() -> Error<O::Error> {
    let why = "connection closed before message completed".to_owned();
    let lost = HttpFailure { is_connect: false, is_before_sending: false, why };
    transport_error::<O>(Outcome::Unknown, Cause::Http(lost), 1)
}

/// Returns the error of a success whose body cannot be decoded.
///
/// # Panics
///
/// If the outcome of this response is not [`Outcome::Unreadable`]: `status` is not a 2xx, `body` can be decoded, or it
/// may not come from the service. The guide [*Outcomes and retries*](crate::guide::outcomes_and_retries) has the rules.
#[must_use]
pub fn unreadable<O: Operation>(status: u16, body: impl Into<Vec<u8>>) -> Error<O::Error> {
    failure::<O>(status, JSON, body.into(), Outcome::Unreadable)
}

/// Returns the result of a call that the service, or a gateway, answered with this status, media type and body.
///
/// # Errors
///
/// Returns the error that a call with this response returns.
///
/// # Panics
///
/// If `status` is not from 200 to 999, or `media_type` is not a header value.
pub fn response<O: Operation>(
    status: u16,
    media_type: &str,
    body: impl Into<Vec<u8>>,
) -> Result<Response<O::Success>, Error<O::Error>> {
    raw::<O>(status, media_type, body.into()).decode()
}

/// Returns the error that the response causes.
fn failure<O: Operation>(status: u16, media_type: &str, body: Vec<u8>, expected: Outcome) -> Error<O::Error> {
    match response::<O>(status, media_type, body) {
        Ok(_) => panic!("expected the outcome `{expected}`, found a success: {status}"),
        Err(error) => {
            let outcome = error.outcome();
            assert!(outcome == expected, "expected the outcome `{expected}`, found `{outcome}`: {error}");
            error
        }
    }
}

fn raw<O: Operation>(status: u16, media_type: &str, body: Vec<u8>) -> Box<RawResponse> {
    let Some(status) = StatusCode::from_u16(status).ok().filter(|status| !status.is_informational()) else {
        panic!("expected a status from 200 to 999, found {status}")
    };
    let media_type = HeaderValue::from_str(media_type)
        .unwrap_or_else(|_| panic!("expected a media type, found {media_type:?}"));
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, media_type)]);
    Box::new(RawResponse::new(&O::INFO, status, headers, SecretBytes::from(body), Instant::now()))
}

fn transport_error<O: Operation>(outcome: Outcome, cause: Cause, attempts: u32) -> Error<O::Error> {
    Error::Transport(TransportError { operation: &O::INFO, outcome, host: HOST.to_owned(), cause, attempts })
}
