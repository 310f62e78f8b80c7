// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! The client, with one method per operation of the API.

use crate::calls;
use crate::types;

/// Cheap to clone, share one: a client of the API *DigiCert CertCentral Services API – create key*.
///
/// Clones share connections and rate limits. [`Client::builder`] and [`Client::from_env`] create a client.
///
/// Create API keys for the users of a DigiCert CertCentral account.
///
/// **A created key is shown once**, in the `201` response of *create key*. Store it before you do
/// anything else with the response. A lost key cannot be recovered, only revoked and replaced.
///
/// ## Rate limits
///
/// Each API key may send 1000 requests in 3 minutes and 100 requests in 5 seconds. Both windows are
/// rolling, and both limits may change without notice. Over either limit, the service answers every
/// request with `429` until the window has moved on, which takes a few seconds to a few minutes.
/// No `Retry-After` header is documented.
///
/// ## Well-formed requests
///
/// Send HTTPS to port 443, UTF-8, with a `User-Agent` and a `Content-Length` header (no chunked body).
/// The service answers in the format that the request's `Content-Type` names.
///
/// ## Sources
///
/// - [Create key](https://dev.digicert.com/certcentral-apis/services-api/api-keys/create-key.html)
/// - [Glossary: API key roles](https://dev.digicert.com/glossary/)
/// - [Errors](https://dev.digicert.com/certcentral-apis/services-api/errors.html)
/// - [Rate limits](https://dev.digicert.com/en/certcentral-apis/services-api/rate-limits.html)
/// - [Authentication](https://dev.digicert.com/en/certcentral-apis/authentication.html)
///
/// This document is independent of DigiCert and is not endorsed by it.
///
/// Version of the document: 1.0.0
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) http: crate::runtime::HttpClient,
}

impl Client {
    /// Create an API key for a user
    ///
    /// Creates an API key that belongs to the given user, and returns it.
    ///
    /// **The key is shown only in this response, and cannot be recovered.** Store `api_key` before you
    /// do anything else. If it is lost, revoke the key and create another.
    ///
    /// Repeating a call is not safe: each successful call creates another key, and no way to prevent
    /// that is documented.
    ///
    /// Sends `POST /key/user/{user_id}`.
    ///
    /// Arguments:
    /// - `user_id`: ID of the user that the new key belongs to.
    /// - `body`: Name of the new key and, optionally, the role that restricts it.
    ///
    /// Responses:
    /// - `201`: The key was created. **Store `api_key` now: only this response shows it.**
    /// - `400`: The request is malformed or contains an invalid value. No key was created.
    /// - `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. No key was created.
    /// - `404`: The user or the route does not exist (check the base URL). No key was created.
    /// - `429`: Too many requests in one of the two rolling windows (see *Rate limits*). No key was created. Wait until the window has moved on.
    /// - `5XX`: The service failed. **A key may have been created**: check the user's keys before you try again.
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client, user_id: i64, body: certcentral::types::CreateKeyRequest) -> Result<(), certcentral::calls::CreateKeyError> {
    /// let response = client.create_key(user_id, body).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_key(
        &self,
        user_id: impl Into<i64>,
        body: impl Into<types::CreateKeyRequest>,
    ) -> calls::CreateKey {
        calls::CreateKey::new(self.clone(), user_id, body)
    }
}
