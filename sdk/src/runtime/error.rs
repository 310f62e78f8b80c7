//! Why a call failed, and what it may have done all the same.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use super::redact::{excerpt, leaves};
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
/// No form of this error – `Display`, `Debug`, [`source`](StdError::source) – shows the caller's API key or
/// the body of a response that may hold a secret. The message says what to do next.
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
    /// The HTTP client says why.
    Http(reqwest::Error),
    /// The service did not answer in time.
    TimedOut,
    /// The call's time was up before it was sent: most of it went into waiting for a rate limit to lift.
    TooLate,
}

impl Cause {
    /// Whether the request cannot have reached a connection.
    pub(super) fn is_before_sending(&self) -> bool {
        match self {
            Self::Http(error) => error.is_connect() || error.is_builder(),
            Self::TimedOut => false,
            Self::TooLate => true,
        }
    }
}

#[cfg(feature = "tracing")]
impl TransportError {
    /// A short name of the cause.
    pub(super) fn kind(&self) -> &'static str {
        match &self.cause {
            Cause::TooLate => "deadline",
            Cause::TimedOut => "timeout",
            Cause::Http(error) if error.is_connect() => "connect",
            Cause::Http(_) => "connection",
        }
    }
}

/// Why a response cannot be decoded.
pub(super) struct Undecodable {
    pub(super) why: String,
    /// Whether its body is no part of a message: JSON that nobody described may hold anything.
    pub(super) is_hidden: bool,
}

/// A response that the document does not describe.
pub struct UnexpectedResponse {
    response: Box<Response>,
    why: String,
    is_hidden: bool,
}

impl UnexpectedResponse {
    pub(super) fn new(response: Response, Undecodable { why, is_hidden }: Undecodable) -> Self {
        Self { response: Box::new(response), why, is_hidden }
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
        match self.outcome() {
            Outcome::NotSent => write!(f, "{operation} was not sent: ")?,
            Outcome::Refused => write!(f, "{operation} was refused: ")?,
            Outcome::Unknown => write!(f, "{operation} may have taken effect: ")?,
            Outcome::Unreadable => write!(f, "{operation} took effect, but its response cannot be read: ")?,
        }
        match self {
            Self::InvalidRequest(why) => f.write_str(why)?,
            Self::Transport(error) => error.fmt(f)?,
            Self::ErrorResponse(value) => {
                let Response { status, body, api_key, .. } = value.response();
                write!(f, "{status}")?;
                // Whatever may hold a created secret stays in the error.
                if self.outcome() == Outcome::Refused && !body.is_empty() {
                    write!(f, ": {}", excerpt(&leaves(body.expose_secret()), api_key.as_ref()))?;
                }
            }
            Self::UnexpectedResponse(error) => error.fmt(f)?,
        }
        if self.attempts() > 1 {
            write!(f, " (after {} attempts)", self.attempts())?;
        }
        if let Some(wait) = self.retry_after() {
            write!(f, " (the service asks to wait {} s)", wait.as_secs())?;
        }
        let advice = match self.outcome() {
            Outcome::NotSent | Outcome::Refused => "Nothing took effect",
            Outcome::Unknown => self
                .operation()
                .and_then(|operation| operation.on_unknown)
                .unwrap_or("Find out whether it did before calling again"),
            Outcome::Unreadable => self
                .operation()
                .and_then(|operation| operation.on_unreadable)
                .unwrap_or("Read the result from the body that is kept in this error: it is the only copy"),
        };
        write!(f, ". {}.", advice.trim_end_matches('.'))
    }
}

/// The same as `Display`: an error that is unwrapped or returned from `main` says what to do as well.
impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<E> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(TransportError { cause: Cause::Http(error), .. }) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &self.host;
        match &self.cause {
            Cause::TooLate => write!(f, "its time was up before {host} could take it"),
            Cause::Http(error) if error.is_connect() => {
                write!(f, "cannot connect to {host}: {}", root_cause(error))
            }
            Cause::TimedOut if self.outcome == Outcome::NotSent => {
                write!(f, "cannot connect to {host} in time")
            }
            Cause::TimedOut => write!(f, "{host} did not answer in time"),
            Cause::Http(error) => write!(f, "no answer from {host}: {}", root_cause(error)),
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
        let Response { status, body, api_key, .. } = &*self.response;
        write!(f, "{status}: {}", self.why)?;
        // Whatever may hold a created secret stays in the error.
        let is_shown = self.response.outcome() == Outcome::Refused && !self.is_hidden;
        if is_shown && !body.is_empty() {
            write!(f, ": {}", excerpt(&String::from_utf8_lossy(body.expose_secret()), api_key.as_ref()))?;
        }
        Ok(())
    }
}

impl fmt::Debug for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The last error of a chain: the one that says what went wrong.
pub(super) fn root_cause<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause
}
