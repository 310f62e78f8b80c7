//! Features of OpenAPI that the generator does not support: `check` reports each at its place.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use xtask::check::Checked;
use xtask::codegen::generate_package;
use xtask::diagnostics::{Diagnostics, Severity};

/// Returns a document with one operation and one security scheme.
fn document(operation: &str, scheme: &str) -> String {
    format!(
        "openapi: 3.0.4\n\
         info: {{ title: Files, version: 1.0.0 }}\n\
         servers: [{{ url: https://files.example.com }}]\n\
         security: [{{ Key: [] }}]\n\
         paths:\n\
         \x20 /files:\n\
         {operation}\
         components:\n\
         \x20 securitySchemes:\n\
         \x20   Key: {scheme}\n"
    )
}

const SCHEME: &str = "{ type: apiKey, in: header, name: X-Key }";

const PLAIN: &str = "    get:
      operationId: list_files
      responses:
        '200': { description: Files., content: { application/json: { schema: { type: string }, example: a } } }
        default: { description: Wrong. }
";

/// Inserts `line` into `PLAIN` after the text `after`.
fn with(after: &str, line: &str) -> String {
    let operation = PLAIN.replacen(after, &format!("{after}{line}\n"), 1);
    assert_ne!(operation, PLAIN, "`PLAIN` does not contain {after:?}");
    operation
}

fn check(text: &str) -> Result<(), Diagnostics> {
    let document = Checked::parse(text, "files.yaml")?;
    generate_package(&document).unwrap();
    Ok(())
}

#[test]
fn plain_document_is_accepted() {
    assert!(check(&document(PLAIN, SCHEME)).is_ok());
}

const NAME: &str = "operationId: list_files\n";

/// A description, the operation, the security scheme, a part of the reported line, a part of the message.
type Case = (&'static str, String, &'static str, &'static str, &'static str);

fn media_types() -> Vec<Case> {
    let sent = |content: &str| {
        let body = format!(
            "      requestBody: {{ required: true, content: {{ {content}: {{ schema: {{ type: object }} }} }} }}"
        );
        with(NAME, &body).replace("    get:", "    post:")
    };
    let received = |content: &str| PLAIN.replacen("application/json", content, 1);
    let form = "application/x-www-form-urlencoded";
    vec![
        (
            "a form with files",
            sent("multipart/form-data"),
            SCHEME,
            "requestBody",
            "`multipart/form-data` is not supported",
        ),
        ("a form", sent(form), SCHEME, "requestBody", "`application/x-www-form-urlencoded` is not supported"),
        (
            "XML in a request",
            sent("application/xml"),
            SCHEME,
            "requestBody",
            "`application/xml` is not supported",
        ),
        (
            "XML in a response",
            received("application/xml"),
            SCHEME,
            "'200'",
            "`application/xml` is not supported",
        ),
        (
            "binary data",
            received("application/octet-stream"),
            SCHEME,
            "'200'",
            "`application/octet-stream` is not supported",
        ),
        (
            "server-sent events",
            received("text/event-stream"),
            SCHEME,
            "'200'",
            "`text/event-stream` is not supported",
        ),
    ]
}

fn parameters() -> Vec<Case> {
    let list = "parameters: [";
    let parameter = |parameter: &str| with(NAME, &format!("      {list}{{ {parameter} }}]"));
    let tags = "schema: { type: array, items: { type: string } }";
    let filter = "name: filter, in: query";
    vec![
        (
            "a cookie",
            parameter("name: id, in: cookie, schema: { type: string }"),
            SCHEME,
            list,
            "`cookie` is not supported",
        ),
        (
            "a list in a header",
            parameter(&format!("name: X-Tags, in: header, {tags}")),
            SCHEME,
            list,
            "a header parameter must be",
        ),
        (
            "an object in brackets",
            parameter(&format!("{filter}, style: deepObject, schema: {{ type: object }}")),
            SCHEME,
            list,
            "`style: deepObject` is not supported",
        ),
        (
            "JSON in a query",
            parameter(&format!(
                "{filter}, content: {{ application/json: {{ schema: {{ type: object }} }} }}"
            )),
            SCHEME,
            list,
            "has no `schema`",
        ),
    ]
}

fn security() -> Vec<Case> {
    const OAUTH: &str =
        "{ type: oauth2, flows: { implicit: { authorizationUrl: https://example.com/, scopes: {} } } }";
    const OPENID: &str = "{ type: openIdConnect, openIdConnectUrl: https://example.com/openid }";
    const BASIC: &str = "{ type: http, scheme: basic }";
    const QUERY: &str = "{ type: apiKey, in: query, name: key }";
    let choice = "security: [{ Key: [] }, {}]";
    vec![
        ("OAuth 2", PLAIN.to_owned(), OAUTH, "Key: {", "are supported"),
        ("OpenID Connect", PLAIN.to_owned(), OPENID, "Key: {", "are supported"),
        ("HTTP basic authentication", PLAIN.to_owned(), BASIC, "Key: {", "are supported"),
        ("a key in a query", PLAIN.to_owned(), QUERY, "Key: {", "are supported"),
        (
            "a choice of schemes",
            with(NAME, &format!("      {choice}")),
            SCHEME,
            choice,
            "alternative security requirements",
        ),
    ]
}

fn others() -> Vec<Case> {
    let server = "servers: [{ url: https://other.example.com }]";
    let elsewhere = PLAIN.replacen("{ type: string }", "{ $ref: 'other.yaml#/File' }", 1);
    vec![
        (
            "a server of its own",
            with(NAME, &format!("      {server}")),
            SCHEME,
            server,
            "servers are only read",
        ),
        (
            "an unsupported method",
            PLAIN.replacen("get:", "options:", 1),
            SCHEME,
            "options:",
            "`options` is not supported",
        ),
        ("a schema of another file", elsewhere, SCHEME, "'200'", "other.yaml"),
    ]
}

#[test]
fn unsupported_features_are_rejected_at_their_place() {
    for (what, operation, scheme, line, says) in [media_types(), parameters(), security(), others()].concat()
    {
        let text = document(&operation, scheme);
        let Err(diagnostics) = check(&text) else { panic!("{what} is accepted") };
        let is_reported = diagnostics.items.iter().any(|diagnostic| {
            let at = text.lines().nth(diagnostic.span.start.line - 1).unwrap_or_default();
            diagnostic.code.severity() == Severity::Error
                && diagnostic.message.contains(says)
                && at.contains(line)
                && !diagnostic.help.is_empty()
        });
        assert!(is_reported, "{what}: {diagnostics}");
    }
}

#[test]
fn ignored_features_are_warnings() {
    let callbacks = with(
        NAME,
        "      callbacks: { done: { '{$request.query.url}': { post: { operationId: done, responses: { '200': { description: Yes. } } } } } }",
    );
    let two = PLAIN.replacen(
        "application/json: {",
        "application/xml: { schema: { type: string } }, application/json: {",
        1,
    );
    for (operation, says) in [(callbacks, "`callbacks`"), (two, "`application/xml` is not generated")] {
        let text = document(&operation, SCHEME);
        let document = Checked::parse(&text, "files.yaml").unwrap();
        let diagnostics = document.warnings();
        let warnings =
            diagnostics.items.iter().filter(|diagnostic| diagnostic.code.severity() == Severity::Warning);
        assert!(warnings.into_iter().any(|diagnostic| diagnostic.message.contains(says)), "{diagnostics}");
        assert!(!diagnostics.has_errors(), "{diagnostics}");
        assert!(check(&text).is_ok());
    }
}
