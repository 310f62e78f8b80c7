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
}

/// Extends [`MockServer`](::httpmock::MockServer) by a method per operation, which creates a mock of it as
/// [`MockServer::mock`](::httpmock::MockServer::mock) does.
pub trait MockServerExt {
    /// Mocks [`Client::create_key`](crate::Client::create_key): `config` states the request and the response.
    fn create_key(
        &self,
        config: impl FnOnce(operations::CreateKeyWhen, operations::CreateKeyThen),
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
}
