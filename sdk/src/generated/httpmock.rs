// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Typed mocks of the API for tests, an extension of [`httpmock::MockServer`](::httpmock::MockServer).
//! Requires the feature `httpmock`.
//!
//! The guide [*Testing*](crate::guide::testing) shows how to use them.

pub mod operations {
    //! Requests and responses of the operations, as [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
    //! with typed values.
    use crate::types;

    use crate::runtime::mock;

    /// Expected request of [`Client::create_key`](crate::Client::create_key).
    pub struct CreateKeyWhen(::httpmock::When);

    impl CreateKeyWhen {
        /// Expects the operation with any arguments.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                mock::path(
                    inner.method(::httpmock::Method::POST),
                    &[mock::Part::Constant("/key/user/"), mock::Part::Any],
                ),
            )
        }

        /// Returns the untyped expectation, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Expects this value of the path parameter `user_id`.
        pub fn user_id(self, value: impl Into<i64>) -> Self {
            let value: i64 = value.into();
            Self(
                mock::path(
                    self.0,
                    &[mock::Part::Constant("/key/user/"), mock::Part::Value(&value)],
                ),
            )
        }

        /// Expects this body.
        pub fn body(self, value: &types::CreateKeyRequest) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }

    /// Response of [`Client::create_key`](crate::Client::create_key).
    pub struct CreateKeyThen(::httpmock::Then);

    impl CreateKeyThen {
        /// Responds as [`into_inner`](Self::into_inner) states.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns the untyped response, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with `201`: The key was created. **Store `api_key` now: only this response shows it.**
        pub fn created(self, value: &types::CreatedKey) -> Self {
            Self(
                self
                    .0
                    .status(201u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `400`: The request is malformed or contains an invalid value. No key was created.
        pub fn bad_request(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. No key was created.
        pub fn forbidden(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `404`: The user or the route does not exist (check the base URL). No key was created.
        pub fn not_found(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `429`: Too many requests in one of the two rolling windows (see *Rate limits*). No key was created. Wait until the window has moved on.
        pub fn too_many_requests(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with a status from 500 to 599: The service failed. **A key may have been created**: check the user's keys before you try again.
        ///
        /// # Panics
        ///
        /// If the status is another one.
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert!(
                (500u16..= 599u16).contains(& status),
                "expected a status from 500 to 599"
            );
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }

    /// Expected request of [`Client::list_keys`](crate::Client::list_keys).
    pub struct ListKeysWhen(::httpmock::When);

    impl ListKeysWhen {
        /// Expects the operation with any arguments.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                mock::path(
                    inner.method(::httpmock::Method::GET),
                    &[mock::Part::Constant("/key")],
                ),
            )
        }

        /// Returns the untyped expectation, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Expects this value of the query parameter `user_id`. With `None`, expects that it is missing.
        pub fn user_id(self, value: impl Into<Option<i64>>) -> Self {
            let value: Option<i64> = value.into();
            Self(mock::query(self.0, "user_id", value.as_ref()))
        }
    }

    /// Response of [`Client::list_keys`](crate::Client::list_keys).
    pub struct ListKeysThen(::httpmock::Then);

    impl ListKeysThen {
        /// Responds as [`into_inner`](Self::into_inner) states.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns the untyped response, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with `200`: The keys.
        pub fn ok(self, value: &types::KeyList) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `400`: The request is malformed or contains an invalid value. Nothing was changed.
        pub fn bad_request(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
        pub fn forbidden(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
        pub fn not_found(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
        pub fn too_many_requests(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with a status from 500 to 599: The service failed. A change that was requested may have been made.
        ///
        /// # Panics
        ///
        /// If the status is another one.
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert!(
                (500u16..= 599u16).contains(& status),
                "expected a status from 500 to 599"
            );
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }

    /// Expected request of [`Client::get_key`](crate::Client::get_key).
    pub struct GetKeyWhen(::httpmock::When);

    impl GetKeyWhen {
        /// Expects the operation with any arguments.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                mock::path(
                    inner.method(::httpmock::Method::GET),
                    &[mock::Part::Constant("/key/"), mock::Part::Any],
                ),
            )
        }

        /// Returns the untyped expectation, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Expects this value of the path parameter `key_id`.
        pub fn key_id(self, value: impl Into<i64>) -> Self {
            let value: i64 = value.into();
            Self(
                mock::path(
                    self.0,
                    &[mock::Part::Constant("/key/"), mock::Part::Value(&value)],
                ),
            )
        }
    }

    /// Response of [`Client::get_key`](crate::Client::get_key).
    pub struct GetKeyThen(::httpmock::Then);

    impl GetKeyThen {
        /// Responds as [`into_inner`](Self::into_inner) states.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns the untyped response, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with `200`: The key.
        pub fn ok(self, value: &types::Key) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `400`: The request is malformed or contains an invalid value. Nothing was changed.
        pub fn bad_request(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
        pub fn forbidden(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
        pub fn not_found(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
        pub fn too_many_requests(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with a status from 500 to 599: The service failed. A change that was requested may have been made.
        ///
        /// # Panics
        ///
        /// If the status is another one.
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert!(
                (500u16..= 599u16).contains(& status),
                "expected a status from 500 to 599"
            );
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }

    /// Expected request of [`Client::edit_key`](crate::Client::edit_key).
    pub struct EditKeyWhen(::httpmock::When);

    impl EditKeyWhen {
        /// Expects the operation with any arguments.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                mock::path(
                    inner.method(::httpmock::Method::PUT),
                    &[mock::Part::Constant("/key/"), mock::Part::Any],
                ),
            )
        }

        /// Returns the untyped expectation, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Expects this value of the path parameter `key_id`.
        pub fn key_id(self, value: impl Into<i64>) -> Self {
            let value: i64 = value.into();
            Self(
                mock::path(
                    self.0,
                    &[mock::Part::Constant("/key/"), mock::Part::Value(&value)],
                ),
            )
        }

        /// Expects this body.
        pub fn body(self, value: &types::EditKeyRequest) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }

    /// Response of [`Client::edit_key`](crate::Client::edit_key).
    pub struct EditKeyThen(::httpmock::Then);

    impl EditKeyThen {
        /// Responds as [`into_inner`](Self::into_inner) states.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns the untyped response, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with `204`: The key was changed.
        pub fn no_content(self) -> Self {
            Self(self.0.status(204u16))
        }

        /// Responds with `400`: The request is malformed or contains an invalid value. Nothing was changed.
        pub fn bad_request(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
        pub fn forbidden(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
        pub fn not_found(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
        pub fn too_many_requests(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with a status from 500 to 599: The service failed. A change that was requested may have been made.
        ///
        /// # Panics
        ///
        /// If the status is another one.
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert!(
                (500u16..= 599u16).contains(& status),
                "expected a status from 500 to 599"
            );
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }

    /// Expected request of [`Client::update_key_status`](crate::Client::update_key_status).
    pub struct UpdateKeyStatusWhen(::httpmock::When);

    impl UpdateKeyStatusWhen {
        /// Expects the operation with any arguments.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                mock::path(
                    inner.method(::httpmock::Method::PUT),
                    &[
                        mock::Part::Constant("/key/"),
                        mock::Part::Any,
                        mock::Part::Constant("/status"),
                    ],
                ),
            )
        }

        /// Returns the untyped expectation, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Expects this value of the path parameter `key_id`.
        pub fn key_id(self, value: impl Into<i64>) -> Self {
            let value: i64 = value.into();
            Self(
                mock::path(
                    self.0,
                    &[
                        mock::Part::Constant("/key/"),
                        mock::Part::Value(&value),
                        mock::Part::Constant("/status"),
                    ],
                ),
            )
        }

        /// Expects this body.
        pub fn body(self, value: &types::UpdateKeyStatusRequest) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }

    /// Response of [`Client::update_key_status`](crate::Client::update_key_status).
    pub struct UpdateKeyStatusThen(::httpmock::Then);

    impl UpdateKeyStatusThen {
        /// Responds as [`into_inner`](Self::into_inner) states.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns the untyped response, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with `204`: The key has the new status.
        pub fn no_content(self) -> Self {
            Self(self.0.status(204u16))
        }

        /// Responds with `400`: The request is malformed or contains an invalid value. Nothing was changed.
        pub fn bad_request(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
        pub fn forbidden(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
        pub fn not_found(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
        pub fn too_many_requests(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with a status from 500 to 599: The service failed. A change that was requested may have been made.
        ///
        /// # Panics
        ///
        /// If the status is another one.
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert!(
                (500u16..= 599u16).contains(& status),
                "expected a status from 500 to 599"
            );
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }

    /// Expected request of [`Client::list_api_key_roles`](crate::Client::list_api_key_roles).
    pub struct ListApiKeyRolesWhen(::httpmock::When);

    impl ListApiKeyRolesWhen {
        /// Expects the operation with any arguments.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                mock::path(
                    inner.method(::httpmock::Method::GET),
                    &[mock::Part::Constant("/key/api-roles")],
                ),
            )
        }

        /// Returns the untyped expectation, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }

    /// Response of [`Client::list_api_key_roles`](crate::Client::list_api_key_roles).
    pub struct ListApiKeyRolesThen(::httpmock::Then);

    impl ListApiKeyRolesThen {
        /// Responds as [`into_inner`](Self::into_inner) states.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns the untyped response, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with `200`: The roles.
        pub fn ok(self, value: &types::ApiKeyRoleList) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `400`: The request is malformed or contains an invalid value. Nothing was changed.
        pub fn bad_request(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
        pub fn forbidden(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
        pub fn not_found(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
        pub fn too_many_requests(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with a status from 500 to 599: The service failed. A change that was requested may have been made.
        ///
        /// # Panics
        ///
        /// If the status is another one.
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert!(
                (500u16..= 599u16).contains(& status),
                "expected a status from 500 to 599"
            );
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }

    /// Expected request of [`Client::get_me`](crate::Client::get_me).
    pub struct GetMeWhen(::httpmock::When);

    impl GetMeWhen {
        /// Expects the operation with any arguments.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                mock::path(
                    inner.method(::httpmock::Method::GET),
                    &[mock::Part::Constant("/user/me")],
                ),
            )
        }

        /// Returns the untyped expectation, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }

    /// Response of [`Client::get_me`](crate::Client::get_me).
    pub struct GetMeThen(::httpmock::Then);

    impl GetMeThen {
        /// Responds as [`into_inner`](Self::into_inner) states.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns the untyped response, for what this type cannot express.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with `200`: The user.
        pub fn ok(self, value: &types::User) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `400`: The request is malformed or contains an invalid value. Nothing was changed.
        pub fn bad_request(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `403`: The API key in the request is wrong (the service answers `403`, not `401`), or its role does not permit this request. Nothing was changed.
        pub fn forbidden(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `404`: The resource or the route does not exist (check the base URL). Nothing was changed.
        pub fn not_found(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with `429`: Too many requests in one of the two rolling windows (see *Rate limits*). Nothing was changed. Wait until the window has moved on.
        pub fn too_many_requests(self, value: &types::ErrorResponse) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with a status from 500 to 599: The service failed. A change that was requested may have been made.
        ///
        /// # Panics
        ///
        /// If the status is another one.
        pub fn server_error(self, status: u16, value: &types::ErrorResponse) -> Self {
            assert!(
                (500u16..= 599u16).contains(& status),
                "expected a status from 500 to 599"
            );
            Self(
                self
                    .0
                    .status(status)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }
    }
}

/// Extends [`MockServer`](::httpmock::MockServer) by a method per operation, which creates a mock of it as
/// [`MockServer::mock`](::httpmock::MockServer::mock) does.
pub trait MockServerExt {
    /// Mocks [`Client::create_key`](crate::Client::create_key): `config` states the request and the response.
    fn create_key(
        &self,
        config: impl FnOnce(operations::CreateKeyWhen, operations::CreateKeyThen),
    ) -> ::httpmock::Mock<'_>;

    /// Mocks [`Client::list_keys`](crate::Client::list_keys): `config` states the request and the response.
    fn list_keys(
        &self,
        config: impl FnOnce(operations::ListKeysWhen, operations::ListKeysThen),
    ) -> ::httpmock::Mock<'_>;

    /// Mocks [`Client::get_key`](crate::Client::get_key): `config` states the request and the response.
    fn get_key(
        &self,
        config: impl FnOnce(operations::GetKeyWhen, operations::GetKeyThen),
    ) -> ::httpmock::Mock<'_>;

    /// Mocks [`Client::edit_key`](crate::Client::edit_key): `config` states the request and the response.
    fn edit_key(
        &self,
        config: impl FnOnce(operations::EditKeyWhen, operations::EditKeyThen),
    ) -> ::httpmock::Mock<'_>;

    /// Mocks [`Client::update_key_status`](crate::Client::update_key_status): `config` states the request and the response.
    fn update_key_status(
        &self,
        config: impl FnOnce(
            operations::UpdateKeyStatusWhen,
            operations::UpdateKeyStatusThen,
        ),
    ) -> ::httpmock::Mock<'_>;

    /// Mocks [`Client::list_api_key_roles`](crate::Client::list_api_key_roles): `config` states the request and the response.
    fn list_api_key_roles(
        &self,
        config: impl FnOnce(
            operations::ListApiKeyRolesWhen,
            operations::ListApiKeyRolesThen,
        ),
    ) -> ::httpmock::Mock<'_>;

    /// Mocks [`Client::get_me`](crate::Client::get_me): `config` states the request and the response.
    fn get_me(
        &self,
        config: impl FnOnce(operations::GetMeWhen, operations::GetMeThen),
    ) -> ::httpmock::Mock<'_>;
}

impl MockServerExt for ::httpmock::MockServer {
    fn create_key(
        &self,
        config: impl FnOnce(operations::CreateKeyWhen, operations::CreateKeyThen),
    ) -> ::httpmock::Mock<'_> {
        self.mock(|when, then| {
            config(
                operations::CreateKeyWhen::new(when),
                operations::CreateKeyThen::new(then),
            );
        })
    }

    fn list_keys(
        &self,
        config: impl FnOnce(operations::ListKeysWhen, operations::ListKeysThen),
    ) -> ::httpmock::Mock<'_> {
        self.mock(|when, then| {
            config(
                operations::ListKeysWhen::new(when),
                operations::ListKeysThen::new(then),
            );
        })
    }

    fn get_key(
        &self,
        config: impl FnOnce(operations::GetKeyWhen, operations::GetKeyThen),
    ) -> ::httpmock::Mock<'_> {
        self.mock(|when, then| {
            config(operations::GetKeyWhen::new(when), operations::GetKeyThen::new(then));
        })
    }

    fn edit_key(
        &self,
        config: impl FnOnce(operations::EditKeyWhen, operations::EditKeyThen),
    ) -> ::httpmock::Mock<'_> {
        self.mock(|when, then| {
            config(
                operations::EditKeyWhen::new(when),
                operations::EditKeyThen::new(then),
            );
        })
    }

    fn update_key_status(
        &self,
        config: impl FnOnce(
            operations::UpdateKeyStatusWhen,
            operations::UpdateKeyStatusThen,
        ),
    ) -> ::httpmock::Mock<'_> {
        self.mock(|when, then| {
            config(
                operations::UpdateKeyStatusWhen::new(when),
                operations::UpdateKeyStatusThen::new(then),
            );
        })
    }

    fn list_api_key_roles(
        &self,
        config: impl FnOnce(
            operations::ListApiKeyRolesWhen,
            operations::ListApiKeyRolesThen,
        ),
    ) -> ::httpmock::Mock<'_> {
        self.mock(|when, then| {
            config(
                operations::ListApiKeyRolesWhen::new(when),
                operations::ListApiKeyRolesThen::new(then),
            );
        })
    }

    fn get_me(
        &self,
        config: impl FnOnce(operations::GetMeWhen, operations::GetMeThen),
    ) -> ::httpmock::Mock<'_> {
        self.mock(|when, then| {
            config(operations::GetMeWhen::new(when), operations::GetMeThen::new(then));
        })
    }
}
