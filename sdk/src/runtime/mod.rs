//! Runtime of the generated client: executes one call, from its arguments to its outcome.
//!
//! It knows nothing about the API: the generated type of a call describes its operation as [`Operation`].

mod base_url;
mod default_headers;
mod error;
mod json;
mod key_finder;
#[cfg(feature = "httpmock")]
pub(crate) mod mock;
#[cfg(feature = "schemars")]
mod nullable;
mod open_enum;
mod operation;
mod outcome;
mod query;
mod rate_limits;
mod redact;
mod request;
mod request_body;
mod response;
mod retry;
mod retry_loop;
mod secret;
mod sent_secret;
mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
mod throttle;
mod timeout;
mod transport;

pub use error::{Error, TransportError, UnexpectedResponse};
pub use open_enum::UnknownValue;
pub use outcome::Outcome;
pub use rate_limits::RateLimits;
#[cfg(fuzzing)]
pub use response::fuzz_decode;
pub use response::{BodyError, RawResponse, Response};
pub use retry::RetryPolicy;
pub use secret::{SecretBytes, SecretString};

pub(crate) use base_url::BaseUrl;
pub(crate) use default_headers::DefaultHeaders;
pub(crate) use error::TRUSTED_ROOTS;
#[cfg(feature = "schemars")]
#[allow(unused_imports, reason = "for documents with properties that are required and nullable")]
pub(crate) use nullable::Nullable;
pub use operation::Operation;
pub(crate) use operation::{ErrorBody, OperationInfo};
pub(crate) use query::QueryParam;
pub(crate) use redact::root_cause;
pub(crate) use request::{Request, authority};
pub(crate) use retry_loop::HttpClient;
pub(crate) use secret::sensitive_header;
#[allow(unused_imports, reason = "for documents with secrets in requests")]
pub(crate) use sent_secret::SerializeSecret;
pub(crate) use throttle::Throttle;
pub(crate) use timeout::after;
pub(crate) use transport::{ApiKey, Transport};
