//! Issues a key: creates it, passes it to the caller's store, and confirms it.

use std::time::Duration;

use super::options::{Options, option_setters, store_methods};
use super::tag::base_name;
use super::telemetry::{Stages, observe_work};
use super::work::Work;
use super::{LifecycleError, Stage, StoreError, Tag, Unsettled, Unverified};
use crate::Client;
use crate::types::{CreateKeyRequest, CreatedKey};

impl Client {
    /// Creates a key for a user and passes it to a closure that stores it, so that exactly one key exists and is stored.
    ///
    /// If the response to a request is lost, its key is revoked, and another one is created. If the key cannot be
    /// stored, it is revoked. Until the key is stored, its name begins with a [`Tag`].
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use certcentral::{SecretFile, types::CreateKeyRequest};
    ///
    /// let file = SecretFile::create_new("key.txt")?;
    /// let issued = client
    ///     .issue_key(1234, CreateKeyRequest::new("ci"))
    ///     .store(async |key| file.write(&key.api_key))
    ///     .await?;
    /// println!("created key {}", issued.id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn issue_key(&self, user_id: impl Into<i64>, request: impl Into<CreateKeyRequest>) -> IssueKey {
        let options = Options::default();
        IssueKey { client: self.clone(), user_id: user_id.into(), request: request.into(), options }
    }
}

/// Call of [`Client::issue_key`]. [`store`](Self::store) makes it.
#[derive(Clone, Debug)]
#[must_use = "a key is created only when the future of `store` is awaited"]
pub struct IssueKey {
    client: Client,
    user_id: i64,
    request: CreateKeyRequest,
    options: Options,
}

impl IssueKey {
    /// Verifies the key before it is stored: calls the service with it until it is accepted. Default: no verification.
    ///
    /// `within` is the time for it.
    pub fn verify(mut self, within: Duration) -> Self {
        self.options.verify = Some(within);
        self
    }

    option_setters!();

    store_methods!(IssuedKey);

    async fn run<F, Fut, E>(self, store: F) -> Result<IssuedKey, LifecycleError<E>>
    where
        F: FnOnce(CreatedKey) -> Fut + Send,
        Fut: Future<Output = Result<(), StoreError<E>>> + Send,
        E: Send,
    {
        let Self { client, user_id, mut request, options } = self;
        request.name = base_name(&request.name).to_owned();
        let work = async {
            let done = Work::new("issue_key", client, options).run(user_id, request, store).await?;
            Ok(IssuedKey {
                id: done.id,
                name: done.name,
                revoked: done.revoked,
                tag: done.tag,
                unsettled: done.unsettled,
            })
        };
        observe_work("issue_key", work).await
    }
}

/// A key that was created and stored.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IssuedKey {
    /// ID of the key.
    pub id: i64,
    /// Name of the key.
    pub name: String,
    /// IDs of keys of failed requests, which were revoked.
    pub revoked: Vec<i64>,
    /// Tag in the name of the key, if it was kept or could not be removed.
    pub tag: Option<Tag>,
    /// Requests that may still create keys: pass it to [`Client::sweep`] in some minutes.
    pub unsettled: Option<Unsettled>,
}
