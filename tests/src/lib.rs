//! Shared code of the conformance tests, which compare a document with its SDK and with the requests and responses on
//! the wire.

// Generated views refer to this crate by name, here and in other crates.
extern crate self as agreement;

pub mod call;
pub mod canary;
pub mod described;
pub mod drift;
pub mod driver;
pub mod edit;
pub mod examples;
pub mod fault;
pub mod fault_check;
pub mod faults;
#[rustfmt::skip]
pub mod generated;
pub mod instances;
pub mod memory;
pub mod mutate;
pub mod program;
pub mod requests;
pub mod responses;
pub mod schemas;
pub mod score;
pub mod service;
pub mod shown;
pub mod subject;
pub mod synthetic;
pub mod tools;
pub mod wire;

/// Compiles the README's examples as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
