//! The objects of OpenAPI 3.0, with the kind of each key and the required keys.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use Kind::{Any, Count, Flag, FlagOrSchema, List, Map, Number, Of, OrReference, Patterned, Text, Url, Word};

/// An object of OpenAPI.
pub(crate) struct Object {
    /// The name in messages, with an article.
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [Key],
}

/// A key of an object.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// The types that a schema's keyword applies to; empty for keys that apply to all.
    pub(crate) types: &'static [&'static str],
}

/// The kind of a value.
pub(crate) enum Kind {
    Text,
    Url,
    /// One of a fixed set of words.
    Word(&'static [&'static str]),
    Flag,
    Number,
    /// A non-negative whole number.
    Count,
    Any,
    Of(&'static Object),
    /// An object, or a `$ref` to one.
    OrReference(&'static Object),
    /// The value of `additionalProperties`: a boolean, a schema, or a `$ref` to one.
    FlagOrSchema,
    List(&'static Kind),
    /// A map from names that the author chooses.
    Map(&'static Kind),
    /// Like `Map`, but keys that start with `x-` are extensions.
    Patterned(&'static Kind),
}

impl Object {
    pub(crate) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

const fn key(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, required: false, types: &[] }
}

const fn required(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, required: true, types: &[] }
}

/// Defines a keyword that only applies to schemas with these types.
const fn keyword(name: &'static str, kind: Kind, types: &'static [&'static str]) -> Key {
    Key { name, kind, required: false, types }
}

const NUMBERS: &[&str] = &["integer", "number"];

pub(crate) static DOCUMENT: Object = Object {
    name: "the document",
    keys: &[
        required("openapi", Any),
        required("info", Of(&INFO)),
        key("servers", List(&Of(&SERVER))),
        required("paths", Patterned(&Of(&PATH_ITEM))),
        key("components", Of(&COMPONENTS)),
        key("security", List(&Map(&List(&Text)))),
        key("tags", List(&Of(&TAG))),
        key("externalDocs", Of(&EXTERNAL_DOCS)),
    ],
};

static INFO: Object = Object {
    name: "`info`",
    keys: &[
        required("title", Text),
        key("description", Text),
        key("termsOfService", Url),
        key("contact", Of(&CONTACT)),
        key("license", Of(&LICENSE)),
        required("version", Text),
    ],
};

static CONTACT: Object =
    Object { name: "`contact`", keys: &[key("name", Text), key("url", Url), key("email", Text)] };

static LICENSE: Object = Object { name: "`license`", keys: &[required("name", Text), key("url", Url)] };

static SERVER: Object = Object {
    name: "a server",
    keys: &[required("url", Text), key("description", Text), key("variables", Map(&Of(&SERVER_VARIABLE)))],
};

static SERVER_VARIABLE: Object = Object {
    name: "a server's variable",
    keys: &[key("enum", List(&Text)), required("default", Text), key("description", Text)],
};

static TAG: Object = Object {
    name: "a tag",
    keys: &[required("name", Text), key("description", Text), key("externalDocs", Of(&EXTERNAL_DOCS))],
};

static EXTERNAL_DOCS: Object =
    Object { name: "`externalDocs`", keys: &[key("description", Text), required("url", Url)] };

pub(crate) static COMPONENTS: Object = Object {
    name: "`components`",
    keys: &[
        key("schemas", Map(&OrReference(&SCHEMA))),
        key("responses", Map(&OrReference(&RESPONSE))),
        key("parameters", Map(&OrReference(&PARAMETER))),
        key("examples", Map(&OrReference(&EXAMPLE))),
        key("requestBodies", Map(&OrReference(&REQUEST_BODY))),
        key("headers", Map(&OrReference(&HEADER))),
        key("securitySchemes", Map(&OrReference(&SECURITY_SCHEME))),
        key("links", Map(&OrReference(&LINK))),
        key("callbacks", Map(&Patterned(&Of(&PATH_ITEM)))),
    ],
};

static PATH_ITEM: Object = Object {
    name: "a path",
    keys: &[
        key("$ref", Text),
        key("summary", Text),
        key("description", Text),
        key("get", Of(&OPERATION)),
        key("put", Of(&OPERATION)),
        key("post", Of(&OPERATION)),
        key("delete", Of(&OPERATION)),
        key("options", Of(&OPERATION)),
        key("head", Of(&OPERATION)),
        key("patch", Of(&OPERATION)),
        key("trace", Of(&OPERATION)),
        key("servers", List(&Of(&SERVER))),
        key("parameters", List(&OrReference(&PARAMETER))),
    ],
};

static OPERATION: Object = Object {
    name: "an operation",
    keys: &[
        key("tags", List(&Text)),
        key("summary", Text),
        key("description", Text),
        key("externalDocs", Of(&EXTERNAL_DOCS)),
        key("operationId", Text),
        key("parameters", List(&OrReference(&PARAMETER))),
        key("requestBody", OrReference(&REQUEST_BODY)),
        required("responses", Patterned(&OrReference(&RESPONSE))),
        key("callbacks", Map(&Patterned(&Of(&PATH_ITEM)))),
        key("deprecated", Flag),
        key("security", List(&Map(&List(&Text)))),
        key("servers", List(&Of(&SERVER))),
    ],
};

const STYLES: Kind =
    Word(&["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"]);

static PARAMETER: Object = Object {
    name: "a parameter",
    keys: &[
        required("name", Text),
        required("in", Word(&["path", "query", "header", "cookie"])),
        key("description", Text),
        key("required", Flag),
        key("deprecated", Flag),
        key("allowEmptyValue", Flag),
        key("style", STYLES),
        key("explode", Flag),
        key("allowReserved", Flag),
        key("schema", OrReference(&SCHEMA)),
        key("example", Any),
        key("examples", Map(&OrReference(&EXAMPLE))),
        key("content", Map(&Of(&MEDIA_TYPE))),
    ],
};

static HEADER: Object = Object {
    name: "a header",
    keys: &[
        key("description", Text),
        key("required", Flag),
        key("deprecated", Flag),
        key("allowEmptyValue", Flag),
        key("style", STYLES),
        key("explode", Flag),
        key("allowReserved", Flag),
        key("schema", OrReference(&SCHEMA)),
        key("example", Any),
        key("examples", Map(&OrReference(&EXAMPLE))),
        key("content", Map(&Of(&MEDIA_TYPE))),
    ],
};

static REQUEST_BODY: Object = Object {
    name: "a request body",
    keys: &[key("description", Text), required("content", Map(&Of(&MEDIA_TYPE))), key("required", Flag)],
};

static RESPONSE: Object = Object {
    name: "a response",
    keys: &[
        required("description", Text),
        key("headers", Map(&OrReference(&HEADER))),
        key("content", Map(&Of(&MEDIA_TYPE))),
        key("links", Map(&OrReference(&LINK))),
    ],
};

static MEDIA_TYPE: Object = Object {
    name: "a media type",
    keys: &[
        key("schema", OrReference(&SCHEMA)),
        key("example", Any),
        key("examples", Map(&OrReference(&EXAMPLE))),
        key("encoding", Map(&Of(&ENCODING))),
    ],
};

static ENCODING: Object = Object {
    name: "an encoding",
    keys: &[
        key("contentType", Text),
        key("headers", Map(&OrReference(&HEADER))),
        key("style", STYLES),
        key("explode", Flag),
        key("allowReserved", Flag),
    ],
};

static EXAMPLE: Object = Object {
    name: "an example",
    keys: &[key("summary", Text), key("description", Text), key("value", Any), key("externalValue", Text)],
};

static LINK: Object = Object {
    name: "a link",
    keys: &[
        key("operationRef", Text),
        key("operationId", Text),
        key("parameters", Map(&Any)),
        key("requestBody", Any),
        key("description", Text),
        key("server", Of(&SERVER)),
    ],
};

/// The types of schemas.
pub(crate) const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object"];

static SCHEMA: Object = Object {
    name: "a schema",
    keys: &[
        key("title", Text),
        keyword("multipleOf", Number, NUMBERS),
        keyword("maximum", Number, NUMBERS),
        keyword("exclusiveMaximum", Flag, NUMBERS),
        keyword("minimum", Number, NUMBERS),
        keyword("exclusiveMinimum", Flag, NUMBERS),
        keyword("maxLength", Count, &["string"]),
        keyword("minLength", Count, &["string"]),
        keyword("pattern", Text, &["string"]),
        keyword("maxItems", Count, &["array"]),
        keyword("minItems", Count, &["array"]),
        keyword("uniqueItems", Flag, &["array"]),
        keyword("maxProperties", Count, &["object"]),
        keyword("minProperties", Count, &["object"]),
        keyword("required", List(&Text), &["object"]),
        key("enum", List(&Any)),
        key("type", Word(TYPES)),
        key("allOf", List(&OrReference(&SCHEMA))),
        key("oneOf", List(&OrReference(&SCHEMA))),
        key("anyOf", List(&OrReference(&SCHEMA))),
        key("not", OrReference(&SCHEMA)),
        keyword("items", OrReference(&SCHEMA), &["array"]),
        keyword("properties", Map(&OrReference(&SCHEMA)), &["object"]),
        keyword("additionalProperties", FlagOrSchema, &["object"]),
        key("description", Text),
        key("format", Text),
        key("default", Any),
        key("nullable", Flag),
        key("discriminator", Of(&DISCRIMINATOR)),
        key("readOnly", Flag),
        key("writeOnly", Flag),
        key("xml", Of(&XML)),
        key("externalDocs", Of(&EXTERNAL_DOCS)),
        key("example", Any),
        key("deprecated", Flag),
    ],
};

static DISCRIMINATOR: Object =
    Object { name: "a discriminator", keys: &[required("propertyName", Text), key("mapping", Map(&Text))] };

static XML: Object = Object {
    name: "`xml`",
    keys: &[
        key("name", Text),
        key("namespace", Text),
        key("prefix", Text),
        key("attribute", Flag),
        key("wrapped", Flag),
    ],
};

static SECURITY_SCHEME: Object = Object {
    name: "a security scheme",
    keys: &[
        required("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
        key("description", Text),
        key("name", Text),
        key("in", Word(&["query", "header", "cookie"])),
        key("scheme", Text),
        key("bearerFormat", Text),
        key("flows", Of(&FLOWS)),
        key("openIdConnectUrl", Url),
    ],
};

static FLOWS: Object = Object {
    name: "`flows`",
    keys: &[
        key("implicit", Of(&IMPLICIT)),
        key("password", Of(&TOKEN_FLOW)),
        key("clientCredentials", Of(&TOKEN_FLOW)),
        key("authorizationCode", Of(&AUTHORIZATION_CODE)),
    ],
};

static IMPLICIT: Object = Object {
    name: "an OAuth flow",
    keys: &[required("authorizationUrl", Url), key("refreshUrl", Url), required("scopes", Map(&Text))],
};

static TOKEN_FLOW: Object = Object {
    name: "an OAuth flow",
    keys: &[required("tokenUrl", Url), key("refreshUrl", Url), required("scopes", Map(&Text))],
};

static AUTHORIZATION_CODE: Object = Object {
    name: "an OAuth flow",
    keys: &[
        required("authorizationUrl", Url),
        required("tokenUrl", Url),
        key("refreshUrl", Url),
        required("scopes", Map(&Text)),
    ],
};

/// Conditionally required keys: if the object has this key with this value, it must have the last key.
pub(crate) static CONDITIONS: [(&Object, &str, &str, &str); 6] = [
    (&SCHEMA, "type", "array", "items"),
    (&SECURITY_SCHEME, "type", "apiKey", "name"),
    (&SECURITY_SCHEME, "type", "apiKey", "in"),
    (&SECURITY_SCHEME, "type", "http", "scheme"),
    (&SECURITY_SCHEME, "type", "oauth2", "flows"),
    (&SECURITY_SCHEME, "type", "openIdConnect", "openIdConnectUrl"),
];

/// Pairs of keys that exclude each other.
pub(crate) static EXCLUSIVE: [(&Object, &str, &str); 5] = [
    (&PARAMETER, "schema", "content"),
    (&PARAMETER, "example", "examples"),
    (&HEADER, "schema", "content"),
    (&HEADER, "example", "examples"),
    (&MEDIA_TYPE, "example", "examples"),
];

/// All objects, for finding the objects that a key belongs to.
pub(crate) static OBJECTS: [&Object; 24] = [
    &DOCUMENT,
    &INFO,
    &CONTACT,
    &LICENSE,
    &SERVER,
    &SERVER_VARIABLE,
    &TAG,
    &EXTERNAL_DOCS,
    &COMPONENTS,
    &PATH_ITEM,
    &OPERATION,
    &PARAMETER,
    &HEADER,
    &REQUEST_BODY,
    &RESPONSE,
    &MEDIA_TYPE,
    &ENCODING,
    &EXAMPLE,
    &LINK,
    &SCHEMA,
    &DISCRIMINATOR,
    &XML,
    &SECURITY_SCHEME,
    &AUTHORIZATION_CODE,
];

/// The kind of `additionalProperties` if it is not a boolean.
pub(crate) static SCHEMA_OR_REFERENCE: Kind = OrReference(&SCHEMA);

/// Returns true if an object is a schema.
pub(crate) fn is_schema(object: &Object) -> bool {
    std::ptr::eq(object, &raw const SCHEMA)
}

/// The HTTP methods that a path item can have operations for, in the order of the specification.
pub(crate) static METHODS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let is_operation =
        |kind: &Kind| matches!(kind, Of(object) if std::ptr::eq(*object, &raw const OPERATION));
    PATH_ITEM.keys.iter().filter(|key| is_operation(&key.kind)).map(|key| key.name).collect()
});

/// Keys of maps whose names the author chooses.
static NAME_MAPS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let keys = OBJECTS.iter().flat_map(|object| object.keys);
    keys.filter(|key| matches!(key.kind, Map(_) | Patterned(_))).map(|key| key.name).collect()
});

/// Returns true if the value of this key is a map whose names the author chooses.
pub(crate) fn is_name_map(key: &str) -> bool {
    NAME_MAPS.contains(key)
}
