//! Clean-up: revokes the keys of a call that nobody holds, and reports what may remain.

use std::time::SystemTime;

use tokio::time::{Instant, sleep};

use super::revoke::{RevokeError, revoke_once};
use super::sweep::revoke_tagged;
use super::work::{Holder, Work};
use super::{Cause, LeftBehind, LifecycleError, Stage, Tag, Unsettled};
use crate::runtime::after;
use crate::types::{CreatedKey, Key, KeyStatus};

impl Work {
    /// Revokes the new key, which nobody holds.
    pub(super) async fn discard(&mut self) {
        let Some(id) = self.new.as_ref().map(|new| new.id) else { return };
        let revoked = self.persist(move |client| async move { revoke_once(&client, id).await }).await;
        if matches!(revoked, Ok::<(), RevokeError>(()))
            && let Some(new) = &mut self.new
        {
            new.is_revoked = true;
            self.revoked.push(id);
        }
    }

    /// Lists the keys once more, and revokes those of requests whose outcome is unknown or that were delivered twice.
    ///
    /// The list may be stale: lists again until it shows the new key as it is, for the settle time at most.
    pub(super) async fn sweep(&mut self) {
        let Some(user_id) = self.user_id else { return };
        let tags = self.tags();
        if tags.is_empty() {
            return;
        }
        if !self.sent.is_empty() {
            sleep(self.options.settle_time).await;
        }
        let until = after(Instant::now(), self.options.settle_time);
        self.may_lack_keys = true;
        while let Ok(keys) = self.keys(user_id).await {
            self.may_lack_keys = !self.is_current(&keys);
            self.revoke_tagged(&keys, &tags).await;
            let is_late = after(Instant::now(), self.options.poll_interval) >= until;
            if !self.may_lack_keys || is_late {
                break;
            }
            sleep(self.options.poll_interval).await;
        }
    }

    /// Revokes each key that is the only new one with one of `tags`. Returns `true` if no such key remains.
    pub(super) async fn revoke_tagged(&mut self, keys: &[Key], tags: &[Tag]) -> bool {
        let new = self.new.as_ref().map(|new| new.id);
        let is_settled = |id| self.before.contains(&id) || self.revoked.contains(&id) || new == Some(id);
        let found = revoke_tagged(&self.clean_up_client(), keys, tags, is_settled, self.patience()).await;
        self.revoked.extend(found.revoked);
        let is_clean = found.ambiguous.is_empty() && found.failed.is_empty();
        let remaining = found.ambiguous.into_iter().chain(found.failed.iter().map(RevokeError::key_id));
        // A stale list may lack keys that an earlier one contained.
        let is_active = |id: &i64| !keys.iter().any(|key| key.id == *id && key.status == KeyStatus::Revoked);
        self.candidates.retain(is_active);
        self.candidates.extend(remaining);
        self.candidates.retain(|id| !self.revoked.contains(id));
        self.candidates.sort_unstable();
        self.candidates.dedup();
        is_clean
    }

    /// Reports whether `keys` shows the new key as it is now, so that the list is not stale. Notes whether the key has
    /// its tag.
    fn is_current(&mut self, keys: &[Key]) -> bool {
        let Some(new) = &mut self.new else { return true };
        let Some(key) = keys.iter().find(|key| key.id == new.id) else { return false };
        let is_tagged = Tag::parse(&key.name).is_some();
        // The key may have been renamed though the response was lost.
        let is_renamed_as_known = new.is_tagged || !is_tagged;
        new.is_tagged &= is_tagged;
        is_renamed_as_known && (!new.is_revoked || key.status == KeyStatus::Revoked)
    }

    /// Returns the tags of this call's requests that may have created keys.
    fn tags(&self) -> Vec<Tag> {
        let new = self.new.as_ref().and_then(|new| new.tag.as_ref());
        self.sent.iter().chain(new).cloned().collect()
    }

    /// Returns the tag of the new key, if its name may still begin with it.
    pub(super) fn tag(&self) -> Option<Tag> {
        self.new.as_ref().filter(|new| new.is_tagged && !new.is_revoked)?.tag.clone()
    }

    /// Returns the requests that may still create keys.
    pub(super) fn unsettled(&self) -> Option<Unsettled> {
        let new = self.new.as_ref().filter(|new| !new.is_revoked);
        // A later sweep must revoke a new key that nobody holds, and a key with its tag that could not be revoked.
        let is_held = self.holder != Holder::Nobody;
        let needs_sweep = self.may_lack_keys || !self.candidates.is_empty() || (new.is_some() && !is_held);
        let tags = if needs_sweep { self.tags() } else { self.sent.clone() };
        let held = new.filter(|_| is_held).map(|new| new.id);
        let known = self.revoked.iter().copied().chain(held).collect();
        let (since, until) = (self.since, SystemTime::now());
        (!tags.is_empty()).then_some(Unsettled { user_id: self.user_id?, tags, known, since, until })
    }

    /// Cleans up, and returns the error of the call.
    pub(super) async fn fail<E>(
        mut self,
        stage: Stage,
        cause: Cause,
        store_error: Option<E>,
        key: Option<CreatedKey>,
    ) -> LifecycleError<E> {
        if !self.tags().is_empty() {
            let stages = self.options.stages.clone();
            stages.observe(Stage::Sweep, self.sweep()).await;
        }
        let unsettled = self.unsettled();
        let new = self.new.as_ref().filter(|new| !new.is_revoked);
        let left_behind = LeftBehind {
            user_id: self.user_id,
            new_key: new.map(|new| new.id),
            tag: self.tag(),
            may_be_stored: self.holder == Holder::Store,
            is_unverified: matches!(cause, Cause::Unverified),
            candidates: self.candidates,
            lost_name: self.lost_name,
            not_retired: self.not_retired,
            revoked: self.revoked,
            unsettled,
            call_with_new_key: self.calls_with_new_key,
            since: self.since,
            until: SystemTime::now(),
        };
        LifecycleError::new(self.operation, stage, cause, left_behind, store_error, key)
    }
}
