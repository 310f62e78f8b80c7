//! What the generated client rests on: one call, from its arguments to its outcome.
//!
//! It takes the place of `progenitor-client`, whose names the generated code uses, and knows nothing
//! of the API: what is particular to an operation reaches it as [`OperationInfo`].

mod call;
mod error;
mod excerpt;
mod observe;
mod open_enum;
mod operation;
mod outcome;
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
pub(crate) use operation::{ClientHooks, OperationInfo};
pub(crate) use rate_gate::RateGate;
pub(crate) use request::{Request, encode_path};
pub(crate) use transport::Transport;
