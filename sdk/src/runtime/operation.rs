//! An operation of the API, as the runtime sees it.

use std::ops::RangeInclusive;

use super::{Request, Response, TransportError};

/// What the document says of an operation.
pub(crate) struct OperationInfo {
    /// The operation's `operationId`.
    pub(crate) operation_id: &'static str,
    /// The operation's path as the document has it, with its parameters in braces.
    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "for spans"))]
    pub(crate) path: &'static str,
    /// Whether requests carry the caller's API key (`security`).
    pub(crate) authenticated: bool,
    /// The statuses of documented successes.
    pub(crate) success_statuses: &'static [RangeInclusive<u16>],
    /// The names of the properties of the operation's error responses, secrets excepted, in the document's
    /// order: messages show their values.
    pub(crate) error_properties: &'static [&'static str],
    /// What to do when it is not known whether a call took effect (`x-recovery`).
    pub(crate) on_unknown: Option<&'static str>,
    /// What to do when a call took effect but its response cannot be read (`x-recovery`).
    pub(crate) on_unreadable: Option<&'static str>,
}

/// How the generated operations carry out their requests.
///
/// The generated code has no implementation of it, so that forgetting ours does not compile.
pub(crate) trait ClientHooks<Inner = ()> {
    async fn exec(
        &self,
        request: Request,
        operation: &'static OperationInfo,
    ) -> Result<Box<Response>, TransportError>;
}
