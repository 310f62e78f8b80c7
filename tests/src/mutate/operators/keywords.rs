//! Operators that add OpenAPI keywords to schemas and elsewhere.

use serde_json::{Value, json};

use crate::mutate::{Edit, Place};

pub(super) fn schema_keyword(place: &Place<'_>) -> Vec<Edit> {
    if !place.is_schema() {
        return Vec::new();
    }
    let keywords = json!({
        "nullable": true, "readOnly": true, "writeOnly": true, "deprecated": true, "uniqueItems": true,
        "title": "A title", "default": 1, "example": 1, "enum": [1], "format": "int32", "pattern": "^a",
        "minimum": 1, "maximum": 9, "exclusiveMinimum": true, "exclusiveMaximum": true, "multipleOf": 2,
        "minLength": 1, "maxLength": 9, "minItems": 1, "maxItems": 9, "minProperties": 1, "maxProperties": 9,
        "additionalProperties": false, "items": { "type": "string" }, "required": ["another"],
        "properties": { "another": { "type": "string" } }, "not": { "type": "string" },
        "allOf": [{ "type": "boolean" }], "anyOf": [{ "type": "boolean" }], "oneOf": [{ "type": "boolean" }],
        "xml": { "name": "a" }, "externalDocs": { "url": "https://example.com" }, "description": "Another.",
        "discriminator": { "propertyName": "another" }, "type": "boolean",
    });
    added(place, &keywords)
}

pub(super) fn other_keyword(place: &Place<'_>) -> Vec<Edit> {
    let server = json!({ "url": "https://example.com" });
    let (owner, key) = (place.owner(), place.key());
    let keywords = match owner.as_str() {
        _ if place.is_example() || place.is_extension() || place.is_schema() => return Vec::new(),
        "paths" => json!({
            "summary": "Another.", "description": "Another.", "servers": [server], "delete": {},
            "parameters": [{ "name": "more", "in": "query", "schema": { "type": "string" } }],
        }),
        _ if place.node.get("responses").is_some() => json!({
            "deprecated": true, "security": [], "servers": [server], "callbacks": { "a": {} },
            "description": "Another.", "requestBody": { "content": {} },
        }),
        "parameters" => json!({
            "deprecated": true, "allowEmptyValue": true, "style": "label", "explode": true,
            "allowReserved": true, "examples": { "another": { "value": 5678 } }, "content": {},
        }),
        "content" => json!({ "example": 1, "encoding": { "name": { "contentType": "text/plain" } } }),
        "responses" => json!({
            "headers": { "Retry-After": { "schema": { "type": "integer" } } },
            "links": { "a": { "operationId": "create_key" } },
        }),
        "securitySchemes" => json!({ "scheme": "bearer", "bearerFormat": "JWT", "flows": {} }),
        "servers" => json!({ "variables": { "a": { "default": "b" } } }),
        "security" => json!({ "Another": [] }),
        "" if key == "info" => json!({
            "termsOfService": "https://example.com", "contact": { "name": "Somebody" },
        }),
        "info" if key == "license" => json!({ "url": "https://example.com" }),
        "components" => json!({ "Another": {} }),
        "" if key == "components" => json!({
            "responses": { "A": { "description": "A." } }, "headers": { "A": { "schema": { "type": "string" } } },
            "examples": { "A": { "value": 1 } }, "links": { "A": { "operationId": "create_key" } },
            "parameters": { "A": { "name": "a", "in": "query", "schema": { "type": "string" } } },
            "requestBodies": { "A": { "content": { "application/json": {} } } }, "callbacks": { "A": {} },
        }),
        _ => return Vec::new(),
    };
    added(place, &keywords)
}

/// Adds each of `keywords` that the node does not have.
fn added(place: &Place<'_>, keywords: &Value) -> Vec<Edit> {
    let keywords = keywords.as_object().into_iter().flatten();
    let missing = keywords.filter(|(key, _)| place.node.is_object() && place.node.get(key).is_none());
    missing.map(|(key, value)| place.with(key, value.clone())).collect()
}
