//! Responses, and the decoding of their bodies into documented types.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};
use serde::de::{DeserializeOwned, IgnoredAny};
use tokio::time::Instant;

use super::json;
use super::key_finder::KeyFinder;
use super::operation::ErrorBody;
use super::redact::{self, Redacted};
use super::retry::retry_after;
use super::telemetry::CallSpan;
use super::{Error, OperationInfo, Outcome, SecretBytes, UnexpectedResponse};

/// A response, as far as it arrived. Its body is a secret, because it may contain a credential.
#[derive(Clone)]
pub struct RawResponse {
    pub(super) operation: &'static OperationInfo,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: SecretBytes,
    pub(super) fault: Option<BodyError>,
    /// The caller's key, which is redacted from messages if the service repeats it.
    pub(super) api_key: Option<HeaderValue>,
    /// `true` if the request contains a secret besides the key. Messages then show nothing of the response, because the
    /// service may repeat the secret.
    pub(super) request_has_secret: bool,
    pub(super) retry_after: Option<Duration>,
    /// When the head arrived.
    pub(super) arrived: Instant,
    pub(super) attempts: u32,
    /// The outcome of the call, if it is not a success.
    pub(super) outcome: Outcome,
    /// `true` if an earlier attempt of the same call may have taken effect.
    pub(super) may_have_succeeded: bool,
    /// The explanation of a mock server that has no mock for the request.
    pub(super) unmatched: Option<String>,
    /// Records the outcome of the call.
    pub(super) span: Option<CallSpan>,
}

impl RawResponse {
    /// Returns the complete response to the first attempt of a call.
    pub(super) fn new(
        operation: &'static OperationInfo,
        status: StatusCode,
        headers: HeaderMap,
        body: SecretBytes,
        arrived: Instant,
    ) -> Self {
        Self {
            operation,
            status,
            retry_after: retry_after(&headers),
            headers,
            body,
            fault: None,
            api_key: None,
            request_has_secret: false,
            arrived,
            attempts: 1,
            outcome: Outcome::of_status(status),
            may_have_succeeded: false,
            unmatched: None,
            span: None,
        }
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body. It is incomplete if [`fault`](Self::fault) returns an error.
    #[must_use]
    pub fn body(&self) -> &SecretBytes {
        &self.body
    }

    /// Returns the wait that the service asks for in `Retry-After`, as seconds or as a date.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Returns the outcome of the call, if it is not a success.
    pub(super) fn outcome(&self) -> Outcome {
        match self.outcome {
            Outcome::Refused if self.may_have_succeeded => Outcome::Unknown,
            outcome => outcome,
        }
    }

    /// Reports whether the document describes a success with this status.
    fn has_documented_success_status(&self) -> bool {
        let status = self.status.as_u16();
        self.operation.success_statuses.iter().any(|documented| documented.contains(&status))
    }

    /// Sets the outcome to `Unknown` if this is a 2xx that may not come from the service: a page of a gateway, or the
    /// documented error.
    fn doubt_success<E: DeserializeOwned>(&mut self) {
        let is_foreign = !self.has_documented_success_status() && !starts_as_json(self.body.expose_secret());
        if self.status.is_success() && (is_foreign || self.is_documented_error::<E>()) {
            self.outcome = Outcome::Unknown;
        }
    }

    fn is_documented_error<E: DeserializeOwned>(&self) -> bool {
        self.operation.error_body == ErrorBody::Json && self.decode_error::<E>().is_ok()
    }

    /// Decodes the body as an error. Strings that contain the caller's key are redacted.
    fn decode_error<E: DeserializeOwned>(&self) -> serde_json::Result<E> {
        let redacted = redact::redact_strings(&self.body, &KeyFinder::new(self.api_key.as_ref()));
        serde_json::from_slice(redacted.as_ref().unwrap_or(&self.body).expose_secret())
    }

    /// Returns the reason why the body is incomplete, or `None` if it is complete.
    #[must_use]
    pub fn fault(&self) -> Option<&BodyError> {
        self.fault.as_ref()
    }
}

/// Writes no header except the media type, because headers may contain cookies.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation.operation_id)
            .field("status", &self.status)
            .field("content_type", &redact::media_type(&self.headers))
            .field("body", &self.body)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

/// The reason why the body of a response is incomplete.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyError {
    /// The body is larger than the limit, and is cut there. Holds the limit in bytes.
    TooLarge(usize),
    /// The body paused for too long, or a deadline passed. Holds the time since the start of the attempt.
    TimedOut(Duration),
    /// The connection was lost, or the body was malformed. Holds the cause.
    Broken(String),
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(limit) => write!(f, "it is larger than the limit of {limit} bytes"),
            Self::TimedOut(after) => write!(f, "it had not ended after {after:.1?}"),
            Self::Broken(why) => write!(f, "it broke off: {why}"),
        }
    }
}

/// The decoded value of a response, with its status and headers.
///
/// It dereferences to the value. [`into_inner`](Self::into_inner) returns the value alone.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    response: Box<RawResponse>,
}

impl<T> Response<T> {
    /// Returns the value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    pub(super) fn response(&self) -> &RawResponse {
        &self.response
    }
}

impl<T> Response<T> {
    pub(super) fn new(value: T, mut response: Box<RawResponse>) -> Self {
        if response.status.is_success() {
            // Keeps no second copy of a secret in memory.
            response.body = SecretBytes::default();
        }
        Self { value, response }
    }
}

impl RawResponse {
    /// Decodes the response as a success or as an error of the operation, and records the outcome of the call.
    ///
    /// A 2xx is a success also with an undocumented status, and any other status is an error: the service may create a
    /// credential with `200` instead of the documented `201`, and refuse with an undocumented status.
    pub(super) fn decode<T: DeserializeOwned, E: DeserializeOwned>(
        mut self: Box<Self>,
    ) -> Result<Response<T>, Error<E>> {
        let span = self.span.take();
        let result = if self.status.is_success() { self.success() } else { Err(self.failure()) };
        if let Some(span) = span {
            span.outcome(result.as_ref().err().map(Error::outcome));
        }
        result
    }

    fn success<T: DeserializeOwned, E: DeserializeOwned>(
        mut self: Box<Self>,
    ) -> Result<Response<T>, Error<E>> {
        let is_undocumented = !self.has_documented_success_status();
        let decoded = if self.operation.has_body {
            let is_error = is_undocumented && self.is_documented_error::<E>();
            if is_error { Err("its body is the documented error".to_owned()) } else { decode(&self) }
        } else if !self.body.is_empty() && (is_undocumented || self.is_documented_error::<E>()) {
            // A gateway may answer with its own page.
            self.outcome = Outcome::Unknown;
            Err("no body is documented for this operation, and this response has one".to_owned())
        } else {
            decode_nothing()
        };
        match decoded {
            Ok(value) => Ok(Response::new(value, self)),
            Err(why) => {
                self.doubt_success::<E>();
                Err(Error::UnexpectedResponse(UnexpectedResponse::new(self, why)))
            }
        }
    }

    fn failure<E: DeserializeOwned>(mut self: Box<Self>) -> Error<E> {
        if let Some(why) = self.unmatched.take() {
            return Error::UnexpectedResponse(UnexpectedResponse::new(self, why));
        }
        let decoded = match self.operation.error_body {
            ErrorBody::Json => decode(&self),
            ErrorBody::Empty => decode_nothing(),
            ErrorBody::Undocumented => {
                let why = obstacle(&self);
                Err(why.unwrap_or_else(|| "no error is documented for this operation".to_owned()))
            }
        };
        match decoded {
            Ok(value) => Error::ErrorResponse(Response::new(value, self)),
            Err(why) => Error::UnexpectedResponse(UnexpectedResponse::new(self, why)),
        }
    }
}

/// Returns the value of a response without a body. Its type is `()`, which JSON writes as `null`.
fn decode_nothing<T: DeserializeOwned>() -> Result<T, String> {
    serde_json::from_slice(b"null").map_err(|error| undecodable(&error))
}

/// Decodes the body of a response, or returns the reason why that fails.
fn decode<T: DeserializeOwned>(response: &RawResponse) -> Result<T, String> {
    if let Some(why) = obstacle(response) {
        return Err(why);
    }
    let decoded = if response.status.is_success() {
        json::from_secret(&response.body)
    } else {
        response.decode_error()
    };
    decoded.map_err(|error| undecodable(&error))
}

/// Reports whether a body is JSON, or a truncated beginning of JSON.
fn starts_as_json(body: &[u8]) -> bool {
    match serde_json::from_slice::<IgnoredAny>(body) {
        Ok(IgnoredAny) => true,
        Err(error) => error.is_eof() && !body.trim_ascii().is_empty(),
    }
}

/// Returns the reason why a response has nothing to decode: a redirect, or an incomplete or empty body.
fn obstacle(response: &RawResponse) -> Option<String> {
    if response.status.is_redirection() {
        Some(redirect(response))
    } else if let Some(fault) = &response.fault {
        Some(format!("its body is incomplete: {fault}"))
    } else {
        response.body.is_empty().then(|| "its body is empty".to_owned())
    }
}

/// Returns a message with the position of a decoding error. serde's own message may quote the body, which is a secret.
fn undecodable(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let (line, column) = (error.line(), error.column());
    let what = match error.classify() {
        Category::Syntax | Category::Io => "its body is not JSON",
        Category::Eof => "its body ends before its JSON does",
        Category::Data => "its body is JSON, but not of the documented form",
    };
    format!("{what} at line {line}, column {column}")
}

/// Returns a message with the host of a redirect's target. The rest of the target may be private.
fn redirect(response: &RawResponse) -> String {
    let location = response.headers.get(reqwest::header::LOCATION);
    let host = location
        .filter(|_| !response.request_has_secret)
        .and_then(|location| location.to_str().ok())
        .and_then(|location| reqwest::Url::parse(location).ok())
        .and_then(|location| Some(redact::part(location.host_str()?, response.api_key.as_ref())));
    match host {
        Some(host) => format!("it redirects to {host}, and redirects are not followed"),
        None => "it redirects, and redirects are not followed".to_owned(),
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.response.api_key.as_ref();
        let value = Redacted { value: &self.value, key, is_hidden: self.response.request_has_secret };
        f.debug_struct("Response")
            .field("status", &self.response.status)
            .field("value", &value)
            .finish_non_exhaustive()
    }
}

/// Decodes `body` as the response to a call, and checks the properties of the error. For the fuzzer.
#[cfg(fuzzing)]
pub fn fuzz_decode<T: DeserializeOwned>(status: u16, body: &[u8]) {
    static OPERATION: OperationInfo = OperationInfo {
        operation_id: "fuzz",
        path: "/",
        authenticated: true,
        success_statuses: &[201..=201],
        has_body: true,
        error_body: ErrorBody::Json,
        error_properties: &["errors", "code", "message"],
        on_unknown: None,
        on_unreadable: None,
    };
    const KEY: &str = "not-a-real-caller-key";
    let Ok(status) = StatusCode::from_u16(status) else { return };
    let kept = SecretBytes::from(body.to_vec());
    let response = RawResponse::new(&OPERATION, status, HeaderMap::new(), kept, Instant::now());
    let api_key = Some(HeaderValue::from_static(KEY));
    let response = Box::new(RawResponse { api_key, ..response });
    let error: Error<T> = match decode::<T>(&response) {
        Ok(_) if status.is_success() => return,
        Ok(value) => Error::ErrorResponse(Response::new(value, response)),
        Err(why) => Error::UnexpectedResponse(UnexpectedResponse::new(response, why)),
    };
    let message = error.to_string();
    assert_eq!(error.body().map(SecretBytes::expose_secret), Some(body), "the whole body is kept");
    assert!(message.chars().count() < 1000, "messages are short");
    let is_hidden = |c: char| c != '"' && c != '\'' && c != '\\' && c.escape_debug().len() > 1;
    assert!(!message.contains(is_hidden), "messages are printable");
    let folded = message.to_ascii_lowercase();
    assert!(!KEY.as_bytes().windows(8).any(|part| folded.as_bytes().windows(8).any(|text| text == part)));
    if error.outcome() != Outcome::Refused {
        let text = String::from_utf8_lossy(body);
        let is_seen = |part: &str| part.len() >= 24 && message.contains(part);
        assert!(!text.split(|c: char| !c.is_alphanumeric()).any(is_seen), "nothing of the body is shown");
    }
}
