//! Life cycle of keys: issues, rotates, revokes and finds keys, so that exactly one key exists and somebody holds it.
//!
//! The guide [*The life of a key*](crate::guide::life_of_a_key) shows when to use which, and what remains after a
//! crash.

mod clean_up;
mod confirm;
mod create;
mod error;
mod find;
mod issue;
mod left_behind;
mod options;
mod partial;
mod persist;
mod retire;
mod revoke;
mod rotate;
mod sweep;
mod tag;
mod telemetry;
mod verify;
mod work;

pub use error::{Cause, IssueError, KeyOutcome, LifecycleError, NotRotatable, RotateError, Stage};
pub use find::{FindKeys, FoundKey};
pub use issue::{IssueKey, IssuedKey};
pub use left_behind::{LeftBehind, Unsettled};
pub use options::{StoreError, Unverified};
pub use revoke::{RevokeError, RevokeKey};
pub use rotate::{RotateKey, RotatedKey};
pub use sweep::{Sweep, SweepError, Swept};
pub use tag::{InvalidTag, Tag};
