//! The stage that creates the key, and resolves unknown outcomes.

use tokio::time::Instant;

use super::partial::created_key;
use super::persist::persist;
use super::work::{NewKey, Work};
use super::{Cause, Tag};
use crate::runtime::after;
use crate::types::{CreateKeyRequest, CreatedKey, ErrorResponse, KeyStatus};
use crate::{Error, Outcome};

/// A request that returned no key.
struct Failed {
    cause: Cause,
    /// `true` if no key of the request is known to be active, and another request may succeed.
    may_repeat: bool,
}

impl Work {
    /// Creates the key. After a request that was lost, revokes its key and makes another one.
    pub(super) async fn create(
        &mut self,
        user_id: i64,
        request: &CreateKeyRequest,
    ) -> Result<CreatedKey, Cause> {
        let mut attempts = 1;
        loop {
            let failed = match self.create_once(user_id, request).await {
                Ok(created) => return Ok(created),
                Err(failed) => failed,
            };
            if !failed.may_repeat || attempts >= self.options.attempts || Instant::now() >= self.deadline {
                return Err(failed.cause);
            }
            attempts += 1;
        }
    }

    async fn create_once(&mut self, user_id: i64, request: &CreateKeyRequest) -> Result<CreatedKey, Failed> {
        let tag = (!self.options.is_exact).then(Tag::random);
        let mut sent = request.clone();
        if let Some(tag) = &tag {
            sent.name = tag.mark(&request.name);
        }
        let name = sent.name.clone();
        let (cause, may_repeat) = match self.client_before_store().create_key(user_id, sent).await {
            // The response may be another one, from a cache.
            Ok(created) if self.is_older(created.id) => (Cause::ExistingKey, true),
            Ok(created) => {
                self.adopt(created.id, tag);
                return Ok(created.into_inner());
            }
            Err(error) => {
                let is_refusal =
                    matches!(error, Error::ErrorResponse(_)) && error.outcome() == Outcome::Refused;
                if is_refusal || error.outcome() == Outcome::NotSent {
                    return Err(Failed { cause: error.into(), may_repeat: false });
                }
                if let Some(created) = self.recover(user_id, &error, tag.as_ref(), &name).await {
                    self.adopt(created.id, tag);
                    return Ok(created);
                }
                // A gateway may refuse what it has passed on. It probably refuses the next request, too.
                let may_repeat = error.outcome() != Outcome::Refused;
                (error.into(), may_repeat)
            }
        };
        let is_resolved = match tag {
            Some(tag) => self.revoke_lost(user_id, tag).await,
            None => self.report_candidates(user_id, &name).await,
        };
        Err(Failed { cause, may_repeat: may_repeat && is_resolved })
    }

    /// Reports whether a key existed before the last request.
    fn is_older(&self, id: i64) -> bool {
        self.before.contains(&id) || self.revoked.contains(&id)
    }

    fn adopt(&mut self, id: i64, tag: Option<Tag>) {
        self.new = Some(NewKey { id, is_tagged: tag.is_some(), tag, is_revoked: false });
    }

    /// Returns the key from a response that cannot be decoded, if it is complete and proves to be this request's.
    async fn recover(
        &self,
        user_id: i64,
        error: &Error<ErrorResponse>,
        tag: Option<&Tag>,
        name: &str,
    ) -> Option<CreatedKey> {
        if error.outcome() != Outcome::Unreadable {
            return None;
        }
        let created = created_key(error.body()?).filter(|key| !self.is_older(key.id))?;
        let mut patience = self.patience();
        patience.until = after(Instant::now(), self.options.settle_time);
        let client = self.client_before_store();
        let key =
            persist(&mut patience, |_| false, || client.get_key(created.id).into_future()).await.ok()?;
        let is_named = match tag {
            // A length limit may have cut the name.
            Some(tag) => Tag::parse(&key.name).is_some_and(|(found, _)| found == *tag),
            None => key.name == name,
        };
        let is_ours = is_named && key.id == created.id && key.user.id == user_id;
        (is_ours && key.status == KeyStatus::Active).then_some(created)
    }

    /// Revokes the key of a request whose outcome is unknown, if it is the only new one with its tag.
    ///
    /// Returns `true` if none of the request's keys is known to be active.
    async fn revoke_lost(&mut self, user_id: i64, tag: Tag) -> bool {
        self.sent.push(tag.clone());
        match self.keys(user_id).await {
            Ok(keys) => self.revoke_tagged(&keys, &[tag]).await,
            Err(_) => false,
        }
    }

    /// Notes the new keys with the exact name as candidates. Nothing proves which one is this request's.
    async fn report_candidates(&mut self, user_id: i64, name: &str) -> bool {
        self.lost_name = Some(name.to_owned());
        if let Ok(keys) = self.keys(user_id).await {
            let new = keys.into_iter().filter(|key| key.name == name && !self.before.contains(&key.id));
            self.candidates = new.map(|key| key.id).collect();
        }
        false
    }
}
