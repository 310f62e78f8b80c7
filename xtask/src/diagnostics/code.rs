//! Every kind of mistake that is told apart: its code, how grave it is, what it means.

use std::fmt;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document is wrong, or cannot be generated from.
    Error,
    /// Something is dropped and the generated code none the worse for it, or something looks wrong.
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
            /// Every kind of mistake.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code, as it is shown.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How grave it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What it means, in a sentence.
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
    InvalidYaml, Error, "invalid-yaml", "The file is not YAML.";
    UnsupportedYaml, Error, "unsupported-yaml", "The file is YAML that JSON has no words for.";
    DuplicateKey, Error, "duplicate-key", "A key is in a mapping twice.";
    UnsupportedVersion, Error, "unsupported-version", "The document is not written in OpenAPI 3.0.";
    InvalidStructure, Error, "invalid-structure", "Something is not built as OpenAPI 3.0 has it.";

    InvalidUrl, Warning, "invalid-url", "A URL is not one.";
    UndeclaredTag, Warning, "undeclared-tag", "An operation has a tag that the document does not declare.";
    Unused, Warning, "unused", "A component or a tag is not used.";

    // Keys.
    UnknownKey, Error, "unknown-key", "OpenAPI 3.0 does not know this key here.";
    MisplacedKey, Error, "misplaced-key", "A key is not one of this object, but of another.";
    OtherVersion, Error, "other-version", "A key is one of another version of OpenAPI.";
    ConflictingKeys, Warning, "conflicting-keys", "An object has two keys that exclude each other.";
    MissingKey, Error, "missing-key", "An object lacks a key that it must have.";
    WrongType, Error, "wrong-type", "A value is not of the type that its key has.";
    UnknownValue, Error, "unknown-value", "OpenAPI 3.0 does not know this value of the key.";
    UnreadKey, Warning, "unread-key", "The generator's model does not take up a key.";
    KeyBesideReference, Error, "key-beside-reference", "A key beside a `$ref` is not read.";
    UnknownExtension, Error, "unknown-extension", "An extension looks like one that is read.";
    UnreadExtension, Warning, "unread-extension", "Nothing reads this extension.";
    DroppedFeature, Warning, "dropped-feature", "A feature of OpenAPI that is not generated.";
    IgnoredServers, Error, "ignored-servers", "Servers are read at the document's top only.";

    InvalidComponentName, Error, "invalid-component-name", "A component has a name that references cannot have.";

    // References.
    DanglingReference, Error, "dangling-reference", "A `$ref` leads nowhere.";
    CircularReference, Error, "circular-reference", "A `$ref` leads back to itself.";
    MistypedReference, Error, "mistyped-reference", "A `$ref` leads to another kind of component.";
    ExternalReference, Error, "external-reference", "A `$ref` leads out of the document.";

    // Operations.
    NoOperation, Error, "no-operation", "The document describes no operation.";
    PathReference, Error, "path-reference", "A path item is given by reference.";
    MalformedPath, Error, "malformed-path", "A path is not what a URL can have.";
    DuplicatePath, Error, "duplicate-path", "Two paths differ in the names of their parameters only.";
    UnsupportedMethod, Error, "unsupported-method", "No client is generated for this method.";
    MissingOperationId, Error, "missing-operation-id", "An operation has no `operationId`.";
    OperationIdCase, Warning, "operation-id-case", "An `operationId` is not written as a Rust method is.";
    InvalidOperationId, Error, "invalid-operation-id", "An `operationId` cannot be a method's name.";
    ReservedOperationId, Error, "reserved-operation-id", "An `operationId` is a name that the SDK has already.";
    DuplicateOperationId, Error, "duplicate-operation-id", "Two operations have the same `operationId`.";
    InvalidRecovery, Error, "invalid-recovery", "An `x-recovery` is not what the SDK reads.";

    // Parameters.
    UndeclaredPathParameter, Error, "undeclared-path-parameter", "A path has a parameter that nothing declares.";
    UnusedPathParameter, Error, "unused-path-parameter", "A path parameter is not in the path.";
    OptionalPathParameter, Error, "optional-path-parameter", "A path parameter is not required.";
    UnsupportedParameter, Error, "unsupported-parameter", "A parameter is of a kind that is not generated.";
    UnsupportedStyle, Error, "unsupported-style", "A parameter is written in a style that is not generated.";
    ReservedParameterName, Error, "reserved-parameter-name", "A parameter has the name of a method that every call has.";
    DuplicateParameter, Error, "duplicate-parameter", "Two parameters have the same name in Rust.";
    ParameterWithoutSchema, Error, "parameter-without-schema", "A parameter has no schema.";

    // Bodies.
    BodyOfGet, Warning, "body-of-get", "A `GET` request has a body.";
    OptionalBody, Warning, "optional-body", "A request body is optional, and always sent.";
    UnsupportedContent, Error, "unsupported-content", "A body has no media type.";
    UnsupportedMediaType, Error, "unsupported-media-type", "A body is not JSON.";
    DroppedMediaType, Warning, "dropped-media-type", "A media type beside JSON is not generated.";
    ContentWithoutSchema, Error, "content-without-schema", "A body has no schema.";
    MeaninglessEncoding, Error, "meaningless-encoding", "An `encoding` is given for JSON.";

    // Responses.
    InvalidStatus, Error, "invalid-status", "A response is for what is no status.";
    IgnoredStatus, Warning, "ignored-status", "A status is treated as one that is not documented.";
    NoSuccessResponse, Error, "no-success-response", "No response says what a success is.";
    NoErrorResponse, Warning, "no-error-response", "No response says what an error is.";
    BodilessResponse, Warning, "bodiless-response", "An error has no body, where other errors have one.";
    DifferentResponseTypes, Error, "different-response-types", "An operation's responses have different types.";

    // Schemas.
    MisspeltFormat, Error, "misspelt-format", "A format looks like one of the usual.";
    UnknownFormat, Warning, "unknown-format", "A format is not one of the usual.";
    UncheckedConstraint, Warning, "unchecked-constraint", "A constraint is documented by the client, and not checked.";
    TypeNameCase, Warning, "type-name-case", "A schema's name is not written as a Rust type is.";
    DuplicateTypeName, Error, "duplicate-type-name", "Two types would have the same name.";
    DuplicatePropertyName, Error, "duplicate-property-name", "Two properties would be the same field.";
    UnknownRequiredProperty, Error, "unknown-required-property", "`required` names no property.";

    // Enumerations.
    UnreadEnumNames, Error, "unread-enum-names", "Names are given to the values of what is no enumeration of integers or texts.";
    InvalidEnumValue, Error, "invalid-enum-value", "A value of an enumeration is not of its type.";
    DuplicateEnumValue, Error, "duplicate-enum-value", "A value of an enumeration is listed twice.";
    EnumListLength, Error, "enum-list-length", "An enumeration's names or descriptions are not as many as its values.";
    UnnamedEnumValues, Warning, "unnamed-enum-values", "The numbers of an enumeration have no names.";
    InvalidEnumName, Error, "invalid-enum-name", "A name of an enumeration's value cannot be a variant's.";
    DuplicateEnumName, Error, "duplicate-enum-name", "Two values of an enumeration have the same name.";
    InvalidEnumDescription, Error, "invalid-enum-description", "A description of an enumeration's value is no text.";

    // Examples.
    InvalidExample, Error, "invalid-example", "An example or a default is not what its schema says.";

    // Secrets.
    UnmarkedSecret, Warning, "unmarked-secret", "A secret stands in an example, and nothing marks it as one.";
    SecretNotText, Error, "secret-not-text", "A secret is not a string.";
    ConstrainedSecret, Error, "constrained-secret", "A secret has a constraint or a default.";
    SentSecret, Error, "sent-secret", "A secret is sent in a request.";

    // Security.
    SecuritySchemeCount, Error, "security-scheme-count", "There is more than one security scheme.";
    UnsupportedSecurityScheme, Error, "unsupported-security-scheme", "A security scheme is not an API key in a header.";
    InvalidHeaderName, Error, "invalid-header-name", "A header has a name that it cannot have.";
    ReservedHeader, Error, "reserved-header", "A header is one of the request itself.";
    SecurityAlternatives, Error, "security-alternatives", "An operation can be secured in more than one way.";
    UnknownSecurityScheme, Error, "unknown-security-scheme", "A `security` requirement has no scheme.";
    MissingSecurity, Error, "missing-security", "Nothing says whether an operation takes the caller's key.";

    // Servers.
    NoServer, Warning, "no-server", "The document names no server.";
    InvalidServerUrl, Warning, "invalid-server-url", "A server's URL cannot be a base URL as it is.";
    ServerVariables, Warning, "server-variables", "A server has variables that its URL does not.";
    InvalidServerName, Error, "invalid-server-name", "A server's name cannot be a variant's.";
    DuplicateServerName, Error, "duplicate-server-name", "Two servers have the same name.";

    // Rate limits.
    InvalidRateLimit, Error, "invalid-rate-limit", "A rate limit of `x-rate-limits` is not what the SDK reads.";
}
