//! What changed in the document, and what that costs its consumers.
//!
//! A change is judged twice. For **callers of the API** the contract is what is on the wire: what narrows a request
//! breaks them, and so does what widens a response – a value that an enumeration did not have, a field that may be
//! missing or null – since they were told that it does not happen. A field that is new in a response breaks nobody:
//! objects are open. For **users of the crate** the contract is Rust: names come from schemas and operations, so
//! that a schema's new name breaks them and nobody else; structs may get fields, open enumerations may get values.

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
