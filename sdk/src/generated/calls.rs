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
            "A key may exist that nobody holds. Wait a minute, because the request may still be executed. Then list the user's API keys in CertCentral (Automation > API Keys), revoke a key with this name that nobody holds, and create the key again.",
        ),
        on_unreadable: Some(
            "The key exists, and the response body kept in this error is its only copy: store it, then read the key from it. If the body is incomplete, revoke the key in CertCentral (Automation > API Keys).",
        ),
    };
}
