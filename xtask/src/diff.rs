//! Compares two documents, and classifies each change by its impact on consumers.
//!
//! Each change is classified twice. For **callers of the API** the contract is the wire format. Narrowing a request
//! breaks them, and so does widening a response: a new enumeration value, or a field that may be missing or null. A new
//! field in a response breaks nobody, because objects are open. For **users of the crate** the contract is the Rust
//! API. Names come from schemas and operations, so renaming a schema breaks users but not callers. Structs may gain
//! fields, and open enumerations may gain values.

mod assessment;
mod baseline;
mod change;
mod changelog;
mod compare;
mod composition;
mod constraints;
mod content;
mod enumerations;
mod flattened;
mod operations;
mod pairing;
mod parameters;
mod pending;
mod properties;
mod rate_limits;
mod recorder;
mod report;
mod responses;
mod schemas;
mod security;
mod semver_checks;
mod servers;
mod types;
mod unclassified;
mod usage;
mod versions;

pub use assessment::{files, revision};
pub use change::{Bump, Change, Impact, Kind, Location, Place};
pub use compare::compare;
pub use report::Report;
