// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Types of the API, one per schema of the document.

/// Role that restricts an API key. Without a role, the key inherits the access role of the user that it belongs to. The service has added roles before: expect numbers that are not in this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiKeyRole {
    /// No restriction: the key inherits the access role of the user that it belongs to.
    ///
    /// Wire value: `0`.
    Unrestricted,
    /// Orders, requests and certificates.
    ///
    /// Wire value: `100`.
    Orders,
    /// Orders, requests, organizations and domains.
    ///
    /// Wire value: `101`.
    OrdersDomainsOrganizations,
    /// GET requests only.
    ///
    /// Wire value: `102`.
    ViewOnly,
    /// Users only.
    ///
    /// Wire value: `103`.
    UserManagement,
    /// A value that the document does not list.
    UnknownValue(crate::UnknownValue),
}

impl ApiKeyRole {
    /// All documented values, in the document's order.
    pub const DOCUMENTED: [Self; 5] = [
        Self::Unrestricted,
        Self::Orders,
        Self::OrdersDomainsOrganizations,
        Self::ViewOnly,
        Self::UserManagement,
    ];
}

/// Accepts any number. One that the document does not list becomes `UnknownValue`.
impl ::std::convert::From<i64> for ApiKeyRole {
    fn from(value: i64) -> Self {
        match value {
            0 => Self::Unrestricted,
            100 => Self::Orders,
            101 => Self::OrdersDomainsOrganizations,
            102 => Self::ViewOnly,
            103 => Self::UserManagement,
            other => Self::UnknownValue(crate::UnknownValue::new(other)),
        }
    }
}

impl ::std::convert::From<ApiKeyRole> for i64 {
    fn from(value: ApiKeyRole) -> Self {
        match value {
            ApiKeyRole::Unrestricted => 0,
            ApiKeyRole::Orders => 100,
            ApiKeyRole::OrdersDomainsOrganizations => 101,
            ApiKeyRole::ViewOnly => 102,
            ApiKeyRole::UserManagement => 103,
            ApiKeyRole::UnknownValue(other) => other.value(),
        }
    }
}

/// Writes the number as sent on the wire.
impl ::std::fmt::Display for ApiKeyRole {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        ::std::fmt::Display::fmt(&i64::from(*self), f)
    }
}

impl ::serde::Serialize for ApiKeyRole {
    fn serialize<S: ::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::std::result::Result<S::Ok, S::Error> {
        serializer.serialize_i64((*self).into())
    }
}

impl<'de> ::serde::Deserialize<'de> for ApiKeyRole {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::std::result::Result<Self, D::Error> {
        <i64 as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
    }
}

/// Lists only the documented values.
#[cfg(feature = "schemars")]
impl ::schemars::JsonSchema for ApiKeyRole {
    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        "ApiKeyRole".into()
    }

    fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
        ::schemars::json_schema!(
            { "description" :
            "Role that restricts an API key. Without a role, the key inherits the access role of the user that it belongs to. The service has added roles before: expect numbers that are not in this list.",
            "type" : "integer", "enum" : ::std::vec![0, 100, 101, 102, 103] }
        )
    }
}

/// Name and permissions of the new key.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct CreateKeyRequest {
    /// Name of the key. Neither a length limit nor uniqueness is documented.
    pub name: ::std::string::String,
    /// ID of the role that restricts the key. Without a role, the key is not restricted.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "crate::types::ApiKeyRole"))]
    pub restricted_to_role_id: ::std::option::Option<crate::types::ApiKeyRole>,
}

impl CreateKeyRequest {
    /// Creates a builder with no fields set.
    pub fn builder() -> builder::CreateKeyRequest {
        Default::default()
    }
}

/// The created key. **`api_key` is shown in this response only: store it before you do anything else.**
#[derive(::serde::Deserialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[cfg_attr(feature = "httpmock", derive(::serde::Serialize))]
#[non_exhaustive]
pub struct CreatedKey {
    /// The key: a secret, randomly generated, and shown once. Treat it as opaque: neither its length nor its alphabet is documented.
    pub api_key: crate::SecretString,
    /// Unique ID of the created key. It is not a secret.
    pub id: i64,
}

impl CreatedKey {
    /// Creates a builder with no fields set.
    pub fn builder() -> builder::CreatedKey {
        Default::default()
    }
}

/// An error.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ErrorDetail {
    /// Code of the error, as `category` or `category|detail`. The set of codes is open: documented for this endpoint are `bad_request_format`, `access_denied|access_denied_invalid_key`, `access_denied|missing_permission`, `not_found`, `not_found|route` and `request_limit_exceeded`.
    pub code: ::std::string::String,
    /// Description of the error. Only the text of `429` is documented; the other examples are illustrations.
    pub message: ::std::string::String,
}

impl ErrorDetail {
    /// Creates a builder with no fields set.
    pub fn builder() -> builder::ErrorDetail {
        Default::default()
    }
}

/// Response to a request that the service refused or failed to execute.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ErrorResponse {
    /// Errors of the request.
    pub errors: ::std::vec::Vec<ErrorDetail>,
}

impl ErrorResponse {
    /// Creates a builder with no fields set.
    pub fn builder() -> builder::ErrorResponse {
        Default::default()
    }
}

/// Types for composing complex structures.
pub mod builder {
    /// Builder for [`CreateKeyRequest`](super::CreateKeyRequest).
    #[derive(Clone, Debug)]
    pub struct CreateKeyRequest {
        name: ::std::result::Result<::std::string::String, ::std::string::String>,
        restricted_to_role_id: ::std::result::Result<
            ::std::option::Option<crate::types::ApiKeyRole>,
            ::std::string::String,
        >,
    }

    impl ::std::default::Default for CreateKeyRequest {
        fn default() -> Self {
            Self {
                name: Err("`name` is missing: call `.name(…)`".to_string()),
                restricted_to_role_id: Ok(Default::default()),
            }
        }
    }

    impl CreateKeyRequest {
        /// Name of the key. Neither a length limit nor uniqueness is documented.
        pub fn name<T>(mut self, value: T) -> Self
        where
            T: ::std::convert::TryInto<::std::string::String>,
            T::Error: ::std::fmt::Display,
        {
            self.name = value
                .try_into()
                .map_err(|e| format!("`name` cannot be converted to `String`: {e}"));
            self
        }

        /// ID of the role that restricts the key. Without a role, the key is not restricted.
        pub fn restricted_to_role_id<T>(mut self, value: T) -> Self
        where
            T: ::std::convert::TryInto<::std::option::Option<crate::types::ApiKeyRole>>,
            T::Error: ::std::fmt::Display,
        {
            self.restricted_to_role_id = value
                .try_into()
                .map_err(|e| {
                    format!(
                        "`restricted_to_role_id` cannot be converted to `Option<ApiKeyRole>`: {e}"
                    )
                });
            self
        }
    }

    impl ::std::convert::TryFrom<CreateKeyRequest> for super::CreateKeyRequest {
        type Error = super::error::ConversionError;
        fn try_from(
            value: CreateKeyRequest,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                name: value.name?,
                restricted_to_role_id: value.restricted_to_role_id?,
            })
        }
    }

    impl ::std::convert::From<super::CreateKeyRequest> for CreateKeyRequest {
        fn from(value: super::CreateKeyRequest) -> Self {
            Self {
                name: Ok(value.name),
                restricted_to_role_id: Ok(value.restricted_to_role_id),
            }
        }
    }

    /// Builder for [`CreatedKey`](super::CreatedKey).
    #[derive(Clone, Debug)]
    pub struct CreatedKey {
        api_key: ::std::result::Result<crate::SecretString, ::std::string::String>,
        id: ::std::result::Result<i64, ::std::string::String>,
    }

    impl ::std::default::Default for CreatedKey {
        fn default() -> Self {
            Self {
                api_key: Err("`api_key` is missing: call `.api_key(…)`".to_string()),
                id: Err("`id` is missing: call `.id(…)`".to_string()),
            }
        }
    }

    impl CreatedKey {
        /// The key: a secret, randomly generated, and shown once. Treat it as opaque: neither its length nor its alphabet is documented.
        pub fn api_key<T>(mut self, value: T) -> Self
        where
            T: ::std::convert::TryInto<crate::SecretString>,
            T::Error: ::std::fmt::Display,
        {
            self.api_key = value
                .try_into()
                .map_err(|_| {
                    "`api_key` cannot be converted to `SecretString`".to_string()
                });
            self
        }

        /// Unique ID of the created key. It is not a secret.
        pub fn id<T>(mut self, value: T) -> Self
        where
            T: ::std::convert::TryInto<i64>,
            T::Error: ::std::fmt::Display,
        {
            self.id = value
                .try_into()
                .map_err(|e| format!("`id` cannot be converted to `i64`: {e}"));
            self
        }
    }

    impl ::std::convert::TryFrom<CreatedKey> for super::CreatedKey {
        type Error = super::error::ConversionError;
        fn try_from(
            value: CreatedKey,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                api_key: value.api_key?,
                id: value.id?,
            })
        }
    }

    impl ::std::convert::From<super::CreatedKey> for CreatedKey {
        fn from(value: super::CreatedKey) -> Self {
            Self {
                api_key: Ok(value.api_key),
                id: Ok(value.id),
            }
        }
    }

    /// Builder for [`ErrorDetail`](super::ErrorDetail).
    #[derive(Clone, Debug)]
    pub struct ErrorDetail {
        code: ::std::result::Result<::std::string::String, ::std::string::String>,
        message: ::std::result::Result<::std::string::String, ::std::string::String>,
    }

    impl ::std::default::Default for ErrorDetail {
        fn default() -> Self {
            Self {
                code: Err("`code` is missing: call `.code(…)`".to_string()),
                message: Err("`message` is missing: call `.message(…)`".to_string()),
            }
        }
    }

    impl ErrorDetail {
        /// Code of the error, as `category` or `category|detail`. The set of codes is open: documented for this endpoint are `bad_request_format`, `access_denied|access_denied_invalid_key`, `access_denied|missing_permission`, `not_found`, `not_found|route` and `request_limit_exceeded`.
        pub fn code<T>(mut self, value: T) -> Self
        where
            T: ::std::convert::TryInto<::std::string::String>,
            T::Error: ::std::fmt::Display,
        {
            self.code = value
                .try_into()
                .map_err(|e| format!("`code` cannot be converted to `String`: {e}"));
            self
        }

        /// Description of the error. Only the text of `429` is documented; the other examples are illustrations.
        pub fn message<T>(mut self, value: T) -> Self
        where
            T: ::std::convert::TryInto<::std::string::String>,
            T::Error: ::std::fmt::Display,
        {
            self.message = value
                .try_into()
                .map_err(|e| format!("`message` cannot be converted to `String`: {e}"));
            self
        }
    }

    impl ::std::convert::TryFrom<ErrorDetail> for super::ErrorDetail {
        type Error = super::error::ConversionError;
        fn try_from(
            value: ErrorDetail,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self {
                code: value.code?,
                message: value.message?,
            })
        }
    }

    impl ::std::convert::From<super::ErrorDetail> for ErrorDetail {
        fn from(value: super::ErrorDetail) -> Self {
            Self {
                code: Ok(value.code),
                message: Ok(value.message),
            }
        }
    }

    /// Builder for [`ErrorResponse`](super::ErrorResponse).
    #[derive(Clone, Debug)]
    pub struct ErrorResponse {
        errors: ::std::result::Result<
            ::std::vec::Vec<super::ErrorDetail>,
            ::std::string::String,
        >,
    }

    impl ::std::default::Default for ErrorResponse {
        fn default() -> Self {
            Self {
                errors: Err("`errors` is missing: call `.errors(…)`".to_string()),
            }
        }
    }

    impl ErrorResponse {
        /// Errors of the request.
        pub fn errors<T>(mut self, value: T) -> Self
        where
            T: ::std::convert::TryInto<::std::vec::Vec<super::ErrorDetail>>,
            T::Error: ::std::fmt::Display,
        {
            self.errors = value
                .try_into()
                .map_err(|e| {
                    format!("`errors` cannot be converted to `Vec<ErrorDetail>`: {e}")
                });
            self
        }
    }

    impl ::std::convert::TryFrom<ErrorResponse> for super::ErrorResponse {
        type Error = super::error::ConversionError;
        fn try_from(
            value: ErrorResponse,
        ) -> ::std::result::Result<Self, super::error::ConversionError> {
            Ok(Self { errors: value.errors? })
        }
    }

    impl ::std::convert::From<super::ErrorResponse> for ErrorResponse {
        fn from(value: super::ErrorResponse) -> Self {
            Self { errors: Ok(value.errors) }
        }
    }
}

/// Error types.
pub mod error {
    /// Error from a `TryFrom` or `FromStr` implementation.
    pub struct ConversionError(::std::borrow::Cow<'static, str>);

    impl ::std::error::Error for ConversionError {}
    impl ::std::fmt::Display for ConversionError {
        fn fmt(
            &self,
            f: &mut ::std::fmt::Formatter<'_>,
        ) -> Result<(), ::std::fmt::Error> {
            ::std::fmt::Display::fmt(&self.0, f)
        }
    }

    impl ::std::fmt::Debug for ConversionError {
        fn fmt(
            &self,
            f: &mut ::std::fmt::Formatter<'_>,
        ) -> Result<(), ::std::fmt::Error> {
            ::std::fmt::Debug::fmt(&self.0, f)
        }
    }

    impl From<&'static str> for ConversionError {
        fn from(value: &'static str) -> Self {
            Self(value.into())
        }
    }

    impl From<String> for ConversionError {
        fn from(value: String) -> Self {
            Self(value.into())
        }
    }
}
