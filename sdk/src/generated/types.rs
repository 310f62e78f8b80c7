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
impl From<i64> for ApiKeyRole {
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

impl From<ApiKeyRole> for i64 {
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
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64((*self).into())
    }
}

impl<'de> ::serde::Deserialize<'de> for ApiKeyRole {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
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
    pub name: String,
    /// ID of the role that restricts the key. Without a role, the key is not restricted.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "ApiKeyRole"))]
    pub restricted_to_role_id: Option<ApiKeyRole>,
}

impl CreateKeyRequest {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            restricted_to_role_id: None,
        }
    }

    /// ID of the role that restricts the key. Without a role, the key is not restricted.
    #[must_use]
    pub fn restricted_to_role_id(mut self, value: impl Into<ApiKeyRole>) -> Self {
        self.restricted_to_role_id = Some(value.into());
        self
    }

    /// Sets [`restricted_to_role_id`](Self::restricted_to_role_id), or removes it.
    #[must_use]
    pub fn set_restricted_to_role_id(mut self, value: Option<ApiKeyRole>) -> Self {
        self.restricted_to_role_id = value;
        self
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
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(id: impl Into<i64>, api_key: impl Into<crate::SecretString>) -> Self {
        Self {
            api_key: api_key.into(),
            id: id.into(),
        }
    }
}

/// An error.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ErrorDetail {
    /// Code of the error, as `category` or `category|detail`. The set of codes is open: documented for this endpoint are `bad_request_format`, `access_denied|access_denied_invalid_key`, `access_denied|missing_permission`, `not_found`, `not_found|route` and `request_limit_exceeded`.
    pub code: String,
    /// Description of the error. Only the text of `429` is documented; the other examples are illustrations.
    pub message: String,
}

impl ErrorDetail {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }
}

/// Response to a request that the service refused or failed to execute.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ErrorResponse {
    /// Errors of the request.
    pub errors: Vec<ErrorDetail>,
}

impl ErrorResponse {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(errors: impl Into<Vec<ErrorDetail>>) -> Self {
        Self { errors: errors.into() }
    }
}
