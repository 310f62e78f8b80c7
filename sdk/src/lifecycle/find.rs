//! Lists a user's keys by base name, tag and status.

use std::pin::Pin;

use super::Tag;
use super::tag::base_name;
use crate::Client;
use crate::calls::ListKeysError;
use crate::types::{Key, KeyStatus};

impl Client {
    /// Lists the keys of a user, with filters by base name, tag and status.
    ///
    /// After a crash, the tagged keys are those that nobody has confirmed to hold. The service may show a new key
    /// late: list again after a minute.
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client) -> Result<(), certcentral::calls::ListKeysError> {
    /// use certcentral::types::KeyStatus;
    ///
    /// for found in client.find_keys(1234).tagged().status(KeyStatus::Active).await? {
    ///     println!("{} {} {:?}", found.key.id, found.key.name, found.key.last_used_date);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn find_keys(&self, user_id: impl Into<i64>) -> FindKeys {
        FindKeys {
            client: self.clone(),
            user_id: user_id.into(),
            base_name: None,
            tag: None,
            is_tagged: false,
            status: None,
        }
    }
}

/// Call of [`Client::find_keys`]. Without filters, it lists all keys of the user.
#[derive(Clone, Debug)]
#[must_use = "a call is made only when it is awaited"]
pub struct FindKeys {
    client: Client,
    user_id: i64,
    base_name: Option<String>,
    tag: Option<Tag>,
    is_tagged: bool,
    status: Option<KeyStatus>,
}

impl FindKeys {
    /// Lists only keys with this name, with or without a tag before it.
    pub fn base_name(mut self, name: impl Into<String>) -> Self {
        self.base_name = Some(name.into());
        self
    }

    /// Lists only keys with this tag.
    pub fn tag(mut self, tag: &Tag) -> Self {
        self.tag = Some(tag.clone());
        self
    }

    /// Lists only keys with a tag.
    pub fn tagged(mut self) -> Self {
        self.is_tagged = true;
        self
    }

    /// Lists only keys with this status.
    pub fn status(mut self, status: impl Into<KeyStatus>) -> Self {
        self.status = Some(status.into());
        self
    }

    fn accepts(&self, found: &FoundKey) -> bool {
        self.base_name.as_ref().is_none_or(|name| *name == found.base_name)
            && self.tag.as_ref().is_none_or(|tag| Some(tag) == found.tag.as_ref())
            && (!self.is_tagged || found.tag.is_some())
            && self.status.as_ref().is_none_or(|status| *status == found.key.status)
    }
}

impl IntoFuture for FindKeys {
    type Output = Result<Vec<FoundKey>, ListKeysError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let keys = keys_of(&self.client, self.user_id).await?.into_iter().map(FoundKey::from);
            Ok(keys.filter(|found| self.accepts(found)).collect())
        })
    }
}

/// A key that [`Client::find_keys`] found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FoundKey {
    /// The key.
    pub key: Key,
    /// The tag at the beginning of its name.
    pub tag: Option<Tag>,
    /// Its name without the tag.
    pub base_name: String,
}

impl From<Key> for FoundKey {
    fn from(key: Key) -> Self {
        let tag = Tag::parse(&key.name).map(|(tag, _)| tag);
        Self { tag, base_name: base_name(&key.name).to_owned(), key }
    }
}

/// Lists the keys of a user.
///
/// Filters them again, because only examples document the filter of the service.
pub(super) async fn keys_of(client: &Client, user_id: i64) -> Result<Vec<Key>, ListKeysError> {
    let mut keys = client.list_keys().user_id(user_id).await?.into_inner().api_keys;
    keys.retain(|key| key.user.id == user_id);
    Ok(keys)
}
