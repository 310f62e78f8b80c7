//! The diagnostic codes, each with its severity and its meaning.

use std::fmt;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document is invalid, or no code can be generated from it.
    Error,
    /// The generator ignores something without harm, or something looks wrong.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

macro_rules! codes {
    ($($name:ident, $severity:ident, $code:literal, $meaning:literal;)*) => {
        /// A kind of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $meaning] $name,)*
        }

        impl Code {
            /// All codes, in the order of `cargo xtask check --codes`.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the code as it is displayed.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Returns the severity of diagnostics with this code.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Returns the meaning of the code in one sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }
        }
    };
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

codes! {
    // The file.
    InvalidYaml, Error, "invalid-yaml", "The file is not valid YAML.";
    UnsupportedYaml, Error, "unsupported-yaml", "The file uses a YAML feature that JSON cannot represent.";
    DuplicateKey, Error, "duplicate-key", "A mapping contains the same key twice.";
    UnsupportedVersion, Error, "unsupported-version", "The document is not written in OpenAPI 3.0.";
    InvalidStructure, Error, "invalid-structure", "A part of the document does not follow OpenAPI 3.0.";

    InvalidUrl, Warning, "invalid-url", "A value that must be an absolute URL is not one.";
    UndeclaredTag, Warning, "undeclared-tag", "An operation uses a tag that the document does not declare.";
    Unused, Warning, "unused", "A component or a tag is not used.";

    // Keys.
    UnknownKey, Error, "unknown-key", "An object has a key that OpenAPI 3.0 does not define.";
    MisplacedKey, Error, "misplaced-key", "A key belongs to another kind of object.";
    OtherVersion, Error, "other-version", "A key belongs to another version of OpenAPI.";
    ConflictingKeys, Warning, "conflicting-keys", "An object has two keys that exclude each other.";
    MissingKey, Error, "missing-key", "An object lacks a required key.";
    WrongType, Error, "wrong-type", "A value has the wrong type for its key.";
    UnknownValue, Error, "unknown-value", "OpenAPI 3.0 does not allow this value for the key.";
    UnreadKey, Warning, "unread-key", "The generator ignores a key.";
    KeyBesideReference, Error, "key-beside-reference", "A key next to a `$ref` is ignored.";
    UnknownExtension, Error, "unknown-extension", "The name of an extension looks like a typo of a supported one.";
    UnreadExtension, Warning, "unread-extension", "Nothing reads this extension.";
    DroppedFeature, Warning, "dropped-feature", "The generator ignores a feature of OpenAPI.";
    IgnoredServers, Error, "ignored-servers", "Servers are listed below the top level of the document.";

    InvalidComponentName, Error, "invalid-component-name", "The name of a component contains an invalid character.";

    // References.
    DanglingReference, Error, "dangling-reference", "The target of a `$ref` does not exist.";
    CircularReference, Error, "circular-reference", "A `$ref` refers back to itself.";
    MistypedReference, Error, "mistyped-reference", "A `$ref` refers to the wrong kind of component.";
    UnsupportedReference, Error, "unsupported-reference", "A `$ref` does not refer to a component.";
    ExternalReference, Error, "external-reference", "A `$ref` refers to another document.";

    // Operations.
    NoOperation, Error, "no-operation", "The document describes no operation.";
    PathReference, Error, "path-reference", "A path item is a `$ref`.";
    MalformedPath, Error, "malformed-path", "The syntax of a path is invalid.";
    DuplicatePath, Error, "duplicate-path", "Two paths differ only in the names of their parameters.";
    UnsupportedMethod, Error, "unsupported-method", "The generator does not support this HTTP method.";
    MissingOperationId, Error, "missing-operation-id", "An operation has no `operationId`.";
    OperationIdCase, Warning, "operation-id-case", "An `operationId` is not a Rust method name, such as `create_key`.";
    InvalidOperationId, Error, "invalid-operation-id", "An `operationId` cannot be converted to a Rust method name.";
    ReservedOperationId, Error, "reserved-operation-id", "An `operationId` collides with a name of the SDK.";
    DuplicateOperationId, Error, "duplicate-operation-id", "Two operations have the same `operationId`.";
    InvalidRecovery, Error, "invalid-recovery", "The value of `x-recovery` is invalid.";

    // Parameters.
    UndeclaredPathParameter, Error, "undeclared-path-parameter", "A path contains a parameter that is not declared.";
    UnusedPathParameter, Error, "unused-path-parameter", "A path parameter does not occur in the path.";
    OptionalPathParameter, Error, "optional-path-parameter", "A path parameter is not marked as required.";
    UnsupportedParameter, Error, "unsupported-parameter", "The generator does not support this kind of parameter.";
    UnsupportedStyle, Error, "unsupported-style", "The generator does not support the style of a parameter.";
    ReservedParameterName, Error, "reserved-parameter-name", "A parameter has the name of a method that every call has.";
    DuplicateParameter, Error, "duplicate-parameter", "Two parameters would have the same name in Rust.";
    ParameterWithoutSchema, Error, "parameter-without-schema", "A parameter has no schema.";

    // Bodies.
    BodyOfGet, Warning, "body-of-get", "A `GET` request has a body.";
    OptionalBody, Warning, "optional-body", "A request body is optional, but the client always sends it.";
    UnsupportedContent, Error, "unsupported-content", "A body has no media type.";
    UnsupportedMediaType, Error, "unsupported-media-type", "The media type of a body is not JSON.";
    DroppedMediaType, Warning, "dropped-media-type", "The generator ignores a media type listed next to JSON.";
    ContentWithoutSchema, Error, "content-without-schema", "A body has no schema.";
    MeaninglessEncoding, Error, "meaningless-encoding", "`encoding` has no meaning for a JSON body.";

    // Responses.
    InvalidStatus, Error, "invalid-status", "The key of a response is not an HTTP status.";
    IgnoredStatus, Warning, "ignored-status", "The client treats a documented status as undocumented.";
    NoSuccessResponse, Error, "no-success-response", "An operation describes no success response.";
    NoErrorResponse, Warning, "no-error-response", "An operation describes no error response.";
    BodilessResponse, Warning, "bodiless-response", "An error response has no body, but others have one.";
    DifferentResponseTypes, Error, "different-response-types", "The successes or the errors of an operation have different types.";

    // Schemas.
    UnsupportedSchema, Error, "unsupported-schema", "The generator does not support a keyword of a schema.";
    MisspeltFormat, Error, "misspelt-format", "A format looks like a typo of a known one.";
    UnknownFormat, Warning, "unknown-format", "A format is unknown or does not apply to the schema's type.";
    UncheckedConstraint, Warning, "unchecked-constraint", "The client documents a constraint but does not enforce it.";
    TypeNameCase, Warning, "type-name-case", "The name of a schema is not a Rust type name, such as `CreatedKey`.";
    DuplicateTypeName, Error, "duplicate-type-name", "Two types would have the same name.";
    DuplicatePropertyName, Error, "duplicate-property-name", "Two properties would become the same field.";
    UnknownRequiredProperty, Error, "unknown-required-property", "`required` lists a property that does not exist.";

    // Unions.
    AmbiguousUnion, Error, "ambiguous-union", "A value of a `oneOf` or `anyOf` does not tell which alternative it matches.";
    UnsupportedUnion, Error, "unsupported-union", "The generator does not support this use of `oneOf` or `anyOf`.";
    InvalidDiscriminator, Error, "invalid-discriminator", "A `discriminator` does not tell the alternatives apart.";

    // Enums.
    UnreadEnumNames, Error, "unread-enum-names", "Only an `enum` of integers or strings can have names and descriptions.";
    InvalidEnumValue, Error, "invalid-enum-value", "An enum value does not have the type of its enum.";
    DuplicateEnumValue, Error, "duplicate-enum-value", "An enum lists a value twice.";
    EnumListLength, Error, "enum-list-length", "An enum has more or fewer names or descriptions than values.";
    UnnamedEnumValues, Warning, "unnamed-enum-values", "The values of an integer enum have no names.";
    InvalidEnumName, Error, "invalid-enum-name", "The name of an enum value is not a valid Rust variant name.";
    DuplicateEnumName, Error, "duplicate-enum-name", "Two enum values have the same name.";
    InvalidEnumDescription, Error, "invalid-enum-description", "The description of an enum value is not a string.";

    // Examples.
    InvalidExample, Error, "invalid-example", "An example or a default does not match its schema.";

    // Secrets.
    UnmarkedSecret, Warning, "unmarked-secret", "A string looks like a secret, but its schema does not mark it as one.";
    SecretNotText, Error, "secret-not-text", "A secret is not a string.";
    ConstrainedSecret, Error, "constrained-secret", "A secret has a constraint or a default.";
    SentSecret, Error, "sent-secret", "A request contains a secret where the client cannot protect it.";

    // Security.
    SecuritySchemeCount, Error, "security-scheme-count", "The document has more than one security scheme.";
    UnsupportedSecurityScheme, Error, "unsupported-security-scheme", "Only an API key in a header and a bearer token are supported.";
    InvalidHeaderName, Error, "invalid-header-name", "A header name contains an invalid character.";
    ReservedHeader, Error, "reserved-header", "A header is reserved for the client.";
    SecurityAlternatives, Error, "security-alternatives", "An operation accepts alternative security schemes.";
    UnknownSecurityScheme, Error, "unknown-security-scheme", "A `security` requirement names an unknown scheme.";
    MissingSecurity, Error, "missing-security", "An operation does not say whether it needs the caller's API key.";

    // Servers.
    NoServer, Warning, "no-server", "The document lists no server.";
    InvalidServerUrl, Warning, "invalid-server-url", "A server URL cannot be used unchanged as a base URL.";
    ServerVariables, Warning, "server-variables", "A server declares variables that its URL does not use.";
    InvalidServerName, Error, "invalid-server-name", "The name of a server is not a valid Rust variant name.";
    DuplicateServerName, Error, "duplicate-server-name", "Two servers have the same name.";

    // Rate limits.
    InvalidRateLimit, Error, "invalid-rate-limit", "The value of `x-rate-limits` is invalid.";
}
