// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Calls: one type per operation of the API, with the type of its error.
//!
//! A call is created by a method of [`Client`], and is made when it is awaited.

use std::pin::Pin;
use std::time::Duration;
use reqwest::Method;
use crate::Client;
use crate::runtime::{Error, ErrorBody, Operation, OperationInfo, Response, RetryPolicy};
use crate::types;

/// Error of [`Client::create_key`].
pub type CreateKeyError = Error<types::ErrorResponse>;

/// Call of [`Client::create_key`]. Await it, or call [`send`](Self::send).
#[derive(Clone, Debug)]
#[must_use = "a call is made only when it is awaited"]
pub struct CreateKey {
    client: Client,
    user_id: i64,
    body: types::CreateKeyRequest,
}

impl CreateKey {
    pub(super) fn new(
        client: Client,
        user_id: impl Into<i64>,
        body: impl Into<types::CreateKeyRequest>,
    ) -> Self {
        Self {
            client,
            user_id: user_id.into(),
            body: body.into(),
        }
    }

    /// Sets the timeout of this call with all its attempts, instead of the client's
    /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.with_timeout(timeout);
        self
    }

    /// Sets the retry policy of this call, instead of the client's
    /// ([`ClientBuilder::retry`](crate::ClientBuilder::retry)).
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.client = self.client.with_retry(policy);
        self
    }

    /// Sends the request, and returns the decoded response.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.
    ///
    /// # Cancellation
    ///
    /// Dropping the future stops the call. A request that was already sent may still take effect, and its response is lost.
    /// To limit the time, use [`with_timeout`](Self::with_timeout) instead of `tokio::time::timeout`, or spawn the call and
    /// await its handle. See [the guide](crate::guide::outcomes_and_retries#cancellation).
    pub async fn send(self) -> Result<Response<types::CreatedKey>, CreateKeyError> {
        let Self { client, user_id, body } = self;
        let request = client
            .http
            .request(Method::POST)
            .path("/key/user/")
            .path_parameter("user_id", &user_id)
            .json(&body);
        client.http.send::<Self>(request).await
    }
}

impl IntoFuture for CreateKey {
    type Output = Result<Response<types::CreatedKey>, CreateKeyError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl Operation for CreateKey {
    type Success = types::CreatedKey;
    type Error = types::ErrorResponse;

    const INFO: OperationInfo = OperationInfo {
        operation_id: "create_key",
        path: "/key/user/{user_id}",
        authenticated: true,
        success_statuses: &[201u16..=201u16],
        has_body: true,
        error_body: ErrorBody::Json,
        error_properties: &["errors", "code", "message"],
        on_unknown: Some(
            "A key may exist that nobody holds. Wait a minute, because the request may still be executed. Then list the user's API keys in CertCentral (Automation > API Keys): revoked keys remain listed. The audit log report (Reports > Build a report) records new keys, too. Revoke an active key with this name that nobody holds, and create the key again.",
        ),
        on_unreadable: Some(
            "The key exists, and the response body kept in this error is its only copy: store it, then read the key from it. If the body is incomplete, find the key in the list of the user's API keys or in the audit log report (Reports > Build a report), and revoke it. A revoked key remains listed.",
        ),
    };
}

/// Error of [`Client::list_keys`].
pub type ListKeysError = Error<types::ErrorResponse>;

/// Call of [`Client::list_keys`]. Await it, or call [`send`](Self::send).
#[derive(Clone, Debug)]
#[must_use = "a call is made only when it is awaited"]
pub struct ListKeys {
    client: Client,
    user_id: Option<i64>,
}

impl ListKeys {
    pub(super) fn new(client: Client) -> Self {
        Self { client, user_id: None }
    }

    /// ID of the user whose keys are listed. Without it, the keys of all users are listed.
    pub fn user_id(mut self, value: impl Into<i64>) -> Self {
        self.user_id = Some(value.into());
        self
    }

    /// Sets [`user_id`](Self::user_id), or removes it.
    pub fn set_user_id(mut self, value: Option<i64>) -> Self {
        self.user_id = value;
        self
    }

    /// Sets the timeout of this call with all its attempts, instead of the client's
    /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.with_timeout(timeout);
        self
    }

    /// Sets the retry policy of this call, instead of the client's
    /// ([`ClientBuilder::retry`](crate::ClientBuilder::retry)).
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.client = self.client.with_retry(policy);
        self
    }

    /// Sends the request, and returns the decoded response.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.
    pub async fn send(self) -> Result<Response<types::KeyList>, ListKeysError> {
        let Self { client, user_id } = self;
        let request = client
            .http
            .request(Method::GET)
            .path("/key")
            .query("user_id", &user_id);
        client.http.send::<Self>(request).await
    }
}

impl IntoFuture for ListKeys {
    type Output = Result<Response<types::KeyList>, ListKeysError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl Operation for ListKeys {
    type Success = types::KeyList;
    type Error = types::ErrorResponse;

    const INFO: OperationInfo = OperationInfo {
        operation_id: "list_keys",
        path: "/key",
        authenticated: true,
        success_statuses: &[200u16..=200u16],
        has_body: true,
        error_body: ErrorBody::Json,
        error_properties: &["errors", "code", "message"],
        on_unknown: None,
        on_unreadable: None,
    };
}

/// Error of [`Client::get_key`].
pub type GetKeyError = Error<types::ErrorResponse>;

/// Call of [`Client::get_key`]. Await it, or call [`send`](Self::send).
#[derive(Clone, Debug)]
#[must_use = "a call is made only when it is awaited"]
pub struct GetKey {
    client: Client,
    key_id: i64,
}

impl GetKey {
    pub(super) fn new(client: Client, key_id: impl Into<i64>) -> Self {
        Self {
            client,
            key_id: key_id.into(),
        }
    }

    /// Sets the timeout of this call with all its attempts, instead of the client's
    /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.with_timeout(timeout);
        self
    }

    /// Sets the retry policy of this call, instead of the client's
    /// ([`ClientBuilder::retry`](crate::ClientBuilder::retry)).
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.client = self.client.with_retry(policy);
        self
    }

    /// Sends the request, and returns the decoded response.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.
    pub async fn send(self) -> Result<Response<types::Key>, GetKeyError> {
        let Self { client, key_id } = self;
        let request = client
            .http
            .request(Method::GET)
            .path("/key/")
            .path_parameter("key_id", &key_id);
        client.http.send::<Self>(request).await
    }
}

impl IntoFuture for GetKey {
    type Output = Result<Response<types::Key>, GetKeyError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl Operation for GetKey {
    type Success = types::Key;
    type Error = types::ErrorResponse;

    const INFO: OperationInfo = OperationInfo {
        operation_id: "get_key",
        path: "/key/{key_id}",
        authenticated: true,
        success_statuses: &[200u16..=200u16],
        has_body: true,
        error_body: ErrorBody::Json,
        error_properties: &["errors", "code", "message"],
        on_unknown: None,
        on_unreadable: None,
    };
}

/// Error of [`Client::edit_key`].
pub type EditKeyError = Error<types::ErrorResponse>;

/// Call of [`Client::edit_key`]. Await it, or call [`send`](Self::send).
#[derive(Clone, Debug)]
#[must_use = "a call is made only when it is awaited"]
pub struct EditKey {
    client: Client,
    key_id: i64,
    body: types::EditKeyRequest,
}

impl EditKey {
    pub(super) fn new(
        client: Client,
        key_id: impl Into<i64>,
        body: impl Into<types::EditKeyRequest>,
    ) -> Self {
        Self {
            client,
            key_id: key_id.into(),
            body: body.into(),
        }
    }

    /// Sets the timeout of this call with all its attempts, instead of the client's
    /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.with_timeout(timeout);
        self
    }

    /// Sets the retry policy of this call, instead of the client's
    /// ([`ClientBuilder::retry`](crate::ClientBuilder::retry)).
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.client = self.client.with_retry(policy);
        self
    }

    /// Sends the request, and returns the decoded response.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.
    ///
    /// # Cancellation
    ///
    /// Dropping the future stops the call. A request that was already sent may still take effect, and its response is lost.
    /// To limit the time, use [`with_timeout`](Self::with_timeout) instead of `tokio::time::timeout`, or spawn the call and
    /// await its handle. See [the guide](crate::guide::outcomes_and_retries#cancellation).
    pub async fn send(self) -> Result<Response<()>, EditKeyError> {
        let Self { client, key_id, body } = self;
        let request = client
            .http
            .request(Method::PUT)
            .path("/key/")
            .path_parameter("key_id", &key_id)
            .json(&body);
        client.http.send::<Self>(request).await
    }
}

impl IntoFuture for EditKey {
    type Output = Result<Response<()>, EditKeyError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl Operation for EditKey {
    type Success = ();
    type Error = types::ErrorResponse;

    const INFO: OperationInfo = OperationInfo {
        operation_id: "edit_key",
        path: "/key/{key_id}",
        authenticated: true,
        success_statuses: &[204u16..=204u16],
        has_body: false,
        error_body: ErrorBody::Json,
        error_properties: &["errors", "code", "message"],
        on_unknown: Some(
            "The key may have its new name and role already, or may get them later. Read the key, and repeat the call if nothing has changed.",
        ),
        on_unreadable: None,
    };
}

/// Error of [`Client::update_key_status`].
pub type UpdateKeyStatusError = Error<types::ErrorResponse>;

/// Call of [`Client::update_key_status`]. Await it, or call [`send`](Self::send).
#[derive(Clone, Debug)]
#[must_use = "a call is made only when it is awaited"]
pub struct UpdateKeyStatus {
    client: Client,
    key_id: i64,
    body: types::UpdateKeyStatusRequest,
}

impl UpdateKeyStatus {
    pub(super) fn new(
        client: Client,
        key_id: impl Into<i64>,
        body: impl Into<types::UpdateKeyStatusRequest>,
    ) -> Self {
        Self {
            client,
            key_id: key_id.into(),
            body: body.into(),
        }
    }

    /// Sets the timeout of this call with all its attempts, instead of the client's
    /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.with_timeout(timeout);
        self
    }

    /// Sets the retry policy of this call, instead of the client's
    /// ([`ClientBuilder::retry`](crate::ClientBuilder::retry)).
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.client = self.client.with_retry(policy);
        self
    }

    /// Sends the request, and returns the decoded response.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.
    ///
    /// # Cancellation
    ///
    /// Dropping the future stops the call. A request that was already sent may still take effect, and its response is lost.
    /// To limit the time, use [`with_timeout`](Self::with_timeout) instead of `tokio::time::timeout`, or spawn the call and
    /// await its handle. See [the guide](crate::guide::outcomes_and_retries#cancellation).
    pub async fn send(self) -> Result<Response<()>, UpdateKeyStatusError> {
        let Self { client, key_id, body } = self;
        let request = client
            .http
            .request(Method::PUT)
            .path("/key/")
            .path_parameter("key_id", &key_id)
            .path("/status")
            .json(&body);
        client.http.send::<Self>(request).await
    }
}

impl IntoFuture for UpdateKeyStatus {
    type Output = Result<Response<()>, UpdateKeyStatusError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl Operation for UpdateKeyStatus {
    type Success = ();
    type Error = types::ErrorResponse;

    const INFO: OperationInfo = OperationInfo {
        operation_id: "update_key_status",
        path: "/key/{key_id}/status",
        authenticated: true,
        success_statuses: &[204u16..=204u16],
        has_body: false,
        error_body: ErrorBody::Json,
        error_properties: &["errors", "code", "message"],
        on_unknown: Some(
            "The key may have its new status already, or may get it later. Read the key, and repeat the call if its status has not changed.",
        ),
        on_unreadable: None,
    };
}

/// Error of [`Client::list_api_key_roles`].
pub type ListApiKeyRolesError = Error<types::ErrorResponse>;

/// Call of [`Client::list_api_key_roles`]. Await it, or call [`send`](Self::send).
#[derive(Clone, Debug)]
#[must_use = "a call is made only when it is awaited"]
pub struct ListApiKeyRoles {
    client: Client,
}

impl ListApiKeyRoles {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Sets the timeout of this call with all its attempts, instead of the client's
    /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.with_timeout(timeout);
        self
    }

    /// Sets the retry policy of this call, instead of the client's
    /// ([`ClientBuilder::retry`](crate::ClientBuilder::retry)).
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.client = self.client.with_retry(policy);
        self
    }

    /// Sends the request, and returns the decoded response.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.
    pub async fn send(
        self,
    ) -> Result<Response<types::ApiKeyRoleList>, ListApiKeyRolesError> {
        let Self { client } = self;
        let request = client.http.request(Method::GET).path("/key/api-roles");
        client.http.send::<Self>(request).await
    }
}

impl IntoFuture for ListApiKeyRoles {
    type Output = Result<Response<types::ApiKeyRoleList>, ListApiKeyRolesError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl Operation for ListApiKeyRoles {
    type Success = types::ApiKeyRoleList;
    type Error = types::ErrorResponse;

    const INFO: OperationInfo = OperationInfo {
        operation_id: "list_api_key_roles",
        path: "/key/api-roles",
        authenticated: true,
        success_statuses: &[200u16..=200u16],
        has_body: true,
        error_body: ErrorBody::Json,
        error_properties: &["errors", "code", "message"],
        on_unknown: None,
        on_unreadable: None,
    };
}

/// Error of [`Client::get_me`].
pub type GetMeError = Error<types::ErrorResponse>;

/// Call of [`Client::get_me`]. Await it, or call [`send`](Self::send).
#[derive(Clone, Debug)]
#[must_use = "a call is made only when it is awaited"]
pub struct GetMe {
    client: Client,
}

impl GetMe {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Sets the timeout of this call with all its attempts, instead of the client's
    /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.with_timeout(timeout);
        self
    }

    /// Sets the retry policy of this call, instead of the client's
    /// ([`ClientBuilder::retry`](crate::ClientBuilder::retry)).
    pub fn with_retry(mut self, policy: RetryPolicy) -> Self {
        self.client = self.client.with_retry(policy);
        self
    }

    /// Sends the request, and returns the decoded response.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.
    pub async fn send(self) -> Result<Response<types::User>, GetMeError> {
        let Self { client } = self;
        let request = client.http.request(Method::GET).path("/user/me");
        client.http.send::<Self>(request).await
    }
}

impl IntoFuture for GetMe {
    type Output = Result<Response<types::User>, GetMeError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl Operation for GetMe {
    type Success = types::User;
    type Error = types::ErrorResponse;

    const INFO: OperationInfo = OperationInfo {
        operation_id: "get_me",
        path: "/user/me",
        authenticated: true,
        success_statuses: &[200u16..=200u16],
        has_body: true,
        error_body: ErrorBody::Json,
        error_properties: &["errors", "code", "message"],
        on_unknown: None,
        on_unreadable: None,
    };
}
