//! Words that OpenAPI 3.0 does not define: synonyms of keys and types, and keys of other versions.

/// Common synonyms of keys.
pub(crate) const SYNONYMS: [(&str, &str); 6] = [
    ("body", "requestBody"),
    ("id", "operationId"),
    ("params", "parameters"),
    ("desc", "description"),
    ("props", "properties"),
    ("contentType", "content"),
];

/// Common synonyms of types, each with its replacement.
pub(crate) const TYPE_SYNONYMS: [(&str, &str); 14] = [
    ("int", "`integer`"),
    ("int32", "`type: integer` with `format: int32`"),
    ("int64", "`type: integer` with `format: int64`"),
    ("long", "`type: integer` with `format: int64`"),
    ("float", "`type: number` with `format: float`"),
    ("double", "`type: number` with `format: double`"),
    ("str", "`string`"),
    ("text", "`string`"),
    ("bool", "`boolean`"),
    ("list", "`array`"),
    ("map", "`object`"),
    ("date", "`type: string` with `format: date`"),
    ("uuid", "`type: string` with `format: uuid`"),
    ("password", "`type: string` with `format: password`"),
];

/// Keys of other versions of OpenAPI, each with its version and its replacement in OpenAPI 3.0.
pub(crate) const OTHER_VERSIONS: &[(&str, &str, &str)] = &[
    ("const", "3.1", "write an `enum` with one value"),
    ("examples", "3.1", "write one `example`"),
    ("$defs", "3.1", "move the schemas to `components/schemas`"),
    ("$id", "3.1", "remove it"),
    ("$schema", "3.1", "remove it"),
    ("$comment", "3.1", "write a YAML comment: `# …`"),
    ("$anchor", "3.1", "refer to `#/components/schemas/…`"),
    ("if", "3.1", "state it in the description"),
    ("then", "3.1", "state it in the description"),
    ("else", "3.1", "state it in the description"),
    ("prefixItems", "3.1", "describe the items with one schema in `items`"),
    ("contains", "3.1", "state it in the description"),
    ("minContains", "3.1", "state it in the description"),
    ("maxContains", "3.1", "state it in the description"),
    ("patternProperties", "3.1", "use `additionalProperties`"),
    ("propertyNames", "3.1", "state it in the description"),
    ("dependentRequired", "3.1", "state it in the description"),
    ("dependentSchemas", "3.1", "state it in the description"),
    ("unevaluatedProperties", "3.1", "use `additionalProperties`"),
    ("unevaluatedItems", "3.1", "state it in the description"),
    ("contentEncoding", "3.1", "use `format: byte`"),
    ("contentMediaType", "3.1", "use `format: binary`"),
    ("webhooks", "3.1", "remove it: a client does not use webhooks"),
    ("jsonSchemaDialect", "3.1", "remove it"),
    ("pathItems", "3.1", "write the path item under `paths`"),
    ("identifier", "3.1", "write the `url` of the licence"),
    ("swagger", "2.0", "write `openapi: 3.0.4`"),
    ("host", "2.0", "write `servers` with a `url`"),
    ("basePath", "2.0", "write `servers` with a `url`"),
    ("schemes", "2.0", "write `servers` with a `url`"),
    ("consumes", "2.0", "write the media type in the request body's `content`"),
    ("produces", "2.0", "write the media type in the response's `content`"),
    ("definitions", "2.0", "move the schemas to `components/schemas`"),
    ("securityDefinitions", "2.0", "move the schemes to `components/securitySchemes`"),
    ("collectionFormat", "2.0", "use `style` and `explode`"),
];
