//! The life cycle of keys, against a service that loses, repeats, delays and refuses requests.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod cancellation;
mod find;
mod issue;
mod messages;
mod revoke;
mod rotate;
mod service;
mod sweep;
