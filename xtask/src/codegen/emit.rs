//! Emitters of the code that progenitor does not generate.

pub(super) mod arguments;
pub(super) mod calls;
pub(super) mod client;
pub(super) mod constructors;
pub(super) mod document;
pub(super) mod dynamic_client;
pub(super) mod enumerations;
pub(super) mod environment;
pub(super) mod mocks;
pub(super) mod module;
pub(super) mod operations;
pub(super) mod unions;
