//! What OpenAPI can say and an SDK cannot be made of: refused at its place, in a document that is otherwise fine.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use xtask::check::Checked;
use xtask::codegen::generate_package;
use xtask::diagnostics::{Diagnostics, Severity};

/// A document with one operation.
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

/// `PLAIN` with one line after another.
fn with(after: &str, line: &str) -> String {
    let operation = PLAIN.replacen(after, &format!("{after}{line}\n"), 1);
    assert_ne!(operation, PLAIN, "nothing is after {after:?}");
    operation
}

fn check(text: &str) -> Result<(), Diagnostics> {
    let document = Checked::parse(text, "files.yaml")?;
    generate_package(&document).unwrap();
    Ok(())
}

#[test]
fn the_document_is_otherwise_fine() {
    assert!(check(&document(PLAIN, SCHEME)).is_ok());
}

const NAME: &str = "operationId: list_files\n";

/// What it is, the operation, the security scheme, what is in the line that is named, what is said.
type Case = (&'static str, String, &'static str, &'static str, &'static str);

fn media_types() -> Vec<Case> {
    let sent = |content: &str| {
        let body = format!(
            "      requestBody: {{ required: true, content: {{ {content}: {{ schema: {{ type: object }} }} }} }}"
        );
        with(NAME, &body).replace("    get:", "    post:")
    };
    let answered = |content: &str| PLAIN.replacen("application/json", content, 1);
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
            "XML that is sent",
            sent("application/xml"),
            SCHEME,
            "requestBody",
            "`application/xml` is not supported",
        ),
        (
            "XML that is answered",
            answered("application/xml"),
            SCHEME,
            "'200'",
            "`application/xml` is not supported",
        ),
        (
            "bytes",
            answered("application/octet-stream"),
            SCHEME,
            "'200'",
            "`application/octet-stream` is not supported",
        ),
        ("events", answered("text/event-stream"), SCHEME, "'200'", "`text/event-stream` is not supported"),
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
            "form in a header",
        ),
        (
            "brackets",
            parameter(&format!("{filter}, style: deepObject, schema: {{ type: object }}")),
            SCHEME,
            list,
            "`deepObject` is not supported",
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
        ("a user and a password", PLAIN.to_owned(), BASIC, "Key: {", "are supported"),
        ("a key in a query", PLAIN.to_owned(), QUERY, "Key: {", "are supported"),
        ("a choice of schemes", with(NAME, &format!("      {choice}")), SCHEME, choice, "alternatives"),
    ]
}

fn others() -> Vec<Case> {
    let server = "servers: [{ url: https://other.example.com }]";
    let elsewhere = PLAIN.replacen("{ type: string }", "{ $ref: 'other.yaml#/File' }", 1);
    vec![
        ("a server of its own", with(NAME, &format!("      {server}")), SCHEME, server, "servers"),
        ("a method", PLAIN.replacen("get:", "options:", 1), SCHEME, "options:", "`options` is not supported"),
        ("a schema of another file", elsewhere, SCHEME, "'200'", "other.yaml"),
    ]
}

#[test]
fn each_is_refused_at_its_place() {
    for (what, operation, scheme, line, says) in [media_types(), parameters(), security(), others()].concat()
    {
        let text = document(&operation, scheme);
        let Err(findings) = check(&text) else { panic!("{what}: accepted") };
        let is_said = findings.items.iter().any(|finding| {
            let at = text.lines().nth(finding.span.start.line - 1).unwrap_or_default();
            finding.code.severity() == Severity::Error
                && finding.message.contains(says)
                && at.contains(line)
                && !finding.help.is_empty()
        });
        assert!(is_said, "{what}: {findings}");
    }
}

#[test]
fn what_has_no_effect_on_the_sdk_is_a_warning() {
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
        let findings = document.warnings();
        let warnings = findings.items.iter().filter(|finding| finding.code.severity() == Severity::Warning);
        assert!(warnings.into_iter().any(|finding| finding.message.contains(says)), "{findings}");
        assert!(!findings.has_errors(), "{findings}");
        assert!(check(&text).is_ok());
    }
}
