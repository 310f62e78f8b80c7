//! Properties of an operation that the runtime needs.

use std::ops::RangeInclusive;

use serde::de::DeserializeOwned;

/// An operation of the API. The type of its call, in [`calls`](crate::calls), implements this trait.
///
/// Code outside this crate cannot implement it.
pub trait Operation {
    /// The type of a success: `()` if it has no body.
    type Success: DeserializeOwned;
    /// The type of a documented error: `()` if it has no body, or if none is documented.
    type Error: DeserializeOwned;

    #[doc(hidden)]
    const INFO: OperationInfo;
}

/// The documented body of an operation's errors.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "depends on the document")]
pub(crate) enum ErrorBody {
    /// JSON.
    Json,
    /// No body.
    Empty,
    /// The document describes no errors.
    Undocumented,
}

/// The facts about an operation that the runtime needs.
pub struct OperationInfo {
    /// The operation's `operationId`.
    pub(crate) operation_id: &'static str,
    /// The operation's path in the document, with its parameters in braces.
    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "for spans"))]
    pub(crate) path: &'static str,
    /// `true` if requests carry the caller's API key (`security`).
    pub(crate) authenticated: bool,
    /// Statuses of documented successes.
    pub(crate) success_statuses: &'static [RangeInclusive<u16>],
    /// `true` if successes have a JSON body.
    pub(crate) has_body: bool,
    /// The body of errors.
    pub(crate) error_body: ErrorBody,
    /// Names of the properties of the operation's error responses in the document's order, without secrets. Messages
    /// show their values.
    pub(crate) error_properties: &'static [&'static str],
    /// Advice for [`Outcome::Unknown`](super::Outcome::Unknown) (`x-recovery`).
    pub(crate) on_unknown: Option<&'static str>,
    /// Advice for [`Outcome::Unreadable`](super::Outcome::Unreadable) (`x-recovery`).
    pub(crate) on_unreadable: Option<&'static str>,
}
