//! Keys that an issue or a rotation may have left behind, as data and as advice.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use httpdate::fmt_http_date;
use serde::{Deserialize, Serialize};

use super::{Cause, Stage, Tag};

/// The keys that a failed issue or rotation may have left behind.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LeftBehind {
    /// ID of the user that the keys belong to. `None` if a rotation failed before it was known.
    pub user_id: Option<i64>,
    /// ID of the new key, if it may be active.
    pub new_key: Option<i64>,
    /// Tag of the new key, if its name may still begin with it.
    pub tag: Option<Tag>,
    /// `true` if the new key is in the caller's store, or may be.
    pub may_be_stored: bool,
    /// `true` if the service did not accept the new key in time.
    pub is_unverified: bool,
    /// IDs of active keys that may be this call's: several share a tag or the exact name, so that none is proved to be
    /// this call's, or revoking one failed.
    pub candidates: Vec<i64>,
    /// Exact name of a key that may exist or be created late, if the call used no tags and its outcome is unknown.
    pub lost_name: Option<String>,
    /// ID of the old key, if a rotation stored a new key and could not revoke the old one.
    pub not_retired: Option<i64>,
    /// IDs of this call's keys that were revoked.
    pub revoked: Vec<i64>,
    /// Requests that may still create keys.
    pub unsettled: Option<Unsettled>,
    /// `true` if the caller's key was refused after the new key was stored: call with the new key from now on.
    pub call_with_new_key: bool,
    /// Time before the first request of the call that could create a key.
    pub since: SystemTime,
    /// Time after the last response.
    pub until: SystemTime,
}

/// Requests that may still create keys, because the service may execute them after their calls have failed.
///
/// [`Client::sweep`](crate::Client::sweep) revokes their keys. Some minutes later is early enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unsettled {
    /// ID of the user that the keys would belong to.
    pub user_id: i64,
    /// Tags at the beginning of the names of the keys.
    pub tags: Vec<Tag>,
    /// IDs of the keys that are settled: the new key and the revoked ones. A sweep does not touch them.
    pub known: Vec<i64>,
    /// Time before the first request.
    pub since: SystemTime,
    /// Time after the last response.
    pub until: SystemTime,
}

impl LeftBehind {
    /// Returns `true` if a key of the call may be active or become active.
    pub(super) fn may_contain_keys(&self) -> bool {
        let Self { new_key, candidates, lost_name, unsettled, .. } = self;
        new_key.is_some() || !candidates.is_empty() || lost_name.is_some() || unsettled.is_some()
    }

    /// Writes what the call left behind, and what to do.
    pub(super) fn write(&self, stage: Stage, cause: &Cause, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { new_key, candidates, unsettled, .. } = self;
        if !self.may_contain_keys() {
            return f.write_str("No key is left behind.");
        }
        if let Some(key) = new_key {
            self.write_new_key(*key, stage, cause, f)?;
        }
        if let [first, others @ ..] = candidates.as_slice() {
            write!(f, "One or more of the keys {first}")?;
            others.iter().try_for_each(|key| write!(f, ", {key}"))?;
            f.write_str(" may be this call's: revoke those that nobody holds. ")?;
        }
        if let Some(Unsettled { tags, .. }) = unsettled {
            f.write_str("Keys may remain or appear whose names begin with ")?;
            for (index, tag) in tags.iter().enumerate() {
                write!(f, "{}[{tag}]", if index == 0 { "" } else { " or " })?;
            }
            f.write_str(": pass `unsettled` to `Client::sweep` in some minutes. ")?;
        }
        if self.lost_name.is_some() {
            f.write_str(
                "A key with the requested name may exist or appear late: list the keys again in some minutes, and \
                 revoke it if nobody holds it. ",
            )?;
        }
        if self.call_with_new_key {
            f.write_str("Call with the new key from now on. ")?;
        }
        // Times before 1970 cannot be formatted.
        let [since, until] = [self.since, self.until].map(|time| fmt_http_date(time.max(UNIX_EPOCH)));
        if let Some(user) = self.user_id {
            write!(f, "The keys belong to user {user}. ")?;
        }
        write!(
            f,
            "The audit log report (Reports > Build a report > Audit log) records the keys that were created, from \
             {since} to {until}."
        )
    }

    fn write_new_key(
        &self,
        key: i64,
        stage: Stage,
        cause: &Cause,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        match (stage, cause, self.not_retired) {
            (Stage::Retire, Cause::AlreadyRevoked, _) => {
                write!(
                    f,
                    "The new key {key} was stored: compare the store with the user's other new keys, and revoke \
                     those that it does not hold. "
                )?;
            }
            (Stage::Retire, _, Some(old)) => {
                write!(f, "The new key {key} is stored and works: revoke the old key {old}. ")?;
            }
            _ if self.may_be_stored => {
                write!(
                    f,
                    "Key {key} may be in the store: look for it there, and revoke it if it is missing. "
                )?;
            }
            _ => write!(f, "Key {key} may be active: revoke it if nobody holds it. ")?,
        }
        match &self.tag {
            Some(tag) => write!(f, "Its name begins with [{tag}]. "),
            None => Ok(()),
        }
    }
}
