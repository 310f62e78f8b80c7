//! Why a call failed, and what it may have done all the same.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderValue;

use super::redact::{documented_text, media_type, part, root_cause};
use super::request::InvalidRequest;
use super::{OperationInfo, Outcome, Response, ResponseValue, SecretBytes};

/// Why a call failed. `E` is the type that the document gives to the operation's error responses.
///
/// What matters most is [`outcome`](Self::outcome): may the call have taken effect? If it was to create a credential:
///
/// | you got | may it exist? | do this |
/// |---|---|---|
/// | [`InvalidRequest`](Self::InvalidRequest) | no | give what is missing, call again |
/// | [`Transport`](Self::Transport), not sent | no | mend the connection, call again |
/// | [`Transport`](Self::Transport), unknown | yes | find it and revoke it, then call again |
/// | 4xx | no | read [`ErrorResponse`](Self::ErrorResponse), mend the call |
/// | 408, 5xx, redirects `301` to `303` | yes | find it and revoke it, then call again |
/// | redirects `307`, `308` | no | correct the base URL |
/// | 2xx, unreadable | it does | store [`body`](Self::body): it holds the only copy |
///
/// # Messages
///
/// `Display` and `Debug` write the same message: the operation, what happened, the cause, and
/// [the advice](Self::advice). The message is complete: [`source`](StdError::source) is always `None`, so that
/// reporters that print a whole chain, such as `anyhow` with `{:#}`, print no cause twice.
///
/// A message shows text of the service only where the document describes it: the codes and messages of a refusal,
/// limited in length, printable, and without the caller's API key in any usual encoding. Of any other body, it shows
/// the size and, if it is well known, the media type; [`body`](Self::body) returns the body itself. The guide
/// [*Secrets*](crate::guide::secrets) has the details.
#[non_exhaustive]
pub enum Error<E = ()> {
    /// An argument is missing or not acceptable. Nothing was sent.
    InvalidRequest(String),
    /// No response came: not connected, connection lost, or timed out.
    Transport(TransportError),
    /// The service answered with an error of the documented type.
    ErrorResponse(ResponseValue<E>),
    /// The service answered with something that the document does not describe.
    UnexpectedResponse(UnexpectedResponse),
}

impl<E> Error<E> {
    /// Whether the call may have taken effect.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::InvalidRequest(_) => Outcome::NotSent,
            Self::Transport(error) => error.outcome,
            Self::ErrorResponse(value) => value.response().outcome(),
            Self::UnexpectedResponse(error) => error.response.outcome(),
        }
    }

    /// The response, as far as it came; `None` if none did.
    pub fn response(&self) -> Option<&Response> {
        match self {
            Self::InvalidRequest(_) | Self::Transport(_) => None,
            Self::ErrorResponse(value) => Some(value.response()),
            Self::UnexpectedResponse(error) => Some(&error.response),
        }
    }

    /// The response's status; `None` if no response came.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(Response::status)
    }

    /// The response's body, as far as it came; `None` if no response came.
    ///
    /// Where [`outcome`](Self::outcome) is [`Outcome::Unreadable`] this is the only copy of what the call
    /// brought: store it.
    pub fn body(&self) -> Option<&SecretBytes> {
        self.response().map(Response::body)
    }

    /// How long the service asks to wait before the next call; `None` if it does not say.
    pub fn retry_after(&self) -> Option<Duration> {
        self.response().and_then(Response::retry_after)
    }

    /// How often the request was sent, or tried to be.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::InvalidRequest(_) => 0,
            Self::Transport(error) => error.attempts,
            _ => self.response().map_or(0, |response| response.attempts),
        }
    }

    /// What to do next, in whole sentences. The message ends with it.
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

/// A call that got no response.
pub struct TransportError {
    pub(super) operation: &'static OperationInfo,
    pub(super) outcome: Outcome,
    pub(super) host: String,
    pub(super) cause: Cause,
    pub(super) attempts: u32,
}

/// Why no response came.
pub(super) enum Cause {
    /// The HTTP client failed.
    Http(HttpFailure),
    /// The service did not answer in time.
    TimedOut,
    /// The call's time was up before it was sent: most of it went into waiting for a rate limit to lift.
    TooLate,
}

/// A failure of the HTTP client. Its own error is not kept: that may hold URLs, and texts of any length.
pub(super) struct HttpFailure {
    /// Whether no connection was made.
    is_connect: bool,
    is_before_sending: bool,
    /// Bounded, and without the caller's key.
    why: String,
}

impl Cause {
    /// Whether the request cannot have reached a connection.
    pub(super) fn is_before_sending(&self) -> bool {
        match self {
            Self::Http(failure) => failure.is_before_sending,
            Self::TimedOut => false,
            Self::TooLate => true,
        }
    }

    /// The HTTP client failed with `error`, in a call that carries `key`.
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

/// What TLS libraries say of a certificate that no trusted root has issued.
const UNTRUSTED: [&str; 3] =
    ["UnknownIssuer", "unable to get local issuer certificate", "self-signed certificate"];

/// How trusted roots are given to the program.
pub(crate) const TRUSTED_ROOTS: &str = "to add trusted root certificates, install the package `ca-certificates`, \
     or set `SSL_CERT_FILE` to a file that contains them";

/// How a proxy failed, if that is what `error` is about.
///
/// The HTTP client's type for this is private, and has no other status than 407.
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
    /// A short name of the cause.
    pub(super) fn kind(&self) -> &'static str {
        match &self.cause {
            Cause::TooLate => "deadline",
            Cause::TimedOut => "timeout",
            Cause::Http(HttpFailure { is_connect: true, .. }) => "connect",
            Cause::Http(_) => "connection",
        }
    }
}

/// A response that the document does not describe.
pub struct UnexpectedResponse {
    response: Box<Response>,
    why: String,
}

impl UnexpectedResponse {
    /// `why` must not quote the response.
    pub(super) fn new(response: Box<Response>, why: String) -> Self {
        Self { response, why }
    }

    /// The response, as far as it came.
    #[must_use]
    pub fn response(&self) -> &Response {
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
                // Whatever may hold a created secret stays in the error.
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

/// `text` with a full stop, unless it ends already.
fn sentence(text: &str) -> Cow<'_, str> {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', '…']) { text.into() } else { format!("{text}.").into() }
}

/// The codes and messages of a documented error.
fn documented(response: &Response) -> String {
    documented_text(&response.body, response.operation.error_properties, response.api_key.as_ref())
}

/// The media type and the size of a body, in parentheses; nothing if it is empty.
fn body_kind(response: &Response) -> String {
    match response.body.len() {
        0 => String::new(),
        1 => format!(" ({}, 1 byte)", media_type(&response.headers)),
        size => format!(" ({}, {size} bytes)", media_type(&response.headers)),
    }
}

/// The same as `Display`: an error that is unwrapped or returned from `main` says what to do as well.
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
            Cause::TooLate => write!(f, "its time was up before {host} could take it"),
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
