// Generated from openapi/certcentral.yaml by `cargo xtask codegen`. Edit the document, not this file.

//! Types of the API, one per schema of the document.

/// Status of an API key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyStatus {
    /// The key can be used.
    ///
    /// Wire value: `active`.
    Active,
    /// The key cannot be used. It remains listed, and can be activated again.
    ///
    /// Wire value: `revoked`.
    Revoked,
    /// A value that the document does not list.
    UnknownValue(crate::UnknownValue<String>),
}

impl KeyStatus {
    /// All documented values, in the document's order.
    pub const DOCUMENTED: [Self; 2] = [Self::Active, Self::Revoked];
}

impl KeyStatus {
    /// Returns the string as sent on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Revoked => "revoked",
            Self::UnknownValue(other) => other.as_str(),
        }
    }
}

/// Writes the string as sent on the wire.
impl ::std::fmt::Display for KeyStatus {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ::serde::Serialize for KeyStatus {
    fn serialize<S: ::serde::Serializer>(
        &self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Accepts any string. One that the document does not list becomes `UnknownValue`.
impl From<&str> for KeyStatus {
    fn from(value: &str) -> Self {
        match value {
            "active" => Self::Active,
            "revoked" => Self::Revoked,
            other => Self::UnknownValue(crate::UnknownValue::new(other.to_owned())),
        }
    }
}

impl From<String> for KeyStatus {
    fn from(value: String) -> Self {
        Self::from(value.as_str())
    }
}

impl<'de> ::serde::Deserialize<'de> for KeyStatus {
    fn deserialize<D: ::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
        <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
    }
}

/// Lists only the documented values.
#[cfg(feature = "schemars")]
impl ::schemars::JsonSchema for KeyStatus {
    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        "KeyStatus".into()
    }

    fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
        ::schemars::json_schema!(
            { "description" : "Status of an API key.", "type" : "string", "enum" :
            ::std::vec!["active", "revoked"] }
        )
    }
}

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

/// An access role of a user. It is not a role for API keys.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct AccessRole {
    /// ID of the access role.
    pub id: i64,
    /// Name of the access role.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "::std::string::String"))]
    pub name: Option<String>,
}

impl AccessRole {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(id: impl Into<i64>) -> Self {
        Self { id: id.into(), name: None }
    }

    /// Name of the access role.
    #[must_use]
    pub fn name(mut self, value: impl Into<String>) -> Self {
        self.name = Some(value.into());
        self
    }

    /// Sets [`name`](Self::name), or removes it.
    #[must_use]
    pub fn set_name(mut self, value: Option<String>) -> Self {
        self.name = value;
        self
    }
}

/// Roles for API keys.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ApiKeyRoleList {
    /// The roles.
    pub access_roles: Vec<NamedApiKeyRole>,
}

impl ApiKeyRoleList {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(access_roles: impl Into<Vec<NamedApiKeyRole>>) -> Self {
        Self {
            access_roles: access_roles.into(),
        }
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

/// New name and role of a key.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct EditKeyRequest {
    /// New name of the key.
    pub name: String,
    /// ID of the role that restricts the key. The effect of leaving it out is not documented.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "ApiKeyRole"))]
    pub restricted_to_role_id: Option<ApiKeyRole>,
}

impl EditKeyRequest {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            restricted_to_role_id: None,
        }
    }

    /// ID of the role that restricts the key. The effect of leaving it out is not documented.
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

/// An error.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct ErrorDetail {
    /// Code of the error, as `category` or `category|detail`. The set of codes is open. Those of the Services API as a whole include `bad_request_format`, `access_denied|access_denied_invalid_key`, `access_denied|missing_permission`, `not_found`, `not_found|route` and `request_limit_exceeded`; none is documented for a single endpoint.
    pub code: String,
    /// Description of the error. The text of `429` is documented, that for a wrong key was recorded; the other examples are illustrations.
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

/// An API key without its value, which only the response of *create key* contains. Keys for ACME have further properties, which are not described here.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct Key {
    /// URL of the ACME directory, partly masked. Only keys for ACME have it.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "::std::string::String"))]
    pub acme_directory_url: Option<String>,
    /// Time of the key's creation, in UTC and ISO 8601. Do not rely on its format.
    pub create_date: String,
    /// Unique ID of the key. IDs need not increase with time.
    pub id: i64,
    /// True for a legacy key.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "bool"))]
    pub is_legacy: Option<bool>,
    /// Time of the key's last use. It is missing in some of DigiCert's examples, probably for keys that were never used.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "::std::string::String"))]
    pub last_used_date: Option<String>,
    /// Name of the key. Several keys may have the same name.
    pub name: String,
    /// ID of the role that restricts the key; 0 if none does.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "ApiKeyRole"))]
    pub restricted_to_role_id: Option<ApiKeyRole>,
    /// Status of the key.
    pub status: KeyStatus,
    /// The user that the key belongs to.
    pub user: KeyUser,
}

impl Key {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(
        id: impl Into<i64>,
        user: impl Into<KeyUser>,
        status: impl Into<KeyStatus>,
        create_date: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        Self {
            acme_directory_url: None,
            create_date: create_date.into(),
            id: id.into(),
            is_legacy: None,
            last_used_date: None,
            name: name.into(),
            restricted_to_role_id: None,
            status: status.into(),
            user: user.into(),
        }
    }

    /// URL of the ACME directory, partly masked. Only keys for ACME have it.
    #[must_use]
    pub fn acme_directory_url(mut self, value: impl Into<String>) -> Self {
        self.acme_directory_url = Some(value.into());
        self
    }

    /// Sets [`acme_directory_url`](Self::acme_directory_url), or removes it.
    #[must_use]
    pub fn set_acme_directory_url(mut self, value: Option<String>) -> Self {
        self.acme_directory_url = value;
        self
    }

    /// True for a legacy key.
    #[must_use]
    pub fn is_legacy(mut self, value: bool) -> Self {
        self.is_legacy = Some(value);
        self
    }

    /// Sets [`is_legacy`](Self::is_legacy), or removes it.
    #[must_use]
    pub fn set_is_legacy(mut self, value: Option<bool>) -> Self {
        self.is_legacy = value;
        self
    }

    /// Time of the key's last use. It is missing in some of DigiCert's examples, probably for keys that were never used.
    #[must_use]
    pub fn last_used_date(mut self, value: impl Into<String>) -> Self {
        self.last_used_date = Some(value.into());
        self
    }

    /// Sets [`last_used_date`](Self::last_used_date), or removes it.
    #[must_use]
    pub fn set_last_used_date(mut self, value: Option<String>) -> Self {
        self.last_used_date = value;
        self
    }

    /// ID of the role that restricts the key; 0 if none does.
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

/// API keys.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct KeyList {
    /// The keys, in no documented order.
    pub api_keys: Vec<Key>,
}

impl KeyList {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(api_keys: impl Into<Vec<Key>>) -> Self {
        Self { api_keys: api_keys.into() }
    }
}

/// The user that a key belongs to.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct KeyUser {
    /// First name.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "::std::string::String"))]
    pub first_name: Option<String>,
    /// ID of the user.
    pub id: i64,
    /// Last name.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "::std::string::String"))]
    pub last_name: Option<String>,
}

impl KeyUser {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(id: impl Into<i64>) -> Self {
        Self {
            first_name: None,
            id: id.into(),
            last_name: None,
        }
    }

    /// First name.
    #[must_use]
    pub fn first_name(mut self, value: impl Into<String>) -> Self {
        self.first_name = Some(value.into());
        self
    }

    /// Sets [`first_name`](Self::first_name), or removes it.
    #[must_use]
    pub fn set_first_name(mut self, value: Option<String>) -> Self {
        self.first_name = value;
        self
    }

    /// Last name.
    #[must_use]
    pub fn last_name(mut self, value: impl Into<String>) -> Self {
        self.last_name = Some(value.into());
        self
    }

    /// Sets [`last_name`](Self::last_name), or removes it.
    #[must_use]
    pub fn set_last_name(mut self, value: Option<String>) -> Self {
        self.last_name = value;
        self
    }
}

/// A role for API keys, with its name.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct NamedApiKeyRole {
    /// ID of the role.
    pub id: ApiKeyRole,
    /// Name of the role.
    pub name: String,
}

impl NamedApiKeyRole {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(id: impl Into<ApiKeyRole>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
        }
    }
}

/// New status of a key.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct UpdateKeyStatusRequest {
    /// New status of the key.
    pub status: KeyStatus,
}

impl UpdateKeyStatusRequest {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(status: impl Into<KeyStatus>) -> Self {
        Self { status: status.into() }
    }
}

/// A user. The service omits properties that have no value.
#[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
#[non_exhaustive]
pub struct User {
    /// Access roles of the user.
    #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
    pub access_roles: Vec<AccessRole>,
    /// ID of the account.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "i64"))]
    pub account_id: Option<i64>,
    /// First name.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "::std::string::String"))]
    pub first_name: Option<String>,
    /// ID of the user.
    pub id: i64,
    /// Last name.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "::std::string::String"))]
    pub last_name: Option<String>,
    /// Status of the user.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "::std::string::String"))]
    pub status: Option<String>,
    /// Name that the user signs in with.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "::std::string::String"))]
    pub username: Option<String>,
}

impl User {
    /// Creates a value with the required properties.
    #[must_use]
    pub fn new(id: impl Into<i64>) -> Self {
        Self {
            access_roles: Vec::default(),
            account_id: None,
            first_name: None,
            id: id.into(),
            last_name: None,
            status: None,
            username: None,
        }
    }

    /// Access roles of the user.
    #[must_use]
    pub fn access_roles(mut self, value: impl Into<Vec<AccessRole>>) -> Self {
        self.access_roles = value.into();
        self
    }

    /// ID of the account.
    #[must_use]
    pub fn account_id(mut self, value: impl Into<i64>) -> Self {
        self.account_id = Some(value.into());
        self
    }

    /// Sets [`account_id`](Self::account_id), or removes it.
    #[must_use]
    pub fn set_account_id(mut self, value: Option<i64>) -> Self {
        self.account_id = value;
        self
    }

    /// First name.
    #[must_use]
    pub fn first_name(mut self, value: impl Into<String>) -> Self {
        self.first_name = Some(value.into());
        self
    }

    /// Sets [`first_name`](Self::first_name), or removes it.
    #[must_use]
    pub fn set_first_name(mut self, value: Option<String>) -> Self {
        self.first_name = value;
        self
    }

    /// Last name.
    #[must_use]
    pub fn last_name(mut self, value: impl Into<String>) -> Self {
        self.last_name = Some(value.into());
        self
    }

    /// Sets [`last_name`](Self::last_name), or removes it.
    #[must_use]
    pub fn set_last_name(mut self, value: Option<String>) -> Self {
        self.last_name = value;
        self
    }

    /// Status of the user.
    #[must_use]
    pub fn status(mut self, value: impl Into<String>) -> Self {
        self.status = Some(value.into());
        self
    }

    /// Sets [`status`](Self::status), or removes it.
    #[must_use]
    pub fn set_status(mut self, value: Option<String>) -> Self {
        self.status = value;
        self
    }

    /// Name that the user signs in with.
    #[must_use]
    pub fn username(mut self, value: impl Into<String>) -> Self {
        self.username = Some(value.into());
        self
    }

    /// Sets [`username`](Self::username), or removes it.
    #[must_use]
    pub fn set_username(mut self, value: Option<String>) -> Self {
        self.username = value;
        self
    }
}
