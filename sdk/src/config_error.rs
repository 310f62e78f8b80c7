//! Why a [`Client`](crate::Client) cannot be built.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::Server;
use crate::runtime::{TRUSTED_ROOTS, root_cause};

/// Why a [`Client`](crate::Client) cannot be built. No message repeats the API key.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// An environment variable is missing or unusable.
    Variable {
        /// The variable's name.
        name: &'static str,
        /// What is wrong with it.
        problem: InvalidVariable,
    },
    /// No API key was given.
    MissingApiKey,
    /// No base URL was given, and the document names no server.
    MissingBaseUrl,
    /// The API key cannot be a header.
    ApiKey(InvalidApiKey),
    /// The base URL cannot be used.
    BaseUrl(InvalidBaseUrl),
    /// The user agent is empty or cannot be a header.
    UserAgent(String),
    /// A timeout is zero: no call could succeed. Holds the name of the builder's method.
    ZeroTimeout(&'static str),
    /// `max_response_bytes` is so small that a response with a created key may not fit: the key would be lost.
    ResponseLimit {
        /// The limit, in bytes.
        limit: usize,
        /// The smallest limit, in bytes.
        minimum: usize,
    },
    /// A rate limit permits no request at all, or has a window of zero length.
    RateLimit {
        /// How many requests it permits.
        requests: u32,
        /// In what time.
        window: Duration,
    },
    /// The base URL is `https`, and neither the feature `rustls` nor `native-tls` is enabled.
    NoTls,
    /// The operating system has no trusted root certificates, so that no server could be authenticated.
    NoTrustedRoots,
    /// The HTTP client cannot be built: TLS or what [`ClientBuilder::configure_http`](crate::ClientBuilder::configure_http) did.
    /// Holds the cause.
    Http(String),
}

/// What is wrong with an environment variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidVariable {
    /// It is not set.
    Missing,
    /// It is set to nothing but white space.
    Empty,
    /// It is not Unicode.
    NotUnicode,
}

/// What is wrong with an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidApiKey {
    /// It is empty.
    Empty,
    /// It ends in a line break, as files do.
    TrailingLineBreak,
    /// It holds something other than visible ASCII characters, at this byte, counted from 0.
    NotVisibleAscii(usize),
}

/// What is wrong with a base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidBaseUrl {
    /// It is not an absolute URL.
    NotAUrl(String),
    /// It holds a user name or a password.
    Credentials,
    /// It holds a query or a fragment.
    QueryOrFragment,
    /// Its path has two slashes in a row.
    DoubleSlash,
    /// It contains white space or a control character.
    WhiteSpace,
    /// It contains a backslash, which URL parsers read as a slash.
    Backslash,
    /// Its scheme is not followed by exactly two slashes.
    Slashes,
    /// URL parsers change it: its host is not ASCII or is written as `127.1`, or its path contains `..`.
    NotNormalized {
        /// The URL that parsers read instead.
        read_as: String,
    },
    /// It is neither `https` nor `http`.
    Scheme(String),
    /// It is `http`, and its host is not a loopback host: the API key would be readable on the way.
    Insecure {
        /// The URL's host.
        host: String,
    },
    /// It is the host of a documented server without the path at which the API is.
    PathMissing {
        /// The documented server's base URL.
        meant: &'static str,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable { name, problem } => match problem {
                InvalidVariable::Missing => write!(f, "the environment variable {name} is not set: set it"),
                InvalidVariable::Empty => {
                    write!(f, "the environment variable {name} is empty: set it to a value, or unset it")
                }
                InvalidVariable::NotUnicode => {
                    write!(f, "the environment variable {name} is not Unicode: set it anew")
                }
            },
            Self::MissingApiKey => {
                f.write_str("no API key: pass the caller's key to `ClientBuilder::api_key`")
            }
            Self::MissingBaseUrl => {
                f.write_str("no base URL: say where the service is with `ClientBuilder::base_url`")
            }
            Self::ApiKey(problem) => match problem {
                InvalidApiKey::Empty => f.write_str("the API key is empty: pass the caller's key"),
                InvalidApiKey::TrailingLineBreak => f.write_str(
                    "the API key ends in a line break: trim it (a key that is read from a file often has one)",
                ),
                InvalidApiKey::NotVisibleAscii(at) => write!(
                    f,
                    "the API key has a character at byte {at} that cannot be in a header: \
                     check that it was copied whole, without spaces or line breaks"
                ),
            },
            Self::BaseUrl(problem) => match problem {
                InvalidBaseUrl::NotAUrl(why) => write!(
                    f,
                    "the base URL is not a URL ({why}): give it in full, as in {}",
                    Server::FIRST.map_or("https://api.example.com", Server::base_url)
                ),
                InvalidBaseUrl::Credentials => f.write_str(
                    "the base URL holds a user name or a password: remove it, the API key is all it takes",
                ),
                InvalidBaseUrl::QueryOrFragment => {
                    f.write_str("the base URL holds a query or a fragment: end it with the path")
                }
                InvalidBaseUrl::DoubleSlash => {
                    f.write_str("the base URL's path has two slashes in a row: remove one")
                }
                InvalidBaseUrl::WhiteSpace => f.write_str(
                    "the base URL contains white space or a control character: remove it, or percent-encode it",
                ),
                InvalidBaseUrl::Backslash => f.write_str("the base URL contains a backslash: use a slash"),
                InvalidBaseUrl::Slashes => f.write_str(
                    "the base URL does not have exactly two slashes after its scheme: write it as in \
                     https://api.example.com",
                ),
                InvalidBaseUrl::NotNormalized { read_as } => write!(
                    f,
                    "URL parsers change the base URL to {read_as}: give it in that form, if that is meant"
                ),
                InvalidBaseUrl::Scheme(scheme) => {
                    write!(f, "the base URL's scheme is {scheme}: use https")
                }
                InvalidBaseUrl::Insecure { host } => write!(
                    f,
                    "the base URL would send the API key to {host} unencrypted: use https \
                     (http is for loopback hosts only)"
                ),
                InvalidBaseUrl::PathMissing { meant } => {
                    write!(f, "the base URL has no path, where the API has one: did you mean {meant}?")
                }
            },
            Self::UserAgent(value) => write!(
                f,
                "the user agent {value:?} cannot be a header: use visible ASCII characters and spaces"
            ),
            Self::ZeroTimeout(name) => write!(f, "`{name}` is zero, so that no call could succeed: raise it"),
            Self::ResponseLimit { limit, minimum } => write!(
                f,
                "`max_response_bytes` is {limit}, so that a created key may be lost: raise it to at least {minimum}"
            ),
            Self::RateLimit { requests, window } => write!(
                f,
                "the rate limit of {requests} requests in {window:?} is invalid: both numbers must be greater than zero \
                 (`RateLimits::off()` turns rate limits off)"
            ),
            Self::NoTls => f.write_str(
                "the base URL is https, and this build has no TLS: enable the feature `rustls` or `native-tls`",
            ),
            Self::NoTrustedRoots => {
                write!(f, "no trusted root certificates were found, so that TLS cannot work: {TRUSTED_ROOTS}")
            }
            Self::Http(cause) => {
                write!(f, "the HTTP client cannot be built: {cause}: check what `configure_http` does")
            }
        }
    }
}

impl StdError for ConfigError {}

impl ConfigError {
    /// The HTTP client could not be built.
    pub(crate) fn http(error: &reqwest::Error) -> Self {
        let cause = root_cause(error, None);
        // What `rustls-platform-verifier` says; its type is private.
        if cause.contains("No CA certificates were loaded") {
            Self::NoTrustedRoots
        } else {
            Self::Http(cause)
        }
    }
}
