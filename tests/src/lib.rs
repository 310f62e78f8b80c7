//! What the agreement tests share: the document, the SDK and the wire, side by side.

pub mod call;
pub mod canary;
pub mod described;
pub mod fault;
pub mod faults;
#[rustfmt::skip]
pub mod generated;
pub mod instances;
pub mod service;
pub mod wire;

/// The README's examples, compiled and run with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
