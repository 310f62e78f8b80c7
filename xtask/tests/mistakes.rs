//! Mistakes in the document: each is refused, at its place, with a way to mend it.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use xtask::check::check;
use xtask::codegen::generate;
use xtask::document::Document;
use xtask::workspace::DOCUMENT;

/// Not the workspace's document: that one changes.
const FIXTURE: &str = include_str!("fixtures/keys.yaml");

/// What is said of the document when `old` is replaced by `new` where it first occurs.
fn refusal(old: &str, new: &str) -> String {
    assert!(FIXTURE.contains(old), "the document has no {old:?}");
    let edited = FIXTURE.replacen(old, new, 1);
    let refusal = Document::parse(&edited, DOCUMENT).map_err(anyhow::Error::from).and_then(|document| {
        let findings = check(&document);
        if !findings.findings.is_empty() {
            return Err(findings.into());
        }
        generate(&document)?;
        Ok(())
    });
    match refusal {
        Ok(()) => panic!("accepted: {new:?} in the place of {old:?}"),
        Err(refusal) => format!("{refusal:#}"),
    }
}

/// The number of the line that `part` begins on in the document once it is edited.
fn line(old: &str, new: &str, part: &str) -> usize {
    let edited = FIXTURE.replacen(old, new, 1);
    let at = edited.find(part).expect("the part is in the edited document");
    edited[..at].lines().count() + usize::from(edited[..at].ends_with('\n'))
}

/// What is edited, what it becomes, the line that is named (by its text), what is said.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("openapi: 3.0.4", "openapi: 3.1.0", "openapi: 3.1.0", "OpenAPI `3.1.0`, where a version of 3.0 is read"),
    ("info:\n", "info:\n\t", "\t  title", "not YAML"),
    ("  version: 1.0.0", "  version: 1.0.0\n  version: 2", "  version: 2", "not YAML: duplicated key"),
    (
        "required: [name]",
        "requried: [name]",
        "requried",
        "`requried` is not known here, and would be dropped",
    ),
    ("      summary: Create", "      sumary: Create", "      sumary", "`sumary` is not known here"),
    ("      operationId: create_key\n", "", "    post:", "this `post` has no `operationId`"),
    (
        "create_key",
        "createKey",
        "createKey",
        "`createKey` is no name of a Rust method: it becomes `create_key`",
    ),
    ("create_key", "async", "async", "`async` is no name of a Rust method: it becomes `async_`"),
    ("create_key", "builder", "operationId: builder", "`builder` is a method of the client already"),
    (
        "          required: true",
        "          required: false",
        "- name: user_id",
        "the path parameter `user_id` is not required",
    ),
    ("- name: user_id", "- name: usr_id", "- name: usr_id", "the path parameter `usr_id` is not in the path"),
    (
        "/key/user/{user_id}:",
        "/key/user/{user_id}/{other}:",
        "    post:",
        "the path's parameter `other` is not declared",
    ),
    ("/key/user/{user_id}:", "/key/user/{user_id:", "  /key/user/{user_id", "a `{` without its `}`"),
    (
        "          in: path",
        "          in: cookie",
        "- name: user_id",
        "a parameter in `cookie` is not supported",
    ),
    (
        "        required: true\n        description: Name",
        "        description: Name",
        "      requestBody:",
        "the request body is optional",
    ),
    (
        "          application/json:\n",
        "          application/xml:\n",
        "          application/xml:\n",
        "a request body of type `application/xml` is not supported",
    ),
    (
        "schemas/CreateKeyRequest'",
        "schemas/CreateKeyReqest'",
        "$ref: '#/components/schemas/CreateKeyReqest'",
        "leads nowhere",
    ),
    (
        "    ErrorDetail:\n      description: One error.\n",
        "    ErrorDetail:\n      $ref: '#/components/schemas/ErrorDetail'\n      description: One error.\n",
        "      $ref: '#/components/schemas/ErrorDetail'\n      desc",
        "leads back to itself",
    ),
    ("        '201':\n", "        '601':\n", "        '601'", "`601` is no status"),
    ("        '201':\n", "        '401':\n", "      responses:", "no response says what a success is"),
    (
        "        '404':\n          description: There is no such user, or no such route (check the base URL). No key was created.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/ErrorResponse'",
        "        '404':\n          description: There is no such user.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/ErrorDetail'",
        "        '404':",
        "this error has `ErrorDetail`, and `400` has `ErrorResponse`: a method has one error type",
    ),
    (
        "        5XX:\n",
        "        '409':\n          description: Conflict.\n        5XX:\n",
        "        '409':",
        "this error has no body, and others have",
    ),
    (
        "        - ViewOnly\n",
        "",
        "      x-enum-varnames:",
        "`x-enum-varnames` has 4 entries, and `enum` has 5",
    ),
    (
        "        - ViewOnly\n",
        "        - Orders\n",
        "        - Orders\n        - UserM",
        "`Orders` is used twice",
    ),
    (
        "        - ViewOnly\n",
        "        - view only\n",
        "        - view only",
        "`view only` cannot be a variant's name",
    ),
    (
        "        - ViewOnly\n",
        "        - Undocumented\n",
        "        - Undocumented",
        "is the variant for values that are not listed",
    ),
    (
        "        - GET requests only.\n",
        "",
        "      x-enum-descriptions:",
        "`x-enum-descriptions` has 4 entries",
    ),
    ("enum: [0, 100, 101,", "enum: [0, 100, 100,", "enum: [0, 100, 100", "`100` is listed twice"),
    (
        "          type: string\n          example: New",
        "          type: string\n          x-enum-varnames: [A]\n          example: New",
        "        name:\n",
        "are not read",
    ),
    (
        "          type: integer\n          format: int64\n          example: 184",
        "          type: integer\n          enum: [1, 2]\n          example: 184",
        "        id:\n",
        "`x-enum-varnames` has 0 entries, and `enum` has 2",
    ),
    (
        "          type: string\n          example: New",
        "          type: string\n          format: password\n          example: New",
        "        name:\n",
        "a secret that is sent in a request is not supported",
    ),
    ("      in: header\n", "      in: query\n", "    ApiKey:", "only an API key in a header is supported"),
    ("name: X-DC-DEVKEY", "name: X DC DEVKEY", "name: X DC", "`X DC DEVKEY` cannot be a header's name"),
    ("  - ApiKey: []", "  - ApiKy: []", "ApiKy: []", "there is no security scheme `ApiKy`"),
    ("security:\n  - ApiKey: []\n", "", "    post:", "nothing says whether this operation takes the API key"),
    (
        "url: https://www.digicert.com/services/v2\n",
        "url: /services/v2\n",
        "url: /services",
        "`/services/v2` cannot be a base URL",
    ),
    (
        "url: https://www.digicert.com/services/v2\n",
        "url: https://www.digicert.com/services/v2/\n",
        "url: https://www.digicert.com/services/v2/",
        "cannot be a base URL",
    ),
    (
        "x-name: Europe",
        "x-name: UnitedStates",
        "- url: https://certcentral",
        "two servers are called `UnitedStates`",
    ),
    ("x-name: Europe", "x-nme: Europe", "x-nme", "the extension `x-nme` is read by nothing"),
    (
        "        unreadable: >-",
        "        unreadible: >-",
        "unreadible",
        "`x-recovery` does not know `unreadible`",
    ),
    (
        "        5XX:\n",
        "        5XX:\n          headers: {X-Request-Id: {schema: {type: string}}}\n",
        "          headers:",
        "`headers` are not generated",
    ),
    ("  title: Digi", "  titel: Digi", "info:\n", "missing field `title`"),
    (
        "      type: object\n      required: [name]",
        "      type: [object]\n      required: [name]",
        "    CreateKeyRequest:\n",
        "not as OpenAPI 3.0 has it",
    ),
    ("openapi: 3.0.4", "openapi: '3.0'", "openapi: '3.0'", "OpenAPI `3.0`, where a version of 3.0 is read"),
    ("  version: 1.0.0", "  version: 1.0", "  version: 1.0", "the version is not text: put it in quotes"),
    (
        "format: password",
        "format: pasword",
        "          format: pasword",
        "`pasword` is none of the usual formats",
    ),
    (
        "required: [name]",
        "required: [nmae]",
        "required: [nmae]",
        "there is no property `nmae` to be required",
    ),
    ("          type: array\n", "          type: arry\n", "          type: arry", "there is no type `arry`"),
    ("    ErrorDetail:\n", "    2faDetail:\n", "schemas/ErrorDetail'", "leads nowhere"),
    (
        "    CreatedKey:\n",
        "    createdKey: {type: string}\n    CreatedKey:\n",
        "    createdKey:",
        "`createdKey` is no name of a Rust type: it becomes `CreatedKey`",
    ),
    ("create_key", "error", "operationId: error", "`error` would name a type that the SDK has already"),
    ("    post:\n", "    trace:\n", "    trace:\n", "the method `trace` is not supported"),
    (
        "/key/user/{user_id}:",
        "/key/usér/{user_id}:",
        "  /key/usér",
        "a character or a segment that a URL does not have",
    ),
    (
        "          type: string\n          example: New",
        "          type: string\n          maxLength: 9\n          example: New",
        "          maxLength",
        "the client documents `maxLength`, and does not check it",
    ),
    ("name: X-DC-DEVKEY", "name: Content-Type", "name: Content-Type", "is a header of the request itself"),
    (
        "          allOf:\n            - $ref: '#/components/schemas/ApiKeyRole'",
        "          $ref: '#/components/schemas/ApiKeyRole'",
        "          description: ID of a role",
        "`description` beside a `$ref` is not read",
    ),
    (
        "          type: string\n          example: New",
        "          type: string\n          readOnly: true\n          example: New",
        "          readOnly",
        "`readOnly` is not generated",
    ),
    ("security:\n", "securty: []\nsecurity:\n", "securty", "`securty` is not known here"),
    (
        "url: https://www.digicert.com/services/v2\n",
        "url: https://www.digicert.com:99999/services/v2\n",
        "url: https://www.digicert.com:99999",
        "cannot be a base URL",
    ),
];

#[test]
fn each_mistake_is_named_at_its_place() {
    let mut wrong = Vec::new();
    for &(old, new, place, message) in MISTAKES {
        let refusal = refusal(old, new);
        let named = format!("{DOCUMENT}:{}:", line(old, new, place));
        let is_named = refusal.lines().any(|line| line.starts_with(&named) && line.contains(message));
        if !is_named || !refusal.contains("  help: ") {
            wrong.push(format!("{named} … {message}\nis not in\n{refusal}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is refused nowhere, because an author may call things so.
#[test]
fn names_that_are_keywords_elsewhere_are_names() {
    for name in ["xml", "discriminator", "headers", "default", "example", "x-foo", "deprecated", "enum"] {
        let edited = FIXTURE
            .replace("        message:\n", &format!("        {name}: {{type: string}}\n        message:\n"));
        assert_ne!(edited, FIXTURE);
        let document = Document::parse(&edited, DOCUMENT).unwrap();
        if let Err(refusal) = generate(&document) {
            panic!("{name}: {refusal}");
        }
    }
}

#[test]
fn a_secret_is_found_whatever_the_property_is_called() {
    for name in ["default", "example", "enum"] {
        let edited = FIXTURE.replacen(
            "        name:\n",
            &format!("        {name}: {{type: string, format: password}}\n        name:\n"),
            1,
        );
        let document = Document::parse(&edited, DOCUMENT).unwrap();
        let refusal = generate(&document).unwrap_err().to_string();
        assert!(refusal.contains("a secret that is sent in a request is not supported"), "{name}: {refusal}");
    }
}

#[test]
fn a_minimum_of_1_does_not_make_a_parameter_awkward_to_give() {
    let edited = FIXTURE.replacen(
        "            format: int64\n",
        "            format: int64\n            minimum: 1\n",
        1,
    );
    let files = generate(&Document::parse(&edited, DOCUMENT).unwrap()).unwrap();
    let builder = files.iter().find(|file| file.path.ends_with("builder.rs")).unwrap();
    assert!(builder.text.contains("user_id: Result<i64, String>"), "{}", builder.text);
}

#[test]
fn all_mistakes_are_named_at_once_with_the_lines_that_hold_them() {
    let edited = FIXTURE
        .replace("x-name: Europe", "x-name: europe")
        .replace("- ViewOnly", "- view only")
        .replace("required: [name]", "requried: [name]");
    let document = Document::parse(&edited, DOCUMENT).unwrap();
    let refusal = generate(&document).unwrap_err().to_string();
    let line = |part: &str| edited[..edited.find(part).unwrap()].lines().count() + 1;
    let (server, role) = (line("  - url: https://certcentral"), line("        - view only"));
    let key = line("      requried: [name]");
    let expected = format!(
        "\
openapi/certcentral.yaml:{server}:5: error[invalid-server-name]: `europe` cannot be a variant's name
{server} |   - url: https://certcentral.digicert.eu/services/v2
   |     ^
  help: give the server an `x-name` in PascalCase, as in `Europe`

openapi/certcentral.yaml:{key}:7: error[unknown-key]: `requried` is not known here, and would be dropped
{key} |       requried: [name]
    |       ^
  help: check its spelling and its place, or remove it

openapi/certcentral.yaml:{role}:11: error[invalid-enum-name]: `view only` cannot be a variant's name
{role} |         - view only
    |           ^
  help: use PascalCase, as in `ViewOnly`

openapi/certcentral.yaml: 3 errors; nothing was generated"
    );
    assert_eq!(refusal, expected);
}
