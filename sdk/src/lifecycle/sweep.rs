//! Revokes keys of failed requests, which their tags identify.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use reqwest::StatusCode;

use super::find::keys_of;
use super::options::POLL_INTERVAL;
use super::persist::{Patience, persist};
use super::revoke::revoke_once;
use super::{RevokeError, Tag, Unsettled};
use crate::Client;
use crate::calls::ListKeysError;
use crate::types::{Key, KeyStatus};

impl Client {
    /// Revokes keys that were created after their calls had failed. Can be repeated at any time.
    ///
    /// Revokes a key only if it is the only one with its tag, apart from those that the call itself settled.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     client: &certcentral::Client,
    /// #     unsettled: &certcentral::lifecycle::Unsettled,
    /// # ) -> Result<(), certcentral::lifecycle::SweepError> {
    /// let swept = client.sweep(unsettled).await?;
    /// println!("revoked {:?}", swept.revoked);
    /// # Ok(())
    /// # }
    /// ```
    pub fn sweep<'a>(&self, unsettled: &'a Unsettled) -> Sweep<'a> {
        Sweep { client: self.clone(), unsettled, poll_interval: POLL_INTERVAL }
    }
}

/// Call of [`Client::sweep`].
#[derive(Clone, Debug)]
#[must_use = "keys are revoked only when this is awaited"]
pub struct Sweep<'a> {
    client: Client,
    unsettled: &'a Unsettled,
    poll_interval: Duration,
}

impl Sweep<'_> {
    /// Sets the pause before failed calls are repeated. Default: one second.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }
}

impl<'a> IntoFuture for Sweep<'a> {
    type Output = Result<Swept, SweepError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { client, unsettled, poll_interval } = self;
            let Unsettled { user_id, tags, known, .. } = unsettled;
            // A list may contain a new key that is not found by its ID yet.
            let mut patience = Patience::new(poll_interval, &[StatusCode::NOT_FOUND]);
            let keys = persist(&mut patience, |_| false, || keys_of(&client, *user_id)).await;
            let keys = keys.map_err(|error| SweepError::List(Box::new(error)))?;
            let found = revoke_tagged(&client, &keys, tags, |id| known.contains(&id), patience).await;
            match found.failed.into_iter().next() {
                Some(error) => Err(SweepError::Revoke(error)),
                None => Ok(Swept { revoked: found.revoked, ambiguous: found.ambiguous }),
            }
        })
    }
}

/// Result of [`Client::sweep`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Swept {
    /// IDs of the keys that this sweep revoked.
    pub revoked: Vec<i64>,
    /// IDs of active keys that share a tag. None of them was revoked, because one may be somebody else's.
    pub ambiguous: Vec<i64>,
}

/// Error of [`Client::sweep`]. The sweep can be repeated.
#[derive(Debug)]
#[non_exhaustive]
pub enum SweepError {
    /// The keys could not be listed.
    List(Box<ListKeysError>),
    /// A key could not be revoked.
    Revoke(RevokeError),
}

impl fmt::Display for SweepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(error) => write!(f, "the keys could not be listed: {error} Sweep again later."),
            Self::Revoke(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for SweepError {}

/// Keys that a sweep found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) revoked: Vec<i64>,
    pub(super) ambiguous: Vec<i64>,
    pub(super) failed: Vec<RevokeError>,
}

/// Revokes each of `keys` that is the only one with one of `tags`, apart from those that are settled.
pub(super) async fn revoke_tagged(
    client: &Client,
    keys: &[Key],
    tags: &[Tag],
    is_settled: impl Fn(i64) -> bool + Send,
    mut patience: Patience,
) -> Found {
    let mut found = Found::default();
    for tag in tags {
        let has_tag = |key: &&Key| Tag::parse(&key.name).is_some_and(|(found, _)| found == *tag);
        let tagged: Vec<&Key> = keys.iter().filter(has_tag).filter(|key| !is_settled(key.id)).collect();
        let active = tagged.iter().filter(|key| key.status != KeyStatus::Revoked).map(|key| key.id);
        match tagged.as_slice() {
            // A revoked key counts, too: somebody may have copied its name.
            [key] if key.status != KeyStatus::Revoked => {
                match persist(&mut patience, |_| false, || revoke_once(client, key.id)).await {
                    Ok(()) => found.revoked.push(key.id),
                    Err(error) => found.failed.push(error),
                }
            }
            _ => found.ambiguous.extend(active),
        }
    }
    found
}
