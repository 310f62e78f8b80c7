//! What the agreement tests share: a document, its SDK and the wire, side by side, and what they have to agree on.

// The generated view is the same in every crate.
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

/// The README's examples, compiled and run with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
