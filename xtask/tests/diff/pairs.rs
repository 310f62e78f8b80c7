//! Pairs of documents with the expected changes.

/// A pair of documents, described by edits of the fixture, with the expected changes.
pub(crate) struct Pair {
    /// The change, in words.
    pub(crate) name: &'static str,
    /// Edits that turn the fixture into the old document.
    pub(crate) base: &'static [Edit],
    /// Edits that turn the old document into the new one.
    pub(crate) edits: &'static [Edit],
    /// The expected changes: place, description, impact on callers, impact on users of the crate.
    pub(crate) changes: &'static [&'static str],
    /// The bumps that the document and the crate require.
    pub(crate) bumps: [&'static str; 2],
}

/// A string to replace, in all places, and its replacement.
pub(crate) type Edit = (&'static str, &'static str);

const LIMITS: &str = "x-rate-limits:\n  - {requests: 100, seconds: 5}\n  - {requests: 1000, seconds: 180}\nsecurity:\n  - ApiKey: []\n";
const NAME: &str = "          type: string\n          example: New API Key\n";
const ID: &str = "          type: integer\n          format: int64\n          example: 184\n";
const LIST: &str = "  /key:\n    get:\n      operationId: list_keys\n      responses:\n        '200':\n          description: The keys.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/ErrorResponse'\n";
const PARAMETER: &str = "          example: 1234\n";
const QUERY: &str = "          example: 1234\n        - name: page\n          in: query\n          schema:\n            type: integer\n            format: int64\n";
const API_KEY: &str = "          type: string\n          format: password\n";
const ERROR_404: &str = "        '404':\n          description: There is no such user, or no such route (check the base URL). No key was created.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/ErrorResponse'\n              examples:\n                not_found:\n                  summary: No such resource\n                  value:\n                    errors:\n                      - code: not_found\n                        message: The specified resource was not found.\n                no_route:\n                  summary: No such route, as with a wrong base URL\n                  value:\n                    errors:\n                      - code: not_found|route\n                        message: The endpoint does not exist.\n";
const EUROPE: &str = "  - url: https://certcentral.digicert.eu/services/v2\n    description: CertCentral in Europe, for accounts at certcentral.digicert.eu\n    x-name: Europe\n";

pub(crate) const PAIRS: &[Pair] = &[
    Pair {
        name: "an operation is added",
        base: &[],
        edits: &[("paths:\n", LIST_IN_PATHS)],
        changes: &["list_keys: is new (`GET /key`) | compatible | compatible"],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "an operation is removed",
        base: &[("paths:\n", LIST_IN_PATHS)],
        edits: &[(LIST, "")],
        changes: &["list_keys: is gone (`GET /key`) | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "an operation is renamed",
        base: &[],
        edits: &[("operationId: create_key", "operationId: make_key")],
        changes: &["make_key: was called `create_key` | none | breaking"],
        bumps: ["none", "major"],
    },
    Pair {
        name: "an operation moves to another path",
        base: &[],
        edits: &[("/key/user/{user_id}", "/keys/user/{user_id}")],
        changes: &[
            "create_key: is `POST /keys/user/{user_id}` now, was `POST /key/user/{user_id}` | breaking | compatible",
        ],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "an operation changes its method",
        base: &[],
        edits: &[("    post:\n", "    put:\n")],
        changes: &[
            "create_key: is `PUT /key/user/{user_id}` now, was `POST /key/user/{user_id}` | breaking | compatible",
        ],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "an operation is deprecated",
        base: &[],
        edits: &[("      tags: [API keys]\n", "      tags: [API keys]\n      deprecated: true\n")],
        changes: &["create_key: is deprecated now | compatible | compatible"],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a path parameter is renamed",
        base: &[],
        edits: &[("/key/user/{user_id}", "/key/user/{id}"), ("name: user_id", "name: id")],
        changes: &["create_key › path parameter id: was called `user_id` | none | breaking"],
        bumps: ["none", "major"],
    },
    Pair {
        name: "the type of a path parameter changes",
        base: &[],
        edits: &[(
            "            type: integer\n            format: int64\n          example: 1234",
            "            type: string\n          example: '1234'",
        )],
        changes: &[
            "create_key › path parameter user_id: is `string` now, was `integer` | breaking | breaking",
            "create_key › path parameter user_id: example changed | documentation | documentation",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "an optional query parameter is added",
        base: &[],
        edits: &[(PARAMETER, QUERY)],
        changes: &["create_key › query parameter page: is new | compatible | compatible"],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a required query parameter is added",
        base: &[],
        edits: &[
            (PARAMETER, QUERY),
            ("          in: query\n", "          in: query\n          required: true\n"),
        ],
        changes: &["create_key › query parameter page: is new, and required | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a query parameter is removed",
        base: &[(PARAMETER, QUERY)],
        edits: &[(QUERY, PARAMETER)],
        changes: &["create_key › query parameter page: is gone | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a query parameter becomes required",
        base: &[(PARAMETER, QUERY)],
        edits: &[("          in: query\n", "          in: query\n          required: true\n")],
        changes: &["create_key › query parameter page: is required now | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "the serialization of a query parameter changes",
        base: &[(PARAMETER, QUERY)],
        edits: &[("          in: query\n", "          in: query\n          explode: false\n")],
        changes: &[
            "create_key › query parameter page: explode is `false` now, was `true` | breaking | compatible",
        ],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "an optional request field is added",
        base: &[],
        edits: &[(
            NAME,
            "          type: string\n          example: New API Key\n        note:\n          type: string\n",
        )],
        changes: &["create_key › request body › note: is new | compatible | compatible"],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a required request field is added",
        base: &[],
        edits: &[
            (
                NAME,
                "          type: string\n          example: New API Key\n        note:\n          type: string\n",
            ),
            ("required: [name]", "required: [name, note]"),
        ],
        changes: &["create_key › request body › note: is new, and required | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a request field is removed",
        base: &[(
            NAME,
            "          type: string\n          example: New API Key\n        note:\n          type: string\n",
        )],
        edits: &[("        note:\n          type: string\n", "")],
        changes: &["create_key › request body › note: is gone | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "an optional request field becomes required",
        base: &[],
        edits: &[("required: [name]", "required: [name, restricted_to_role_id]")],
        changes: &[
            "create_key › request body › restricted_to_role_id: is required now | breaking | breaking",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a required request field becomes optional",
        base: &[],
        edits: &[("      required: [name]\n", "")],
        changes: &["create_key › request body › name: is optional now | compatible | breaking"],
        bumps: ["minor", "major"],
    },
    Pair {
        name: "an optional response field is added",
        base: &[],
        edits: &[(
            ID,
            "          type: integer\n          format: int64\n          example: 184\n        note:\n          type: string\n",
        )],
        changes: &["create_key › response 201 › note: is new | compatible | compatible"],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a required response field is added",
        base: &[],
        edits: &[
            (
                ID,
                "          type: integer\n          format: int64\n          example: 184\n        note:\n          type: string\n",
            ),
            ("required: [id, api_key]", "required: [id, api_key, note]"),
        ],
        changes: &["create_key › response 201 › note: is new, and required | compatible | compatible"],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a response field is removed",
        base: &[],
        edits: &[
            (
                "        id:\n          description: Unique identifier of the created key. It is not a secret.\n          type: integer\n          format: int64\n          example: 184\n",
                "",
            ),
            ("required: [id, api_key]", "required: [api_key]"),
        ],
        changes: &["create_key › response 201 › id: is gone | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a response field may be missing",
        base: &[],
        edits: &[("required: [id, api_key]", "required: [api_key]")],
        changes: &["create_key › response 201 › id: is optional now | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a field of the schema shared by all errors is removed",
        base: &[],
        edits: &[
            ("required: [code, message]", "required: [code]"),
            (
                "        message:\n          description: >-\n            What went wrong, in words. Only the text of `429` is documented; those of the other examples illustrate.\n          type: string\n          example: The API key does not have permission to carry out this request.\n",
                "",
            ),
        ],
        changes: &[
            "create_key › response 400, 403, 404, 429, 5XX › errors[] › message: is gone | breaking | breaking",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a value is added to an enumeration in a request",
        base: &[],
        edits: &[
            ("enum: [0, 100, 101, 102, 103]", "enum: [0, 100, 101, 102, 103, 104]"),
            ("        - UserManagement\n", "        - UserManagement\n        - Auditing\n"),
            ("        - Users only.\n", "        - Users only.\n        - Audits only.\n"),
        ],
        changes: &[
            "create_key › request body › restricted_to_role_id: the value `104` (`Auditing`) is new | compatible | compatible",
        ],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a value is removed from an enumeration in a request",
        base: &[],
        edits: &[
            ("enum: [0, 100, 101, 102, 103]", "enum: [0, 100, 101, 102]"),
            ("        - UserManagement\n", ""),
            ("        - Users only.\n", ""),
        ],
        changes: &[
            "create_key › request body › restricted_to_role_id: the value `103` (`UserManagement`) is gone | breaking | breaking",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "the names of two enumeration values are swapped",
        base: &[],
        edits: &[(
            "        - ViewOnly\n        - UserManagement\n",
            "        - UserManagement\n        - ViewOnly\n",
        )],
        changes: &[
            "create_key › request body › restricted_to_role_id: the value `102` (`ViewOnly`) is `102` (`UserManagement`) in the crate now | none | breaking",
            "create_key › request body › restricted_to_role_id: the value `103` (`UserManagement`) is `103` (`ViewOnly`) in the crate now | none | breaking",
        ],
        bumps: ["none", "major"],
    },
    Pair {
        name: "a string is added to an enumeration in a response",
        base: &[(
            ID,
            concat!(
                "          type: integer\n          format: int64\n          example: 184\n",
                "        status:\n          type: string\n          enum: [active, revoked]\n"
            ),
        )],
        edits: &[("enum: [active, revoked]", "enum: [active, revoked, expired]")],
        changes: &["create_key › response 201 › status: the value `expired` is new | breaking | compatible"],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "a string is removed from an enumeration in a response",
        base: &[(
            ID,
            concat!(
                "          type: integer\n          format: int64\n          example: 184\n",
                "        status:\n          type: string\n          enum: [active, revoked]\n"
            ),
        )],
        edits: &[("enum: [active, revoked]", "enum: [active]")],
        changes: &["create_key › response 201 › status: the value `revoked` is gone | compatible | breaking"],
        bumps: ["minor", "major"],
    },
    Pair {
        name: "an integer is added to an enumeration in a response",
        base: &[
            (
                ID,
                concat!(
                    "          type: integer\n          format: int64\n          example: 184\n",
                    "        role:\n          $ref: '#/components/schemas/ApiKeyRole'\n"
                ),
            ),
            (
                "          allOf:\n            - $ref: '#/components/schemas/ApiKeyRole'\n",
                "          type: integer\n",
            ),
        ],
        edits: &[
            ("enum: [0, 100, 101, 102, 103]", "enum: [0, 100, 101, 102, 103, 104]"),
            ("        - UserManagement\n", "        - UserManagement\n        - Auditing\n"),
            ("        - Users only.\n", "        - Users only.\n        - Audits only.\n"),
        ],
        changes: &[
            "create_key › response 201 › role: the value `104` (`Auditing`) is new | breaking | compatible",
        ],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "a string becomes a secret",
        base: &[(API_KEY, "          type: string\n")],
        edits: &[(
            "neither\n            its length nor its alphabet is documented.\n          type: string\n",
            "neither\n            its length nor its alphabet is documented.\n          type: string\n          format: password\n",
        )],
        changes: &["create_key › response 201 › api_key: format `password` is new | none | breaking"],
        bumps: ["none", "major"],
    },
    Pair {
        name: "an integer in a response becomes wider",
        base: &[(ID, "          type: integer\n          format: int32\n")],
        edits: &[("format: int32", "format: int64")],
        changes: &[
            "create_key › response 201 › id: format is `int64` now, was `int32` | breaking | breaking",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a response field may be null",
        base: &[],
        edits: &[(
            ID,
            "          type: integer\n          format: int64\n          nullable: true\n          example: 184\n",
        )],
        changes: &["create_key › response 201 › id: is `nullable` now | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "an optional request field may be null",
        base: &[],
        edits: &[("          allOf:\n", "          nullable: true\n          allOf:\n")],
        changes: &[
            "create_key › request body › restricted_to_role_id: is `nullable` now | compatible | compatible",
        ],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a request field gets a limit",
        base: &[],
        edits: &[(NAME, "          type: string\n          maxLength: 64\n          example: New API Key\n")],
        changes: &["create_key › request body › name: maxLength `64` is new | breaking | documentation"],
        bumps: ["major", "patch"],
    },
    Pair {
        name: "a limit of a request field is loosened",
        base: &[(NAME, "          type: string\n          maxLength: 64\n          example: New API Key\n")],
        edits: &[("maxLength: 64", "maxLength: 128")],
        changes: &[
            "create_key › request body › name: maxLength is `128` now, was `64` | compatible | documentation",
        ],
        bumps: ["minor", "patch"],
    },
    Pair {
        name: "a limit of a response field is loosened",
        base: &[(ID, "          type: integer\n          format: int64\n          maximum: 500\n")],
        edits: &[("maximum: 500", "maximum: 600")],
        changes: &[
            "create_key › response 201 › id: maximum is `600` now, was `500` | breaking | documentation",
        ],
        bumps: ["major", "patch"],
    },
    Pair {
        name: "a pattern changes",
        base: &[(NAME, "          type: string\n          pattern: '^[a-z]+$'\n")],
        edits: &[("^[a-z]+$", "^[a-f]+$")],
        changes: &[
            "create_key › request body › name: pattern is `^[a-f]+$` now, was `^[a-z]+$` | breaking | documentation",
        ],
        bumps: ["major", "patch"],
    },
    Pair {
        name: "an error status is added",
        base: &[(ERROR_404, "")],
        edits: &[(
            "        '429':\n",
            concat!(
                "        '404':\n          description: There is no such user.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/ErrorResponse'\n",
                "        '429':\n"
            ),
        )],
        changes: &["create_key › response 404: is new | compatible | compatible"],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "an error status is removed",
        base: &[],
        edits: &[(ERROR_404, "")],
        changes: &["create_key › response 404: is gone | compatible | breaking"],
        bumps: ["minor", "major"],
    },
    Pair {
        name: "the success status changes",
        base: &[],
        edits: &[("        '201':\n", "        '200':\n")],
        changes: &[
            "create_key › response 200: is new | breaking | compatible",
            "create_key › response 201: is gone | breaking | breaking",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "the type of a response changes",
        base: &[],
        edits: &[(
            "                $ref: '#/components/schemas/CreatedKey'\n",
            "                $ref: '#/components/schemas/ErrorDetail'\n",
        )],
        changes: &[
            "create_key › response 201: is `ErrorDetail` in the crate now, was `CreatedKey` | none | breaking",
            "create_key › response 201 › code: is new, and required | compatible | compatible",
            "create_key › response 201 › message: is new, and required | compatible | compatible",
            "create_key › response 201 › id: is gone | breaking | breaking",
            "create_key › response 201 › api_key: is gone | breaking | breaking",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a schema is renamed",
        base: &[],
        edits: &[("CreatedKey", "NewKey")],
        changes: &["type `NewKey`: was called `CreatedKey` | none | breaking"],
        bumps: ["none", "major"],
    },
    Pair {
        name: "a schema is renamed, and its type keeps its name",
        base: &[],
        edits: &[("CreatedKey", "created_key")],
        changes: &[],
        bumps: ["none", "none"],
    },
    Pair {
        name: "a schema that nothing uses is added",
        base: &[],
        edits: &[(
            "    ErrorDetail:\n",
            "    Spare:\n      type: object\n      properties:\n        a:\n          type: string\n\n    ErrorDetail:\n",
        )],
        changes: &["type `Spare`: is new | none | compatible"],
        bumps: ["none", "minor"],
    },
    Pair {
        name: "the API key moves to another header",
        base: &[],
        edits: &[("name: X-DC-DEVKEY", "name: X-Api-Key")],
        changes: &[
            "create_key › authentication: requires API key in the header `X-Api-Key` now, was API key in the header `X-DC-DEVKEY` | breaking | compatible",
        ],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "authentication is removed",
        base: &[],
        edits: &[("security:\n  - ApiKey: []\n", "security: []\n")],
        changes: &[
            "create_key › authentication: requires nothing now, was API key in the header `X-DC-DEVKEY` | compatible | compatible",
        ],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "authentication is added",
        base: &[("security:\n  - ApiKey: []\n", "security: []\n")],
        edits: &[("security: []\n", "security:\n  - ApiKey: []\n")],
        changes: &[
            "create_key › authentication: requires API key in the header `X-DC-DEVKEY` now, was nothing | breaking | compatible",
        ],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "a server is added",
        base: &[(EUROPE, "")],
        edits: &[(
            "    x-name: UnitedStates\n",
            concat!(
                "    x-name: UnitedStates\n",
                "  - url: https://certcentral.digicert.eu/services/v2\n    description: CertCentral in Europe, for accounts at certcentral.digicert.eu\n    x-name: Europe\n"
            ),
        )],
        changes: &[
            "servers › https://certcentral.digicert.eu/services/v2: is new, `Server::Europe` | compatible | compatible",
        ],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a server is removed",
        base: &[],
        edits: &[(EUROPE, "")],
        changes: &["servers › https://certcentral.digicert.eu/services/v2: is gone | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a server moves",
        base: &[],
        edits: &[(
            "https://certcentral.digicert.eu/services/v2",
            "https://certcentral.digicert.eu/services/v3",
        )],
        changes: &[
            "servers › https://certcentral.digicert.eu/services/v3: was `https://certcentral.digicert.eu/services/v2` | breaking | compatible",
        ],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "a server is renamed in the crate",
        base: &[],
        edits: &[("x-name: Europe", "x-name: EuropeanUnion")],
        changes: &[
            "servers › https://certcentral.digicert.eu/services/v2: is `Server::EuropeanUnion` now, was `Server::Europe` | none | breaking",
        ],
        bumps: ["none", "major"],
    },
    Pair {
        name: "a rate limit becomes stricter",
        base: &[("security:\n  - ApiKey: []\n", LIMITS)],
        edits: &[("requests: 100,", "requests: 50,")],
        changes: &[
            "rate limits: are 50 requests in 5 s, 1000 requests in 180 s, were 100 requests in 5 s, 1000 requests in 180 s | breaking | compatible",
        ],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "a rate limit permits more, and another one is removed",
        base: &[("security:\n  - ApiKey: []\n", LIMITS)],
        edits: &[("  - {requests: 100, seconds: 5}\n", ""), ("seconds: 180", "seconds: 60")],
        changes: &[
            "rate limits: are 1000 requests in 60 s, were 100 requests in 5 s, 1000 requests in 180 s | compatible | compatible",
        ],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "rate limits are documented",
        base: &[],
        edits: &[("security:\n  - ApiKey: []\n", LIMITS)],
        changes: &[
            "rate limits: are documented: 100 requests in 5 s, 1000 requests in 180 s | documentation | compatible",
        ],
        bumps: ["patch", "minor"],
    },
    Pair {
        name: "the media type of a request changes",
        base: &[],
        edits: &[(
            "        description: Name of the new key and, optionally, what it is restricted to.\n        content:\n          application/json:\n",
            "        description: Name of the new key and, optionally, what it is restricted to.\n        content:\n          application/xml:\n",
        )],
        changes: &[
            "create_key › request body: the media type `application/xml` is new | compatible | none",
            "create_key › request body: the media type `application/json` is gone | breaking | breaking",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a description changes",
        base: &[],
        edits: &[("Name of the key. Neither", "The key's name. Neither")],
        changes: &["type `CreateKeyRequest` › name: description changed | documentation | documentation"],
        bumps: ["patch", "patch"],
    },
    Pair {
        name: "the recovery advice changes",
        base: &[],
        edits: &[("A key may exist that nobody holds.", "There may be a key that nobody holds.")],
        changes: &["create_key: x-recovery changed | documentation | documentation"],
        bumps: ["patch", "patch"],
    },
    Pair {
        name: "an object forbids other properties",
        base: &[],
        edits: &[("      required: [name]\n", "      required: [name]\n      additionalProperties: false\n")],
        changes: &[
            "create_key › request body: does not allow other properties any more | breaking | compatible",
        ],
        bumps: ["major", "minor"],
    },
    Pair {
        name: "a list gets a limit",
        base: &[],
        edits: &[("          type: array\n", "          type: array\n          minItems: 1\n")],
        changes: &[
            "create_key › response 400, 403, 404, 429, 5XX › errors: minItems `1` is new | compatible | documentation",
        ],
        bumps: ["minor", "patch"],
    },
    Pair {
        name: "a response header is removed",
        base: &[(
            "          description: |\n            The key was created.",
            "          headers:\n            Location:\n              schema:\n                type: string\n          description: |\n            The key was created.",
        )],
        edits: &[(
            "          headers:\n            Location:\n              schema:\n                type: string\n",
            "",
        )],
        changes: &["create_key › response 201 › header location: is gone | breaking | none"],
        bumps: ["major", "none"],
    },
    Pair {
        name: "a variant of a response is added",
        base: &[(
            "                $ref: '#/components/schemas/CreatedKey'\n",
            "                oneOf:\n                  - $ref: '#/components/schemas/CreatedKey'\n",
        )],
        edits: &[(
            "                  - $ref: '#/components/schemas/CreatedKey'\n",
            "                  - $ref: '#/components/schemas/CreatedKey'\n                  - $ref: '#/components/schemas/ErrorDetail'\n",
        )],
        changes: &["create_key › response 201 › ErrorDetail: is a new alternative | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a default of a request field changes",
        base: &[(NAME, "          type: string\n          default: one\n")],
        edits: &[("default: one", "default: two")],
        changes: &[
            "create_key › request body › name: default is `two` now, was `one` | breaking | documentation",
        ],
        bumps: ["major", "patch"],
    },
    Pair {
        name: "only the version changes",
        base: &[],
        edits: &[("version: 1.0.0", "version: 1.1.0")],
        changes: &["document › info: version is `1.1.0` now, was `1.0.0` | documentation | documentation"],
        bumps: ["patch", "patch"],
    },
    Pair {
        name: "a number in a request may have fractions",
        base: &[(NAME, "          type: integer\n")],
        edits: &[(
            "          type: integer\n        restricted",
            "          type: number\n        restricted",
        )],
        changes: &[
            "create_key › request body › name: is `number` now, was `integer` | compatible | breaking",
        ],
        bumps: ["minor", "major"],
    },
    Pair {
        name: "a secret becomes plain text",
        base: &[],
        edits: &[(API_KEY, "          type: string\n")],
        changes: &["create_key › response 201 › api_key: format `password` is gone | none | breaking"],
        bumps: ["none", "major"],
    },
    Pair {
        name: "a parameter moves from the operation to the path",
        base: &[],
        edits: &[
            (
                "      parameters:\n        - name: user_id\n          in: path\n          required: true\n          description: ID of the user that the new key belongs to.\n          schema:\n            type: integer\n            format: int64\n          example: 1234\n",
                "",
            ),
            (
                "  /key/user/{user_id}:\n",
                "  /key/user/{user_id}:\n    parameters:\n      - name: user_id\n        in: path\n        required: true\n        description: ID of the user that the new key belongs to.\n        schema:\n          type: integer\n          format: int64\n        example: 1234\n",
            ),
        ],
        changes: &[
            "/key/user/{user_id}: parameters written differently | documentation | documentation",
            "create_key: parameters written differently | documentation | documentation",
        ],
        bumps: ["patch", "patch"],
    },
    Pair {
        name: "a parameter of the path is removed",
        base: &[(
            "    post:\n",
            "    parameters:\n      - name: page\n        in: query\n        schema:\n          type: string\n    post:\n",
        )],
        edits: &[(
            "    parameters:\n      - name: page\n        in: query\n        schema:\n          type: string\n",
            "",
        )],
        changes: &["create_key › query parameter page: is gone | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "the description of the key's header changes",
        base: &[],
        edits: &[("API key of the caller, a user", "The caller's API key, a user")],
        changes: &["securitySchemes ApiKey: description changed | documentation | documentation"],
        bumps: ["patch", "patch"],
    },
    Pair {
        name: "the security scheme is renamed",
        base: &[],
        edits: &[("  - ApiKey: []\n", "  - Key: []\n"), ("    ApiKey:\n", "    Key:\n")],
        changes: &[
            "document › security: Key written differently | documentation | documentation",
            "securitySchemes Key: is new | documentation | documentation",
            "document › security: ApiKey written differently | documentation | documentation",
            "securitySchemes ApiKey: is gone | documentation | documentation",
        ],
        bumps: ["patch", "patch"],
    },
    Pair {
        name: "an alternative authentication is added",
        base: &[(
            "components:\n  securitySchemes:\n",
            "components:\n  securitySchemes:\n    Bearer:\n      type: http\n      scheme: bearer\n",
        )],
        edits: &[("  - ApiKey: []\n", "  - ApiKey: []\n  - Bearer: []\n")],
        changes: &[
            "create_key › authentication: requires API key in the header `X-DC-DEVKEY` or HTTP authentication `bearer` now, was API key in the header `X-DC-DEVKEY` | compatible | compatible",
        ],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a request body becomes required",
        base: &[("        required: true\n        description: Name", "        description: Name")],
        edits: &[(
            "        description: Name of the new key and",
            "        required: true\n        description: Name of the new key and",
        )],
        changes: &["create_key › request body: is required now | breaking | breaking"],
        bumps: ["major", "major"],
    },
    Pair {
        name: "the default server changes",
        base: &[],
        edits: &[
            (EUROPE, ""),
            (
                "servers:\n",
                "servers:\n  - url: https://certcentral.digicert.eu/services/v2\n    description: CertCentral in Europe, for accounts at certcentral.digicert.eu\n    x-name: Europe\n",
            ),
        ],
        changes: &[
            "servers: `https://certcentral.digicert.eu/services/v2` is the default now, was `https://www.digicert.com/services/v2` | none | breaking",
        ],
        bumps: ["none", "major"],
    },
    Pair {
        name: "a schema is split into equivalent parts",
        base: &[],
        edits: &[(
            "      type: object\n      required: [id, api_key]\n      properties:\n        id:\n          description: Unique identifier of the created key. It is not a secret.\n          type: integer\n          format: int64\n          example: 184\n",
            "      type: object\n      allOf:\n        - type: object\n          required: [id]\n          properties:\n            id:\n              description: Unique identifier of the created key. It is not a secret.\n              type: integer\n              format: int64\n              example: 184\n      required: [api_key]\n      properties:\n",
        )],
        changes: &[
            "type `CreatedKey`: allOf written differently | documentation | documentation",
            "type `CreatedKey` › id: is gone | documentation | documentation",
        ],
        bumps: ["patch", "patch"],
    },
    Pair {
        name: "the type of a list's items changes",
        base: &[(NAME, "          type: array\n          items:\n            type: string\n")],
        edits: &[(
            "          type: array\n          items:\n            type: string\n",
            "          type: array\n          items:\n            type: boolean\n",
        )],
        changes: &[
            "create_key › request body › name[]: is `boolean` now, was `string` | breaking | breaking",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a map defines the type of its values",
        base: &[(NAME, "          type: object\n")],
        edits: &[(
            "          type: object\n        restricted",
            "          type: object\n          additionalProperties:\n            type: string\n        restricted",
        )],
        changes: &[
            "create_key › request body › name: defines the type of its values now | breaking | breaking",
        ],
        bumps: ["major", "major"],
    },
    Pair {
        name: "a response header may be missing",
        base: &[(
            "          description: |\n            The key was created.",
            "          headers:\n            Location:\n              required: true\n              schema:\n                type: string\n          description: |\n            The key was created.",
        )],
        edits: &[("            Location:\n              required: true\n", "            Location:\n")],
        changes: &["create_key › response 201 › header location: may be missing now | breaking | none"],
        bumps: ["major", "none"],
    },
    Pair {
        name: "a request accepts another media type that the crate does not send",
        base: &[],
        edits: &[(
            "        description: Name of the new key and, optionally, what it is restricted to.\n        content:\n",
            "        description: Name of the new key and, optionally, what it is restricted to.\n        content:\n          text/plain:\n            schema:\n              type: string\n",
        )],
        changes: &["create_key › request body: the media type `text/plain` is new | compatible | none"],
        bumps: ["minor", "none"],
    },
    Pair {
        name: "a named response body is inlined",
        base: &[],
        edits: &[(
            "              schema:\n                $ref: '#/components/schemas/CreatedKey'\n",
            "              schema:\n                type: object\n                required: [id, api_key]\n                properties:\n                  id:\n                    type: integer\n                    format: int64\n                  api_key:\n                    type: string\n                    format: password\n",
        )],
        changes: &[
            "create_key › response 201: is an unnamed type in the crate now, was `CreatedKey` | none | breaking",
        ],
        bumps: ["none", "major"],
    },
    Pair {
        name: "a request's object allows other properties again",
        base: &[("      required: [name]\n", "      required: [name]\n      additionalProperties: false\n")],
        edits: &[("      additionalProperties: false\n", "")],
        changes: &["create_key › request body: allows other properties now | compatible | compatible"],
        bumps: ["minor", "minor"],
    },
    Pair {
        name: "a request field becomes readOnly",
        base: &[],
        edits: &[(
            NAME,
            "          type: string\n          readOnly: true\n          example: New API Key\n",
        )],
        changes: &["create_key › request body › name: is `readOnly` now | breaking | documentation"],
        bumps: ["major", "patch"],
    },
    Pair {
        name: "a request field becomes optional, and its description changes",
        base: &[],
        edits: &[("      required: [name]\n", ""), ("Name of the key. Neither", "The key's name. Neither")],
        changes: &[
            "create_key › request body › name: is optional now | compatible | breaking",
            "type `CreateKeyRequest` › name: description changed | documentation | documentation",
        ],
        bumps: ["minor", "major"],
    },
    Pair {
        name: "a field is not readOnly any more, and its description changes",
        base: &[(API_KEY, "          type: string\n          format: password\n          readOnly: true\n")],
        edits: &[("          readOnly: true\n", ""), ("The key itself, randomly", "The key, randomly")],
        changes: &[
            "type `CreatedKey` › api_key: description changed | documentation | documentation",
            "create_key › response 201 › api_key: is not `readOnly` any more | documentation | documentation",
        ],
        bumps: ["patch", "patch"],
    },
];

const LIST_IN_PATHS: &str = concat!(
    "paths:\n",
    "  /key:\n    get:\n      operationId: list_keys\n      responses:\n        '200':\n          description: The keys.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/ErrorResponse'\n"
);
