//! Properties of an operation that the runtime needs, and the trait through which generated code makes calls.

use std::ops::RangeInclusive;

use super::{RawResponse, Request, TransportError};

/// An operation of the document.
pub(crate) struct OperationInfo {
    /// The operation's `operationId`.
    pub(crate) operation_id: &'static str,
    /// The operation's path in the document, with its parameters in braces.
    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "for spans"))]
    pub(crate) path: &'static str,
    /// `true` if requests carry the caller's API key (`security`).
    pub(crate) authenticated: bool,
    /// Statuses of documented successes.
    pub(crate) success_statuses: &'static [RangeInclusive<u16>],
    /// Names of the properties of the operation's error responses in the document's order, without secrets. Messages
    /// show their values.
    pub(crate) error_properties: &'static [&'static str],
    /// Advice for [`Outcome::Unknown`](super::Outcome::Unknown) (`x-recovery`).
    pub(crate) on_unknown: Option<&'static str>,
    /// Advice for [`Outcome::Unreadable`](super::Outcome::Unreadable) (`x-recovery`).
    pub(crate) on_unreadable: Option<&'static str>,
}

/// Executes the requests of the generated operations.
///
/// The generated code contains no implementation, so that it does not compile without ours.
pub(crate) trait ClientHooks<Inner = ()> {
    async fn exec(
        &self,
        request: Request,
        operation: &'static OperationInfo,
    ) -> Result<Box<RawResponse>, TransportError>;
}
