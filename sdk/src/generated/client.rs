// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! The client, with one method per operation of the API.

use crate::calls;
use crate::types;

/// Cheap to clone, share one: a client of the API *DigiCert CertCentral Services API – API keys*.
///
/// Clones share connections and rate limits. [`Client::builder`] and [`Client::from_env`] create a client.
///
/// Create, list, rename and revoke API keys for the users of a DigiCert CertCentral account.
///
/// **A created key is shown once**, in the `201` response of *create key*. Store it before you do
/// anything else with the response. A lost key cannot be recovered, only revoked and replaced. No other
/// operation returns a key's value.
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
/// - [The other operations of API keys](https://dev.digicert.com/certcentral-apis/services-api/api-keys/)
/// - [Glossary: API key roles](https://dev.digicert.com/glossary/)
/// - [Errors](https://dev.digicert.com/certcentral-apis/services-api/errors.html)
/// - [Rate limits](https://dev.digicert.com/en/certcentral-apis/services-api/rate-limits.html)
/// - [Authentication](https://dev.digicert.com/en/certcentral-apis/authentication.html)
///
/// This document is independent of DigiCert and is not endorsed by it.
///
/// Version of the document: 1.1.0
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

    /// List API keys
    ///
    /// Lists API keys, of one user or of all. Revoked keys are listed too. The values of keys are never
    /// returned. No order and no pagination is documented.
    ///
    /// Sends `GET /key`.
    ///
    /// Arguments:
    /// - `user_id` (optional): ID of the user whose keys are listed. Without it, the keys of all users are listed.
    ///
    /// Responses:
    /// - `200`: The keys.
    /// - `400`: The request is malformed or contains an invalid value. Nothing was changed.
    /// - `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
    /// - `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
    /// - `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
    /// - `5XX`: The service failed. A change that was requested may have been made.
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client) -> Result<(), certcentral::calls::ListKeysError> {
    /// let response = client.list_keys().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_keys(&self) -> calls::ListKeys {
        calls::ListKeys::new(self.clone())
    }

    /// Read an API key
    ///
    /// Returns the name, the status and the role of a key. Its value is never returned.
    ///
    /// Sends `GET /key/{key_id}`.
    ///
    /// Arguments:
    /// - `key_id`: ID of the key. It is not the key's value.
    ///
    /// Responses:
    /// - `200`: The key.
    /// - `400`: The request is malformed or contains an invalid value. Nothing was changed.
    /// - `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
    /// - `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
    /// - `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
    /// - `5XX`: The service failed. A change that was requested may have been made.
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client, key_id: i64) -> Result<(), certcentral::calls::GetKeyError> {
    /// let response = client.get_key(key_id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_key(&self, key_id: impl Into<i64>) -> calls::GetKey {
        calls::GetKey::new(self.clone(), key_id)
    }

    /// Change the name or the role of an API key
    ///
    /// Changes the name of a key and, optionally, its role. The key keeps its value.
    ///
    /// State the role also if it does not change: the effect of leaving it out is not documented.
    ///
    /// Sends `PUT /key/{key_id}`.
    ///
    /// Arguments:
    /// - `key_id`: ID of the key. It is not the key's value.
    /// - `body`: The new name and, optionally, the role.
    ///
    /// Responses:
    /// - `204`: The key was changed.
    /// - `400`: The request is malformed or contains an invalid value. Nothing was changed.
    /// - `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
    /// - `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
    /// - `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
    /// - `5XX`: The service failed. A change that was requested may have been made.
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client, key_id: i64, body: certcentral::types::EditKeyRequest) -> Result<(), certcentral::calls::EditKeyError> {
    /// let response = client.edit_key(key_id, body).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn edit_key(
        &self,
        key_id: impl Into<i64>,
        body: impl Into<types::EditKeyRequest>,
    ) -> calls::EditKey {
        calls::EditKey::new(self.clone(), key_id, body)
    }

    /// Revoke or activate an API key
    ///
    /// Revokes a key, or activates a revoked one. A revoked key remains listed.
    ///
    /// The delay until a revoked key stops working is not documented.
    ///
    /// Sends `PUT /key/{key_id}/status`.
    ///
    /// Arguments:
    /// - `key_id`: ID of the key. It is not the key's value.
    /// - `body`: The new status.
    ///
    /// Responses:
    /// - `204`: The key has the new status.
    /// - `400`: The request is malformed or contains an invalid value. Nothing was changed.
    /// - `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
    /// - `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
    /// - `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
    /// - `5XX`: The service failed. A change that was requested may have been made.
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client, key_id: i64, body: certcentral::types::UpdateKeyStatusRequest) -> Result<(), certcentral::calls::UpdateKeyStatusError> {
    /// let response = client.update_key_status(key_id, body).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_key_status(
        &self,
        key_id: impl Into<i64>,
        body: impl Into<types::UpdateKeyStatusRequest>,
    ) -> calls::UpdateKeyStatus {
        calls::UpdateKeyStatus::new(self.clone(), key_id, body)
    }

    /// List the roles for API keys
    ///
    /// Lists the roles that can restrict a key. The list need not contain every role: DigiCert's own example
    /// lacks 0 and 103.
    ///
    /// Sends `GET /key/api-roles`.
    ///
    /// Responses:
    /// - `200`: The roles.
    /// - `400`: The request is malformed or contains an invalid value. Nothing was changed.
    /// - `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
    /// - `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
    /// - `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
    /// - `5XX`: The service failed. A change that was requested may have been made.
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client) -> Result<(), certcentral::calls::ListApiKeyRolesError> {
    /// let response = client.list_api_key_roles().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_api_key_roles(&self) -> calls::ListApiKeyRoles {
        calls::ListApiKeyRoles::new(self.clone())
    }

    /// Read the user of the caller's API key
    ///
    /// Returns the user that the API key in the request belongs to: their ID, which *create key* takes, and
    /// their access roles. Whether a key with a role may call this operation is not documented.
    ///
    /// Sends `GET /user/me`.
    ///
    /// Responses:
    /// - `200`: The user.
    /// - `400`: The request is malformed or contains an invalid value. Nothing was changed.
    /// - `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
    /// - `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
    /// - `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
    /// - `5XX`: The service failed. A change that was requested may have been made.
    ///
    /// ```no_run
    /// # async fn example(client: &certcentral::Client) -> Result<(), certcentral::calls::GetMeError> {
    /// let response = client.get_me().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_me(&self) -> calls::GetMe {
        calls::GetMe::new(self.clone())
    }
}
