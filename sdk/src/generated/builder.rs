// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Call builders: one per operation of the API.

use super::types;
use crate::runtime::{ClientHooks, Error, OperationInfo, Response};

/// Builder for [`Client::create_key`]
///
/// [`Client::create_key`]: super::Client::create_key
#[derive(Debug, Clone)]
pub struct CreateKey<'a> {
    client: &'a super::Client,
    user_id: Result<i64, String>,
    body: Result<types::builder::CreateKeyRequest, String>,
}

impl<'a> CreateKey<'a> {
    /// Creates a call with no arguments set.
    pub fn new(client: &'a super::Client) -> Self {
        Self {
            client: client,
            user_id: Err("`user_id` is missing: call `.user_id(…)`".to_string()),
            body: Ok(::std::default::Default::default()),
        }
    }

    /// ID of the user that the new key belongs to.
    pub fn user_id<V>(mut self, value: V) -> Self
    where
        V: std::convert::TryInto<i64>,
    {
        self.user_id = value
            .try_into()
            .map_err(|_| "`user_id` cannot be converted to `i64`".to_string());
        self
    }

    /// Name of the new key and, optionally, the role that restricts it.
    pub fn body<V>(mut self, value: V) -> Self
    where
        V: std::convert::TryInto<types::CreateKeyRequest>,
        <V as std::convert::TryInto<types::CreateKeyRequest>>::Error: std::fmt::Display,
    {
        self.body = value
            .try_into()
            .map(From::from)
            .map_err(|s| {
                format!("`body` cannot be converted to `CreateKeyRequest`: {}", s)
            });
        self
    }

    /// Sets the request body through its builder, which `f` receives and returns.
    pub fn body_map<F>(mut self, f: F) -> Self
    where
        F: std::ops::FnOnce(
            types::builder::CreateKeyRequest,
        ) -> types::builder::CreateKeyRequest,
    {
        self.body = self.body.map(f);
        self
    }

    /// Sends a `POST` request to `/key/user/{user_id}`
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the call fails. [`Error::outcome`] states whether the call may have taken effect.
    ///
    /// # Cancellation
    ///
    /// Dropping the future stops the call. A request that was already sent may still take effect, and its response is lost.
    /// To limit the time, set [`ClientBuilder::timeout`](crate::ClientBuilder::timeout) instead of using
    /// `tokio::time::timeout`, or spawn the call and await its handle.
    /// See [the guide](crate::guide::outcomes_and_retries#cancellation).
    pub async fn send(
        self,
    ) -> Result<Response<types::CreatedKey>, Error<types::ErrorResponse>> {
        let Self { client, user_id, body } = self;
        let user_id = user_id.map_err(Error::InvalidRequest)?;
        let body = body
            .and_then(|v| {
                types::CreateKeyRequest::try_from(v).map_err(|e| e.to_string())
            })
            .map_err(Error::InvalidRequest)?;
        let request = client
            .client
            .request(::reqwest::Method::POST)
            .path("/key/user/")
            .path_parameter("user_id", &user_id)
            .accept_json()
            .json(&body)
            .build()?;
        static OPERATION: OperationInfo = OperationInfo {
            operation_id: "create_key",
            path: "/key/user/{user_id}",
            authenticated: true,
            success_statuses: &[201u16..=201u16],
            error_properties: &["errors", "code", "message"],
            on_unknown: Some(
                "A key may exist that nobody holds. Wait a minute, because the request may still be executed. Then list the user's API keys in CertCentral (Automation > API Keys), revoke a key with this name that nobody holds, and create the key again.",
            ),
            on_unreadable: Some(
                "The key exists, and the response body kept in this error is its only copy: store it, then read the key from it. If the body is incomplete, revoke the key in CertCentral (Automation > API Keys).",
            ),
        };
        let response = client.exec(request, &OPERATION).await?;
        match response.status().as_u16() {
            201u16 => Response::from_response(response).await,
            400u16 => Err(Error::ErrorResponse(Response::from_response(response).await?)),
            403u16 => Err(Error::ErrorResponse(Response::from_response(response).await?)),
            404u16 => Err(Error::ErrorResponse(Response::from_response(response).await?)),
            429u16 => Err(Error::ErrorResponse(Response::from_response(response).await?)),
            500u16..=599u16 => {
                Err(Error::ErrorResponse(Response::from_response(response).await?))
            }
            200u16..=299u16 => Response::from_response(response).await,
            _ => Err(Error::ErrorResponse(Response::from_response(response).await?)),
        }
    }
}
