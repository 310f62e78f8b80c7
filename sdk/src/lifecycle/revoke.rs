//! Revokes a key, and confirms it.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use super::options::POLL_INTERVAL;
use super::persist::{Failure, Patience, persist};
use crate::types::{ErrorResponse, KeyStatus, UpdateKeyStatusRequest};
use crate::{Client, Error, Outcome};

impl Client {
    /// Revokes a key: sets its status, and reads the key to confirm it.
    ///
    /// Repeats both until the service shows the key as revoked, for about a minute. The delay until a revoked key stops
    /// working is not documented.
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client) -> Result<(), certcentral::lifecycle::RevokeError> {
    /// client.revoke_key(184).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn revoke_key(&self, key_id: impl Into<i64>) -> RevokeKey {
        RevokeKey { client: self.clone(), key_id: key_id.into(), poll_interval: POLL_INTERVAL }
    }
}

/// Call of [`Client::revoke_key`].
#[derive(Clone, Debug)]
#[must_use = "a key is revoked only when this is awaited"]
pub struct RevokeKey {
    client: Client,
    key_id: i64,
    poll_interval: Duration,
}

impl RevokeKey {
    /// Sets the pause before the calls are repeated. Default: one second.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }
}

impl IntoFuture for RevokeKey {
    type Output = Result<(), RevokeError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { client, key_id, poll_interval } = self;
            persist(&mut Patience::new(poll_interval, &[]), |_| false, || revoke_once(&client, key_id)).await
        })
    }
}

/// Sets the status of a key once, and reads the key to confirm it.
pub(super) async fn revoke_once(client: &Client, key_id: i64) -> Result<(), RevokeError> {
    let set = client.update_key_status(key_id, UpdateKeyStatusRequest::new(KeyStatus::Revoked)).await;
    let is_set = set.is_ok();
    let error = match client.get_key(key_id).await {
        Ok(key) if key.id == key_id && key.status == KeyStatus::Revoked => return Ok(()),
        Ok(_) => set.err(),
        Err(unread) => Some(set.err().unwrap_or(unread)),
    };
    Err(RevokeError { key_id, is_set, error: error.map(Box::new) })
}

/// Error of [`Client::revoke_key`]: the key may still be active.
pub struct RevokeError {
    key_id: i64,
    /// `true` if the service accepted the new status.
    is_set: bool,
    error: Option<Box<Error<ErrorResponse>>>,
}

impl RevokeError {
    /// Returns the ID of the key.
    #[must_use]
    pub fn key_id(&self) -> i64 {
        self.key_id
    }

    /// Returns whether the key may be revoked: [`Outcome::Unknown`] if it may.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match &self.error {
            Some(error) if !self.is_set => error.outcome(),
            _ => Outcome::Unknown,
        }
    }

    /// Returns the error of the call that failed, or `None` if all calls succeeded and the key is shown as active.
    #[must_use]
    pub fn call_error(&self) -> Option<&Error<ErrorResponse>> {
        self.error.as_deref()
    }

    pub(super) fn into_call_error(self) -> Option<Error<ErrorResponse>> {
        self.error.map(|error| *error)
    }
}

impl Failure for RevokeError {
    fn call_error(&self) -> Option<&Error<ErrorResponse>> {
        self.error.as_deref()
    }
}

impl fmt::Display for RevokeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key_id, is_set, error } = self;
        if *is_set {
            write!(f, "key {key_id} was revoked, but the service does not confirm it")?;
        } else {
            write!(f, "key {key_id} was not revoked")?;
        }
        match error {
            Some(error) => write!(f, ": {error} ")?,
            None => f.write_str(". ")?,
        }
        f.write_str("Read the key, and revoke it again if it is active.")
    }
}

/// Writes the same message as `Display`.
impl fmt::Debug for RevokeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for RevokeError {}
