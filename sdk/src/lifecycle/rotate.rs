//! Rotates a key: replaces it by a new one of the same name, role and user, and revokes it.

use std::time::Duration;

use super::options::{Options, option_setters, store_methods};
use super::tag::base_name;
use super::telemetry::{Stages, observe_work};
use super::work::Work;
use super::{Cause, LifecycleError, NotRotatable, Stage, StoreError, Tag, Unsettled, Unverified};
use crate::Client;
use crate::types::{CreateKeyRequest, CreatedKey, Key, KeyStatus};

impl Client {
    /// Replaces a key by a new one of the same name, role and user, and revokes the old one.
    ///
    /// The new key is verified, then stored, and only then is the old one revoked: at every moment, the store holds a
    /// key that works.
    ///
    /// A client can rotate its own key. It continues with [`RotatedKey::client`].
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use certcentral::SecretFile;
    ///
    /// let file = SecretFile::create_new("new-key.txt")?;
    /// let rotated = client.rotate_key(184).store(async |key| file.write(&key.api_key)).await?;
    /// println!("key {} replaces key {}", rotated.id, rotated.retired);
    /// # Ok(())
    /// # }
    /// ```
    pub fn rotate_key(&self, key_id: impl Into<i64>) -> RotateKey {
        let options = Options { verify: Some(Duration::from_secs(60)), ..Options::default() };
        RotateKey { client: self.clone(), key_id: key_id.into(), options }
    }
}

/// Call of [`Client::rotate_key`]. [`store`](Self::store) makes it.
#[derive(Clone, Debug)]
#[must_use = "a key is rotated only when the future of `store` is awaited"]
pub struct RotateKey {
    client: Client,
    key_id: i64,
    options: Options,
}

impl RotateKey {
    /// Sets the time for verification. Default: 60 seconds.
    pub fn verify(mut self, within: Duration) -> Self {
        self.options.verify = Some(within);
        self
    }

    /// Stores the new key and revokes the old one without verification.
    ///
    /// If the service accepts the new key late, there is a gap without a key that works.
    pub fn without_verification(mut self) -> Self {
        self.options.verify = None;
        self
    }

    option_setters!();

    store_methods!(RotatedKey);

    async fn run<F, Fut, E>(self, store: F) -> Result<RotatedKey, LifecycleError<E>>
    where
        F: FnOnce(CreatedKey) -> Fut + Send,
        Fut: Future<Output = Result<(), StoreError<E>>> + Send,
        E: Send,
    {
        let Self { client, key_id, options } = self;
        let work = async {
            let mut work = Work::new("rotate_key", client, options);
            let old = match work.options.stages.observe(Stage::Inspect, inspect(&work, key_id)).await {
                Ok(old) => old,
                Err(cause) => return Err(work.fail(Stage::Inspect, cause, None, None).await),
            };
            work.retires = Some(key_id);
            let request = CreateKeyRequest::new(base_name(&old.name))
                .set_restricted_to_role_id(old.restricted_to_role_id);
            let done = work.run(old.user.id, request, store).await?;
            Ok(RotatedKey {
                id: done.id,
                name: done.name,
                retired: key_id,
                revoked: done.revoked,
                tag: done.tag,
                unsettled: done.unsettled,
                client: done.client,
            })
        };
        observe_work("rotate_key", work).await
    }
}

/// Reads the key that is to be rotated, and checks that it can be.
async fn inspect(work: &Work, key_id: i64) -> Result<Key, Cause> {
    let key = work.client_before_store().get_key(key_id).await?.into_inner();
    let obstacle = if key.id != key_id {
        NotRotatable::OtherKey
    } else if key.status != KeyStatus::Active {
        NotRotatable::Inactive
    } else if key.acme_directory_url.is_some() {
        NotRotatable::Acme
    } else if key.is_legacy == Some(true) {
        NotRotatable::Legacy
    } else if key.restricted_to_role_id.is_none() {
        NotRotatable::UnknownRole
    } else {
        return Ok(key);
    };
    Err(Cause::NotRotatable(obstacle))
}

/// A key that replaces another one, and is stored.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RotatedKey {
    /// ID of the new key.
    pub id: i64,
    /// Name of the new key.
    pub name: String,
    /// ID of the old key, which is revoked.
    pub retired: i64,
    /// IDs of keys of failed requests, which were revoked.
    pub revoked: Vec<i64>,
    /// Tag in the name of the new key, if it was kept or could not be removed.
    pub tag: Option<Tag>,
    /// Requests that may still create keys: pass it to [`Client::sweep`] in some minutes.
    pub unsettled: Option<Unsettled>,
    /// A client that calls with the new key. Continue with it if the old key was the caller's own.
    pub client: Client,
}
