//! The stage that revokes the old key of a rotation.

use super::Cause;
use super::revoke::{RevokeError, revoke_once};
use super::work::Work;
use crate::types::KeyStatus;

impl Work {
    /// Revokes the old key, unless it was revoked meanwhile.
    pub(super) async fn retire(&mut self, old: i64) -> Result<(), Cause> {
        let key = self.persist(move |client| async move { client.get_key(old).await }).await?;
        if key.status == KeyStatus::Revoked {
            return Err(Cause::AlreadyRevoked);
        }
        let revoked = self.persist(move |client| async move { revoke_once(&client, old).await }).await;
        revoked.map_err(|error: RevokeError| error.into_call_error().map_or(Cause::NotConfirmed, Cause::from))
    }
}
