//! The state of an issue or a rotation, and its stages in their order.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use tokio::time::{Instant, timeout};

use super::find::keys_of;
use super::options::{Options, Unverified};
use super::persist::{Failure, Patience, persist};
use super::verify::is_accepted;
use super::{Cause, LifecycleError, Stage, StoreError, Tag, Unsettled};
use crate::Client;
use crate::calls::ListKeysError;
use crate::runtime::after;
use crate::types::{CreateKeyRequest, CreatedKey, Key};

/// Timeout of an attempt that cleans up or finishes the work, so that one without an answer leaves time for others. Waits
/// for rate limits do not count.
const CLEAN_UP_ATTEMPT: Duration = Duration::from_secs(10);

/// An issue or a rotation.
pub(super) struct Work {
    pub(super) operation: &'static str,
    /// Client that calls with the caller's key.
    client: Client,
    pub(super) options: Options,
    pub(super) user_id: Option<i64>,
    /// End of everything before the key is stored.
    pub(super) deadline: Instant,
    pub(super) since: SystemTime,
    /// ID of the old key of a rotation.
    pub(super) retires: Option<i64>,
    /// Keys that existed before. They are never touched.
    pub(super) before: BTreeSet<i64>,
    /// Tags of requests whose outcome is unknown.
    pub(super) sent: Vec<Tag>,
    pub(super) revoked: Vec<i64>,
    /// Active keys that may be this call's, and could not be revoked.
    pub(super) candidates: Vec<i64>,
    pub(super) new: Option<NewKey>,
    /// Client that calls with the new key.
    new_client: Option<Client>,
    pub(super) holder: Holder,
    pub(super) not_retired: Option<i64>,
    pub(super) calls_with_new_key: bool,
    /// Exact name of a request whose outcome is unknown.
    pub(super) lost_name: Option<String>,
    /// `true` if the last list may lack keys.
    pub(super) may_lack_keys: bool,
}

/// Holder of the new key's value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// Nobody else: the key is revoked if it cannot be passed on.
    Nobody,
    /// The error of the call.
    Error,
    /// The caller's store, or perhaps.
    Store,
}

/// The new key.
pub(super) struct NewKey {
    pub(super) id: i64,
    /// Tag that the key was created with.
    pub(super) tag: Option<Tag>,
    /// `true` while its name begins with the tag.
    pub(super) is_tagged: bool,
    pub(super) is_revoked: bool,
}

/// The result of an issue or a rotation.
pub(super) struct Done {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) revoked: Vec<i64>,
    pub(super) tag: Option<Tag>,
    pub(super) unsettled: Option<Unsettled>,
    pub(super) client: Client,
}

impl Work {
    pub(super) fn new(operation: &'static str, client: Client, options: Options) -> Self {
        Self {
            operation,
            client,
            user_id: None,
            deadline: after(Instant::now(), options.deadline),
            options,
            since: SystemTime::now(),
            retires: None,
            before: BTreeSet::new(),
            sent: Vec::new(),
            revoked: Vec::new(),
            candidates: Vec::new(),
            lost_name: None,
            new: None,
            new_client: None,
            holder: Holder::Nobody,
            not_retired: None,
            calls_with_new_key: false,
            may_lack_keys: false,
        }
    }

    /// Makes the stages from the listing on. The name of `request` has no tag.
    pub(super) async fn run<F, Fut, E>(
        mut self,
        user_id: i64,
        request: CreateKeyRequest,
        store: F,
    ) -> Result<Done, LifecycleError<E>>
    where
        F: FnOnce(CreatedKey) -> Fut + Send,
        Fut: Future<Output = Result<(), StoreError<E>>> + Send,
        E: Send,
    {
        self.user_id = Some(user_id);
        let stages = self.options.stages.clone();
        if let Err(cause) = stages.observe(Stage::List, self.list(user_id)).await {
            return Err(self.fail(Stage::List, cause, None, None).await);
        }
        let created = match stages.observe(Stage::Create, self.create(user_id, &request)).await {
            Ok(created) => created,
            Err(cause) => return Err(self.fail(Stage::Create, cause, None, None).await),
        };
        if !self.verify(&created).await {
            let kept = match self.options.on_unverified {
                Unverified::Keep => {
                    self.holder = Holder::Error;
                    Some(created)
                }
                Unverified::Revoke => {
                    self.discard().await;
                    None
                }
            };
            return Err(self.fail(Stage::Verify, Cause::Unverified, None, kept).await);
        }
        let id = created.id;
        let stored = stages.observe(Stage::Store, timeout(self.options.store_timeout, store(created))).await;
        self.holder = Holder::Store;
        let (cause, error) = match stored {
            Ok(Ok(())) => return self.finish(id, request).await,
            Ok(Err(StoreError::NotStored(error))) => {
                self.holder = Holder::Nobody;
                self.discard().await;
                (Cause::NotStored, Some(error))
            }
            Ok(Err(StoreError::Unknown(error))) => (Cause::StoreUnknown, Some(error)),
            Err(_) => (Cause::StoreTimedOut, None),
        };
        Err(self.fail(Stage::Store, cause, error, None).await)
    }

    /// Makes the stages after the key was stored.
    async fn finish<E>(mut self, id: i64, request: CreateKeyRequest) -> Result<Done, LifecycleError<E>> {
        let stages = self.options.stages.clone();
        if let Some(old) = self.retires
            && let Err(cause) = stages.observe(Stage::Retire, self.retire(old)).await
        {
            self.not_retired = (!matches!(cause, Cause::AlreadyRevoked)).then_some(old);
            return Err(self.fail(Stage::Retire, cause, None, None).await);
        }
        stages.observe(Stage::Confirm, self.confirm(&request)).await;
        stages.observe(Stage::Sweep, self.sweep()).await;
        let unsettled = self.unsettled();
        let tag = self.tag();
        let name = tag.as_ref().map_or_else(|| request.name.clone(), |tag| tag.mark(&request.name));
        let client = self.new_client.unwrap_or(self.client);
        Ok(Done { id, name, revoked: self.revoked, tag, unsettled, client })
    }

    /// Lists the keys that exist before the call.
    async fn list(&mut self, user_id: i64) -> Result<(), Cause> {
        let keys = keys_of(&self.client_before_store(), user_id).await?;
        self.before = keys.into_iter().map(|key| key.id).chain(self.retires).collect();
        Ok(())
    }

    /// Reports whether the service accepts the new key, if that is to be verified.
    async fn verify(&mut self, created: &CreatedKey) -> bool {
        if self.retires.is_none() && self.options.verify.is_none() {
            return true;
        }
        // A key that is not valid in a header cannot be used.
        let Ok(client) = self.client.with_api_key(created.api_key.clone()) else { return false };
        self.new_client = Some(client.clone());
        let Some(within) = self.options.verify else { return true };
        let until = self.deadline.min(after(Instant::now(), within));
        self.options
            .stages
            .observe(Stage::Verify, is_accepted(&client, until, self.options.poll_interval))
            .await
    }

    /// Returns a client for a call before the key is stored.
    pub(super) fn client_before_store(&self) -> Client {
        let left = self.deadline.saturating_duration_since(Instant::now());
        self.client.with_timeout(self.client.http.timeout.min(left))
    }

    /// Repeats a call that cleans up or finishes the work.
    ///
    /// After a rotation has stored the new key, a `403` may mean that the caller's own key was retired, or that the new
    /// key is not accepted everywhere yet: then the call, and those that follow, are made with the other key.
    pub(super) async fn persist<T, X, Fut>(&mut self, call: impl Fn(Client) -> Fut) -> Result<T, X>
    where
        X: Failure,
        Fut: Future<Output = Result<T, X>>,
    {
        let may_switch = self.holder == Holder::Store && self.new_client.is_some() && self.retires.is_some();
        let needs_switch = |failure: &X| may_switch && failure.is_forbidden();
        let mut patience = self.patience();
        loop {
            let client = self.clean_up_client();
            match persist(&mut patience, needs_switch, || call(client.clone())).await {
                Err(error) if needs_switch(&error) && patience.wait().await => {
                    self.calls_with_new_key = !self.calls_with_new_key;
                }
                result => return result,
            }
        }
    }

    /// Lists the keys of a user. Repeats the call, as clean-up does.
    pub(super) async fn keys(&mut self, user_id: i64) -> Result<Vec<Key>, ListKeysError> {
        self.persist(move |client| async move { keys_of(&client, user_id).await }).await
    }

    /// Returns a client for a call that cleans up.
    pub(super) fn clean_up_client(&self) -> Client {
        let new_client = self.new_client.as_ref().filter(|_| self.calls_with_new_key);
        let mut client = new_client.unwrap_or(&self.client).clone();
        client.http.attempt_timeout = client.http.attempt_timeout.min(CLEAN_UP_ATTEMPT);
        client
    }

    /// Returns the patience for a call that cleans up.
    pub(super) fn patience(&self) -> Patience {
        // A new key may not be found everywhere yet, and a call with it may not be accepted.
        let tolerated: &[StatusCode] = if self.calls_with_new_key {
            &[StatusCode::NOT_FOUND, StatusCode::FORBIDDEN]
        } else {
            &[StatusCode::NOT_FOUND]
        };
        Patience::new(self.options.poll_interval, tolerated)
    }
}
