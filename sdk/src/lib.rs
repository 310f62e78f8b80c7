// The first definition of a link counts: here, the README's links to files lead to the guide.
#![doc = "[life]: guide::life_of_a_key\n[outcomes]: guide::outcomes_and_retries\n\n"]
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod client_builder;
mod config_error;
mod environment;
#[rustfmt::skip]
#[allow(
    clippy::doc_markdown,
    clippy::implicit_hasher,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    deprecated,
    rustdoc::bare_urls,
    rustdoc::broken_intra_doc_links,
    rustdoc::invalid_html_tags,
    reason = "descriptions are the document's, and a mock is configured by statements"
)]
mod generated;
pub mod guide;
pub mod lifecycle;
mod runtime;
mod secret_file;

pub use client_builder::ClientBuilder;
pub use config_error::{ConfigError, InvalidApiKey, InvalidBaseUrl, InvalidVariable};
pub use generated::client::Client;
pub use generated::document::{self, Server};
pub use generated::environment::{API_KEY_VARIABLE, BASE_URL_VARIABLE};
pub use generated::{calls, types};
/// The HTTP client that this crate is built on: its types are part of this crate's interface.
pub use reqwest;
#[cfg(fuzzing)]
#[doc(hidden)]
pub use runtime::fuzz_decode;
pub use runtime::{
    BodyError, Error, Operation, Outcome, RateLimits, RawResponse, Response, RetryPolicy, SecretBytes,
    SecretString, TransportError, UnexpectedResponse, UnknownValue,
};
pub use secret_file::SecretFile;

#[cfg(feature = "httpmock")]
pub use generated::httpmock;
#[cfg(feature = "testing")]
pub use runtime::testing;
