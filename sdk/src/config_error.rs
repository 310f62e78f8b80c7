//! Errors of [`ClientBuilder::build`](crate::ClientBuilder::build): a setting is missing or invalid.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::Server;
use crate::runtime::{TRUSTED_ROOTS, root_cause};

/// A missing or invalid setting of a [`Client`](crate::Client).
///
/// Each message states what was expected, what was found, and what to do. No message contains the API key.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// An environment variable is missing or unusable.
    Variable {
        /// The variable's name.
        name: &'static str,
        /// The problem with its value.
        problem: InvalidVariable,
    },
    /// No API key was given.
    MissingApiKey,
    /// No base URL was given, and the document names no server.
    MissingBaseUrl,
    /// The API key is not valid as a header value.
    ApiKey(InvalidApiKey),
    /// The base URL is invalid.
    BaseUrl(InvalidBaseUrl),
    /// The user agent is blank or not valid as a header value. Holds the value.
    UserAgent(String),
    /// A timeout is zero, so that no call could succeed. Holds the name of the builder's method.
    ZeroTimeout(&'static str),
    /// `max_response_bytes` may be too small for a response with a created key, which would then be lost.
    ResponseLimit {
        /// The limit, in bytes.
        limit: usize,
        /// The smallest limit, in bytes.
        minimum: usize,
    },
    /// A rate limit permits no request, or its window has zero length.
    RateLimit {
        /// The number of requests that it permits.
        requests: u32,
        /// The length of its window.
        window: Duration,
    },
    /// The base URL is `https`, but neither the feature `rustls` nor `native-tls` is enabled.
    NoTls,
    /// The operating system has no trusted root certificates, so that TLS cannot authenticate any server.
    NoTrustedRoots,
    /// The HTTP client cannot be built, because of its TLS backend or of
    /// [`ClientBuilder::configure_http`](crate::ClientBuilder::configure_http). Holds the cause.
    Http(String),
}

/// A problem with an environment variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidVariable {
    /// It is not set.
    Missing,
    /// It is empty or contains only white space.
    Empty,
    /// It is not Unicode.
    NotUnicode,
}

/// A problem with an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidApiKey {
    /// It is empty.
    Empty,
    /// It ends in a line break, as a key that was read from a file often does.
    TrailingLineBreak,
    /// It contains a character that is not visible ASCII. Holds the position in bytes, from 0.
    NotVisibleAscii(usize),
}

/// A problem with a base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidBaseUrl {
    /// It is not an absolute URL. Holds the reason.
    NotAUrl(String),
    /// It contains a user name or a password.
    Credentials,
    /// It contains a query or a fragment.
    QueryOrFragment,
    /// Its path has two slashes in a row.
    DoubleSlash,
    /// It contains white space or a control character.
    WhiteSpace,
    /// It contains a backslash, which URL parsers treat as a slash.
    Backslash,
    /// Its scheme is not followed by exactly two slashes.
    Slashes,
    /// URL parsers change it, for example because its host is not ASCII or is `127.1`, or its path contains `..`.
    NotNormalized {
        /// The URL after parsing.
        read_as: String,
    },
    /// Its scheme is neither `https` nor `http`. Holds the scheme.
    Scheme(String),
    /// It is `http` and its host is not a loopback host: the API key would be sent unencrypted.
    Insecure {
        /// The URL's host.
        host: String,
    },
    /// It has the host of a documented server, but not the path of the API.
    PathMissing {
        /// The documented server's base URL.
        meant: &'static str,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable { name, problem } => match problem {
                InvalidVariable::Missing => {
                    write!(f, "environment variable {name}: expected a value, found none; set it")
                }
                InvalidVariable::Empty => write!(
                    f,
                    "environment variable {name}: expected a value, found an empty string; \
                     set it to a value, or unset it"
                ),
                InvalidVariable::NotUnicode => {
                    write!(f, "environment variable {name}: expected Unicode, found other bytes; set it again")
                }
            },
            Self::MissingApiKey => {
                f.write_str("expected an API key, found none; pass it to `ClientBuilder::api_key`")
            }
            Self::MissingBaseUrl => {
                f.write_str("expected a base URL, found none; pass one to `ClientBuilder::base_url`")
            }
            Self::ApiKey(problem) => match problem {
                InvalidApiKey::Empty => f.write_str(
                    "API key: expected visible ASCII characters, found an empty string; pass the caller's key",
                ),
                InvalidApiKey::TrailingLineBreak => f.write_str(
                    "API key: expected visible ASCII characters, found a line break at the end; trim it \
                     (a key that is read from a file often has one)",
                ),
                InvalidApiKey::NotVisibleAscii(at) => write!(
                    f,
                    "API key: expected visible ASCII characters, found another character at byte {at}; \
                     copy the whole key, without spaces or line breaks"
                ),
            },
            Self::BaseUrl(problem) => {
                f.write_str("base URL: ")?;
                problem.write(f)
            }
            Self::UserAgent(value) => write!(
                f,
                "user agent: expected visible ASCII characters and spaces, found {value:?}; \
                 use only these, and not only spaces"
            ),
            Self::ZeroTimeout(name) => {
                write!(f, "`{name}`: expected a duration greater than zero, found zero; increase it")
            }
            Self::ResponseLimit { limit, minimum } => write!(
                f,
                "`max_response_bytes`: expected at least {minimum}, found {limit}; \
                 increase it, because a created key that does not fit is lost"
            ),
            Self::RateLimit { requests, window } => write!(
                f,
                "rate limit: expected at least one request and a window longer than zero, \
                 found {requests} requests in {window:?}; change the limit, or use `RateLimits::off()`"
            ),
            Self::NoTls => f.write_str(
                "base URL: expected a TLS backend for https, found none in this build; \
                 enable the feature `rustls` or `native-tls`",
            ),
            Self::NoTrustedRoots => {
                write!(f, "TLS: expected trusted root certificates, found none; {TRUSTED_ROOTS}")
            }
            Self::Http(cause) => write!(
                f,
                "HTTP client: expected a valid configuration, found an error ({cause}); \
                 check what `configure_http` sets"
            ),
        }
    }
}

impl InvalidBaseUrl {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAUrl(why) => write!(
                f,
                "expected an absolute URL, found an invalid one ({why}); \
                 write it in full, as in {}",
                Server::FIRST.map_or("https://api.example.com", Server::base_url)
            ),
            Self::Credentials => f.write_str(
                "expected no user name or password, found one; \
                 remove it, because calls need only the API key",
            ),
            Self::QueryOrFragment => {
                f.write_str("expected no query or fragment, found one; end it with the path")
            }
            Self::DoubleSlash => {
                f.write_str("expected single slashes in the path, found two in a row; remove one")
            }
            Self::WhiteSpace => f.write_str(
                "expected no white space or control characters, found one; \
                 remove it, or percent-encode it",
            ),
            Self::Backslash => f.write_str("expected slashes, found a backslash; use a slash"),
            Self::Slashes => f.write_str(
                "expected exactly two slashes after the scheme, found fewer or more; \
                 write it as in https://api.example.com",
            ),
            Self::NotNormalized { read_as } => write!(
                f,
                "expected a normalized URL, found one that URL parsers change to {read_as}; \
                 write it in that form, if you mean that"
            ),
            Self::Scheme(scheme) => {
                write!(f, "expected the scheme https, found {scheme}; use https")
            }
            Self::Insecure { host } => write!(
                f,
                "expected https, found http, which would send the API key to {host} unencrypted; \
                 use https (http is allowed for loopback hosts only)"
            ),
            Self::PathMissing { meant } => {
                write!(f, "expected the path of the API, found none; use {meant}")
            }
        }
    }
}

impl StdError for ConfigError {}

impl ConfigError {
    /// Converts an error of the HTTP client's builder.
    pub(crate) fn http(error: &reqwest::Error) -> Self {
        let cause = root_cause(error, None);
        // The error type of `rustls-platform-verifier` is private, so the message has to do.
        if cause.contains("No CA certificates were loaded") {
            Self::NoTrustedRoots
        } else {
            Self::Http(cause)
        }
    }
}
