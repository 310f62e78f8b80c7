//! Checks a document. Reports mistakes, and everything that the generator cannot express, ignores, or panics on.

mod all_of;
mod checked;
mod context;
mod duplicates;
mod enumerations;
mod examples;
mod generator_input;
mod ignored_keys;
mod operations;
mod parameters;
mod rate_limits;
mod recovery;
mod references;
mod responses;
mod schemas;
mod secret_names;
mod secret_scan;
mod secrets;
mod security;
mod servers;
mod structure;
mod suite;
mod tags;
mod unions;
mod unmarked_secrets;
mod unsupported;
mod unused;
mod version;

pub use checked::{Checked, Comparable};
pub use suite::check;
