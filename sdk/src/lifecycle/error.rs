//! The error of issuing or rotating a key: the stage, the cause and the outcome.

use std::fmt;

use super::LeftBehind;
use crate::Error;
use crate::types::{CreatedKey, ErrorResponse};

/// Error of [`Client::issue_key`](crate::Client::issue_key). `E` is the error of the closure that stores the key.
pub type IssueError<E> = LifecycleError<E>;

/// Error of [`Client::rotate_key`](crate::Client::rotate_key). `E` is the error of the closure that stores the key.
pub type RotateError<E> = LifecycleError<E>;

/// Error of issuing or rotating a key. `E` is the error of the closure that stores the key.
///
/// [`outcome`](Self::outcome) states whether a key of this call may be active, and
/// [`left_behind`](Self::left_behind) which one. `Display` and `Debug` write the same message, which ends with what to
/// do. It contains no secret, no name of a key and no text of `E`.
pub struct LifecycleError<E>(Box<Details<E>>);

struct Details<E> {
    operation: &'static str,
    stage: Stage,
    cause: Cause,
    left_behind: LeftBehind,
    store_error: Option<E>,
    key: Option<CreatedKey>,
}

impl<E> LifecycleError<E> {
    pub(super) fn new(
        operation: &'static str,
        stage: Stage,
        cause: Cause,
        left_behind: LeftBehind,
        store_error: Option<E>,
        key: Option<CreatedKey>,
    ) -> Self {
        Self(Box::new(Details { operation, stage, cause, left_behind, store_error, key }))
    }

    /// Returns the stage that failed.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.0.stage
    }

    /// Returns the reason for the failure.
    #[must_use]
    pub fn cause(&self) -> &Cause {
        &self.0.cause
    }

    /// Returns whether a key of this call may be active.
    #[must_use]
    pub fn outcome(&self) -> KeyOutcome {
        if self.0.stage > Stage::Store {
            KeyOutcome::Stored
        } else if self.0.left_behind.may_contain_keys() {
            KeyOutcome::MayExist
        } else {
            KeyOutcome::NoKey
        }
    }

    /// Returns what the call may have left behind.
    #[must_use]
    pub fn left_behind(&self) -> &LeftBehind {
        &self.0.left_behind
    }

    /// Returns the error of the closure that stores the key, if it returned one.
    #[must_use]
    pub fn store_error(&self) -> Option<&E> {
        self.0.store_error.as_ref()
    }

    /// Returns the error of the closure that stores the key unchanged, if it returned one.
    #[must_use]
    pub fn into_store_error(self) -> Option<E> {
        self.0.store_error
    }

    /// Returns the key that failed verification, if it was kept ([`Unverified::Keep`](super::Unverified::Keep)).
    ///
    /// This error is its only copy.
    #[must_use]
    pub fn key(&self) -> Option<&CreatedKey> {
        self.0.key.as_ref()
    }
}

/// Outcome of a failed issue or rotation: states whether a key of the call may be active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyOutcome {
    /// No key of this call is active.
    NoKey,
    /// A key of this call may be active or become active: see [`LifecycleError::left_behind`].
    MayExist,
    /// The new key is stored and works. In a rotation, the old key was not revoked, or another rotation revoked it.
    Stored,
}

impl KeyOutcome {
    /// Returns the outcome's name in spans.
    #[cfg(feature = "tracing")]
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::NoKey => "no key",
            Self::MayExist => "may exist",
            Self::Stored => "stored",
        }
    }
}

/// Stage of issuing or rotating a key, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// Reads the key that is to be rotated.
    Inspect,
    /// Lists the keys that the user already has.
    List,
    /// Creates the new key.
    Create,
    /// Calls the service with the new key until it is accepted.
    Verify,
    /// Passes the new key to the caller.
    Store,
    /// Revokes the old key.
    Retire,
    /// Removes the tag from the name of the new key.
    Confirm,
    /// Looks for keys of this call that nobody holds, and revokes them.
    Sweep,
}

impl Stage {
    /// Returns the stage's name in spans.
    #[cfg(feature = "tracing")]
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Inspect => "inspect",
            Self::List => "list",
            Self::Create => "create",
            Self::Verify => "verify",
            Self::Store => "store",
            Self::Retire => "retire",
            Self::Confirm => "confirm",
            Self::Sweep => "sweep",
        }
    }
}

/// Writes what the stage does, as in "reading the old key".
impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Inspect => "reading the old key",
            Self::List => "listing the user's keys",
            Self::Create => "creating the key",
            Self::Verify => "verifying the new key",
            Self::Store => "storing the new key",
            Self::Retire => "revoking the old key",
            Self::Confirm => "renaming the new key",
            Self::Sweep => "looking for keys that nobody holds",
        })
    }
}

/// Reason why an issue or a rotation failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause {
    /// A call of the service failed. Of several, this is the last one that the stage could not do without.
    Call(Box<Error<ErrorResponse>>),
    /// The key must not be rotated.
    NotRotatable(NotRotatable),
    /// The response to *create key* names a key that existed before.
    ExistingKey,
    /// The service did not accept the new key in time.
    Unverified,
    /// The closure did not store the key. [`LifecycleError::store_error`] returns its error.
    NotStored,
    /// The closure may have stored the key. [`LifecycleError::store_error`] returns its error.
    StoreUnknown,
    /// The closure did not end in time. It may have stored the key.
    StoreTimedOut,
    /// The old key was revoked meanwhile, probably by another rotation.
    AlreadyRevoked,
    /// The service accepted the new status of the old key, but does not show it.
    NotConfirmed,
}

/// Reason why a key must not be rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotRotatable {
    /// It is not active.
    Inactive,
    /// It is a key for ACME, which *create key* cannot replace.
    Acme,
    /// It is a legacy key, which *create key* cannot replace.
    Legacy,
    /// The service does not state its role, so that the new key might have another one.
    UnknownRole,
    /// The service returned another key.
    OtherKey,
}

impl From<Error<ErrorResponse>> for Cause {
    fn from(error: Error<ErrorResponse>) -> Self {
        Self::Call(Box::new(error))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Call(error) => return write!(f, "{error}"),
            Self::NotRotatable(NotRotatable::Inactive) => "the key is not active.",
            Self::NotRotatable(NotRotatable::Acme) => "it is a key for ACME, which cannot be rotated.",
            Self::NotRotatable(NotRotatable::Legacy) => "it is a legacy key, which cannot be rotated.",
            Self::NotRotatable(NotRotatable::UnknownRole) => "the service does not state the key's role.",
            Self::NotRotatable(NotRotatable::OtherKey) => "the service returned another key.",
            Self::ExistingKey => "the response names a key that existed before the call.",
            Self::Unverified => "the service did not accept the new key in time.",
            Self::NotStored => "the key could not be stored.",
            Self::StoreUnknown => "it is not known whether the key was stored.",
            Self::StoreTimedOut => "the key was not stored in time.",
            Self::AlreadyRevoked => "the old key was revoked meanwhile, probably by another rotation.",
            Self::NotConfirmed => "the service does not show the old key as revoked.",
        })
    }
}

impl<E> fmt::Display for LifecycleError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { operation, stage, cause, left_behind, key, .. } = &*self.0;
        write!(f, "{operation} failed while {stage}: {cause} ")?;
        if key.is_some() {
            f.write_str("This error holds the only copy of the new key: store it or revoke it. ")?;
        }
        left_behind.write(*stage, cause, f)
    }
}

/// Writes the same message as `Display`, so that an error that is unwrapped or returned from `main` shows the advice.
impl<E> fmt::Debug for LifecycleError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<E> std::error::Error for LifecycleError<E> {}
