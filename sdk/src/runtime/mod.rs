//! What the generated client rests on: one call, from its arguments to its outcome.
//!
//! It takes the place of `progenitor-client`, whose names the generated code uses, and knows nothing
//! of the API: what is particular to an operation reaches it as [`OperationInfo`].

mod call;
mod common_headers;
mod error;
mod excerpt;
#[cfg(feature = "schemars")]
mod nullable;
mod observe;
mod open_enum;
mod operation;
mod outcome;
mod patience;
mod query;
mod rate_gate;
mod request;
mod response;
mod retry;
mod secret;
mod transport;

pub use error::{Error, TransportError, UnexpectedResponse};
pub use open_enum::Undocumented;
pub use outcome::Outcome;
#[cfg(fuzzing)]
pub use response::fuzz_decode;
pub use response::{BodyFault, Response, ResponseValue};
pub use retry::RetryPolicy;
pub use secret::{SecretBytes, SecretString};

pub(crate) use call::HttpClient;
pub(crate) use common_headers::CommonHeaders;
#[cfg(feature = "schemars")]
#[allow(unused_imports, reason = "for documents with properties that are required and nullable")]
pub(crate) use nullable::Nullable;
pub(crate) use operation::{ClientHooks, OperationInfo};
#[allow(unused_imports, reason = "for documents with query parameters")]
pub(crate) use query::QueryParam;
#[cfg(feature = "httpmock")]
#[allow(unused_imports, reason = "for documents with query parameters")]
pub(crate) use query::expect_query;
pub(crate) use rate_gate::RateGate;
pub(crate) use request::{Request, authority};
pub(crate) use transport::{ApiKey, Transport};
