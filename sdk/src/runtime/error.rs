//! Errors of calls: the cause, the outcome and the advice.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderValue;

use super::redact::{documented_text, media_type, part, root_cause};
use super::request::InvalidRequest;
use super::{OperationInfo, Outcome, RawResponse, Response, SecretBytes};

/// Error of a call. `E` is the type of the operation's documented error responses.
///
/// Check [`outcome`](Self::outcome) first: it states whether the call may have taken effect, for example whether a
/// credential may exist. The guide [*Outcomes and retries*](crate::guide::outcomes_and_retries) lists the causes of
/// each outcome and what to do.
///
/// # Messages
///
/// `Display` and `Debug` write the same message: the operation, the outcome, the cause, and
/// [the advice](Self::advice). The message is complete: [`source`](StdError::source) always returns `None`, so that
/// reporters that print a whole chain, such as `anyhow` with `{:#}`, print no cause twice.
///
/// A message contains text of the service only where the document describes it: the codes and messages of a refusal,
/// limited in length, printable, and without the caller's API key. For any other body, it contains the size and the
/// media type; [`body`](Self::body) returns the body itself. The guide [*Secrets*](crate::guide::secrets) has the
/// details.
#[non_exhaustive]
pub enum Error<E = ()> {
    /// An argument is missing or invalid. Nothing was sent. Holds the reason.
    InvalidRequest(String),
    /// No response arrived: connecting failed, the connection was lost, or the call timed out.
    Transport(TransportError),
    /// The service answered with a documented error.
    ErrorResponse(Response<E>),
    /// The response is not one that the document describes.
    UnexpectedResponse(UnexpectedResponse),
}

impl<E> Error<E> {
    /// Returns whether the call may have taken effect.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::InvalidRequest(_) => Outcome::NotSent,
            Self::Transport(error) => error.outcome,
            Self::ErrorResponse(value) => value.response().outcome(),
            Self::UnexpectedResponse(error) => error.response.outcome(),
        }
    }

    /// Returns the response, as far as it arrived, or `None` if there was none.
    pub fn response(&self) -> Option<&RawResponse> {
        match self {
            Self::InvalidRequest(_) | Self::Transport(_) => None,
            Self::ErrorResponse(value) => Some(value.response()),
            Self::UnexpectedResponse(error) => Some(&error.response),
        }
    }

    /// Returns the status of the response, or `None` if no response arrived.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(RawResponse::status)
    }

    /// Returns the body of the response, as far as it arrived, or `None` if no response arrived.
    ///
    /// If [`outcome`](Self::outcome) is [`Outcome::Unreadable`], the body is the only copy of the result: store it.
    pub fn body(&self) -> Option<&SecretBytes> {
        self.response().map(RawResponse::body)
    }

    /// Returns the wait that the service asks for in `Retry-After`, or `None` if it asks for none.
    pub fn retry_after(&self) -> Option<Duration> {
        self.response().and_then(RawResponse::retry_after)
    }

    /// Returns the number of attempts, including those that could not send the request.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::InvalidRequest(_) => 0,
            Self::Transport(error) => error.attempts,
            _ => self.response().map_or(0, |response| response.attempts),
        }
    }

    /// Returns what to do next, in whole sentences. The message ends with it.
    pub fn advice(&self) -> &'static str {
        match self.outcome() {
            Outcome::NotSent | Outcome::Refused => "Nothing took effect.",
            Outcome::Unknown => self
                .operation()
                .and_then(|operation| operation.on_unknown)
                .unwrap_or("Find out whether it did before calling again."),
            Outcome::Unreadable => self
                .operation()
                .and_then(|operation| operation.on_unreadable)
                .unwrap_or("Read the result from the body that is kept in this error: it is the only copy."),
        }
    }

    fn operation(&self) -> Option<&'static OperationInfo> {
        match self {
            Self::Transport(error) => Some(error.operation),
            _ => self.response().map(|response| response.operation),
        }
    }
}

/// Error of a call without a response.
pub struct TransportError {
    pub(super) operation: &'static OperationInfo,
    pub(super) outcome: Outcome,
    pub(super) host: String,
    pub(super) cause: Cause,
    pub(super) attempts: u32,
}

/// Cause of a [`TransportError`].
pub(super) enum Cause {
    /// The HTTP client failed.
    Http(HttpFailure),
    /// The service did not answer in time.
    TimedOut,
    /// The deadline was too close to send the request, usually after a wait for a rate limit.
    TooLate,
}

/// A failure of the HTTP client. The client's own error is dropped: it may contain URLs and texts of any length.
pub(super) struct HttpFailure {
    /// `true` if no connection was made.
    pub(super) is_connect: bool,
    pub(super) is_before_sending: bool,
    /// The cause, limited in length and without the caller's key.
    pub(super) why: String,
}

impl Cause {
    /// Reports whether the request cannot have reached a connection.
    pub(super) fn is_before_sending(&self) -> bool {
        match self {
            Self::Http(failure) => failure.is_before_sending,
            Self::TimedOut => false,
            Self::TooLate => true,
        }
    }

    /// Returns the cause of the HTTP client's `error`, without `key`.
    pub(super) fn http(error: &reqwest::Error, key: Option<&HeaderValue>) -> Self {
        let why = proxy_failure(error, key).unwrap_or_else(|| {
            let why = root_cause(error, key);
            let is_untrusted = UNTRUSTED.iter().any(|text| why.contains(text));
            if is_untrusted { format!("{why} ({TRUSTED_ROOTS})") } else { why }
        });
        let is_before_sending = error.is_connect() || error.is_builder();
        Self::Http(HttpFailure { is_connect: error.is_connect(), is_before_sending, why })
    }
}

/// Messages of TLS libraries about a certificate that no trusted root has issued.
const UNTRUSTED: [&str; 3] =
    ["UnknownIssuer", "unable to get local issuer certificate", "self-signed certificate"];

/// Fix for missing trusted roots.
pub(crate) const TRUSTED_ROOTS: &str = "to add trusted root certificates, install the package `ca-certificates`, \
     or set `SSL_CERT_FILE` to a file that contains them";

/// Returns how the proxy failed, or `None` if `error` has another cause.
///
/// The HTTP client's type for this error is private, and states no status except 407.
fn proxy_failure(error: &reqwest::Error, key: Option<&HeaderValue>) -> Option<String> {
    let chain = std::iter::successors(error.source(), |error: &&dyn StdError| (*error).source());
    let found =
        chain.map(ToString::to_string).find_map(|text| match text.strip_prefix("tunnel error: ") {
            Some(tunnel) => Some(tunnel.to_owned()),
            None => text.contains("socks proxy").then_some(text),
        })?;
    Some(match found.as_str() {
        "proxy authorization required" => {
            "the proxy answered `CONNECT` with status 407: it requires a user name and a password".to_owned()
        }
        "unsuccessful" => "the proxy refused `CONNECT`: its status was neither 200 nor 407".to_owned(),
        "unexpected end of file" => "the proxy closed the connection without answering `CONNECT`".to_owned(),
        "proxy response headers too long" => "the proxy's answer to `CONNECT` is too long".to_owned(),
        "failed to create underlying connection" => {
            format!("the proxy cannot be reached: {}", root_cause(error, key))
        }
        _ => format!("the proxy failed: {}", root_cause(error, key)),
    })
}

#[cfg(feature = "tracing")]
impl TransportError {
    /// Returns the error type for telemetry.
    pub(super) fn kind(&self) -> &'static str {
        match &self.cause {
            Cause::TooLate => "deadline",
            Cause::TimedOut => "timeout",
            Cause::Http(HttpFailure { is_connect: true, .. }) => "connect",
            Cause::Http(_) => "connection",
        }
    }
}

/// Error of a call whose response is not one that the document describes.
pub struct UnexpectedResponse {
    response: Box<RawResponse>,
    why: String,
}

impl UnexpectedResponse {
    /// Returns an error with the reason `why`, which must not quote the response.
    pub(super) fn new(response: Box<RawResponse>, why: String) -> Self {
        Self { response, why }
    }

    /// Returns the response, as far as it arrived.
    #[must_use]
    pub fn response(&self) -> &RawResponse {
        &self.response
    }
}

impl<E> From<InvalidRequest> for Error<E> {
    fn from(InvalidRequest(why): InvalidRequest) -> Self {
        Self::InvalidRequest(why)
    }
}

impl<E> From<TransportError> for Error<E> {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation().map_or("the call", |operation| operation.operation_id);
        let mut message = match self.outcome() {
            Outcome::NotSent => format!("{operation} was not sent: "),
            Outcome::Refused => format!("{operation} was refused: "),
            Outcome::Unknown => format!("{operation} may have taken effect: "),
            Outcome::Unreadable => format!("{operation} took effect, but its response cannot be read: "),
        };
        match self {
            Self::InvalidRequest(why) => message += &part(why, None),
            Self::Transport(error) => write!(message, "{error}")?,
            Self::ErrorResponse(value) => {
                let response = value.response();
                write!(message, "{}", response.status)?;
                // Any other response may contain a created secret.
                let text = (self.outcome() == Outcome::Refused).then(|| documented(response));
                match text.filter(|text| !text.is_empty()) {
                    Some(text) => write!(message, ": {text}")?,
                    None => message += &body_kind(response),
                }
            }
            Self::UnexpectedResponse(error) => write!(message, "{error}")?,
        }
        if self.attempts() > 1 {
            write!(message, " (after {} attempts)", self.attempts())?;
        }
        if let Some(wait) = self.retry_after() {
            write!(message, " (the service asks to wait {} s)", wait.as_secs())?;
        }
        write!(f, "{} {}", sentence(&message), sentence(self.advice()))
    }
}

/// Ends `text` with a full stop, if it has no end mark yet.
fn sentence(text: &str) -> Cow<'_, str> {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', '…']) { text.into() } else { format!("{text}.").into() }
}

/// Returns the codes and messages of a documented error, unless they may repeat a secret of the request.
fn documented(response: &RawResponse) -> String {
    if response.request_has_secret {
        return String::new();
    }
    documented_text(&response.body, response.operation.error_properties, response.api_key.as_ref())
}

/// Returns the media type and size of a body in parentheses, or nothing if the body is empty.
fn body_kind(response: &RawResponse) -> String {
    match response.body.len() {
        0 => String::new(),
        1 => format!(" ({}, 1 byte)", media_type(&response.headers)),
        size => format!(" ({}, {size} bytes)", media_type(&response.headers)),
    }
}

/// Writes the same message as `Display`, so that an error that is unwrapped or returned from `main` shows the advice.
impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<E> StdError for Error<E> {}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &self.host;
        match &self.cause {
            Cause::TooLate => write!(f, "its deadline was too close to send it to {host}"),
            Cause::TimedOut if self.outcome == Outcome::NotSent => {
                write!(f, "cannot connect to {host} in time")
            }
            Cause::TimedOut => write!(f, "{host} did not answer in time"),
            Cause::Http(HttpFailure { is_connect: true, why, .. }) => {
                write!(f, "cannot connect to {host}: {why}")
            }
            Cause::Http(HttpFailure { why, .. }) => write!(f, "no answer from {host}: {why}"),
        }
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { response, why } = self;
        write!(f, "{}: {why}{}", response.status, body_kind(response))
    }
}

impl fmt::Debug for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
