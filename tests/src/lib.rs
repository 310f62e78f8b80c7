//! Shared code of the conformance tests, which compare a document with its SDK and with the requests and responses on
//! the wire.

// Generated views refer to this crate by name, here and in other crates.
extern crate self as conformance;

pub mod api_view;
pub mod canary;
pub mod checks;
pub mod drift;
pub mod driver;
pub mod dynamic_client;
pub mod examples;
pub mod expected_page;
pub mod fake_service;
pub mod fault;
pub mod fault_check;
pub mod faults;
#[rustfmt::skip]
pub mod generated;
#[cfg(unix)]
pub mod key_service;
#[cfg(unix)]
pub mod ledger;
pub mod memory;
pub mod mutate;
pub mod mutation_report;
pub mod open_enumerations;
pub mod parallel;
pub mod random_documents;
pub mod recording_server;
pub mod requests;
pub mod responses;
pub mod sample_runner;
pub mod schemas;
pub mod sent_secrets;
pub mod slices;
pub mod tools;
pub mod unions;
pub mod value_strategies;

/// Compiles the README's examples as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
