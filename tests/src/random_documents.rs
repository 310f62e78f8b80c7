//! Random small documents with names and descriptions that collide with each other, with Rust, and with the SDK.

use std::ops::Range;

use anyhow::Context as _;
use fastrand::Rng;
use serde_json::{Map, Value, json};
use xtask::check::Checked;
use xtask::codegen::{GeneratedFile, Package, generate_package};

/// Names of parameters and properties. Some are also names of headers.
const WORDS: &[&str] = &[
    "a",
    "set_a",
    "set-set-a",
    "a_",
    "A-B",
    "client",
    "request",
    "response",
    "value",
    "self",
    "Self",
    "new",
    "send",
    "with_timeout",
    "with_retry",
    "into_future",
    "into_inner",
    "timeout",
    "policy",
    "inner",
    "when",
    "then",
    "config",
    "status",
    "type",
    "match",
    "gen",
    "crate",
    "2fa",
    "extra",
    "default",
    "clone",
    "fmt",
    "body",
    "error",
    "None",
    "Item",
    "http",
    "with space",
    "größe",
    "@",
    "x-a",
    "a/b",
    "a~b",
    "日本",
    "$ref ",
    "",
];

const OPERATIONS: &[&str] = &[
    "a",
    "a_error",
    "a_call",
    "a_when",
    "a_then",
    "set_a",
    "new",
    "clone",
    "from_env",
    "send",
    "error",
    "error_call",
    "error_body",
    "option",
    "result",
    "string",
    "vec",
    "box",
    "client",
    "client_call",
    "response",
    "duration",
    "pin",
    "method",
    "operation",
    "operation_info",
    "retry_policy",
    "into_inner",
    "into_future",
    "into",
    "future",
    "iterator",
    "self",
    "type",
    "mock",
    "operations",
    "types",
    "calls",
    "default",
    "fmt",
    "http",
    "debug",
    "getCamel",
    "größe",
    "i64",
    "server",
];

const SCHEMAS: &[&str] = &[
    "A",
    "AError",
    "AResponse",
    "ABody",
    "AA",
    "ANew",
    "AExtra",
    "AItem",
    "AValue",
    "AAValue",
    "AVariant0",
    "Option",
    "Vec",
    "Result",
    "Error",
    "Client",
    "Response",
    "Box",
    "Default",
    "Clone",
    "Copy",
    "Debug",
    "Display",
    "From",
    "Into",
    "TryFrom",
    "FromStr",
    "HashMap",
    "Self",
    "Value",
    "Serialize",
    "Deserialize",
    "JsonSchema",
    "UnknownValue",
    "Nullable",
    "OpenEnum",
    "Send",
    "I64",
    "Bool",
    "a-b",
    "lower",
];

const TEXTS: &[&str] = &[
    "Plain.",
    "*/ /*",
    "Two\rlines.\r\n",
    "\u{202a}right\u{2066}",
    "```\nopen",
    "[a](b",
    "\"#\"##",
    "\\",
    "\u{0}",
    "{}{a}",
    "<b>",
    "    code",
    "//! a",
    "a\u{2028}b\u{85}",
    "\u{feff}",
    "",
    " ",
];

const STATUSES: &[&str] = &["400", "404", "422", "418", "499", "4XX", "5XX", "500", "default", "302"];

const SERVERS: &[&str] = &["None", "Default", "Server", "String", "Self", "ALL", "FIRST", "Europe"];

/// Returns the document of a seed. `check` may reject it.
#[must_use]
pub fn document(seed: u64) -> Value {
    let mut random = Random { rng: Rng::with_seed(seed), schemas: Vec::new() };
    random.document()
}

struct Random {
    rng: Rng,
    /// The names of the document's schemas.
    schemas: Vec<&'static str>,
}

impl Random {
    fn one<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.rng.usize(..items.len())]
    }

    /// Returns true once in `n` times.
    fn once_in(&mut self, n: usize) -> bool {
        self.rng.usize(..n) == 0
    }

    /// Returns up to `most` different names.
    fn names(&mut self, names: &[&'static str], most: usize) -> Vec<&'static str> {
        let count = self.rng.usize(..=most);
        self.rng.choose_multiple(names.iter().copied(), count)
    }

    fn document(&mut self) -> Value {
        self.schemas = self.names(SCHEMAS, 3);
        let names = self.schemas.clone();
        let schemas: Map<String, Value> =
            names.into_iter().map(|name| (name.to_owned(), self.schema(2))).collect();
        let mut paths = Map::new();
        let operations = [self.names(OPERATIONS, 2), vec!["plain"]].concat();
        for (index, operation) in operations.into_iter().enumerate() {
            let (path, method, operation) = self.operation(index, operation);
            paths.insert(path, json!({ method: operation }));
        }
        let servers: Vec<Value> = self
            .names(SERVERS, 2)
            .into_iter()
            .map(|name| json!({ "url": format!("https://{name}.example.com"), "x-name": name }))
            .collect();
        json!({
            "openapi": "3.0.4",
            "info": { "title": self.one(TEXTS), "version": "1.0.0", "description": self.one(TEXTS) },
            "servers": servers,
            "security": [],
            "paths": paths,
            "components": { "schemas": schemas },
        })
    }

    fn operation(&mut self, index: usize, id: &str) -> (String, &'static str, Value) {
        let mut path = format!("/{index}");
        let mut parameters = Vec::new();
        for name in self.names(WORDS, 4).into_iter().filter(|name| *name != "body") {
            let is_token = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
            let place = match self.rng.usize(..4) {
                0 if is_token && !name.is_empty() => "path",
                1 if is_token && !name.is_empty() => "header",
                _ => "query",
            };
            let is_required = place == "path" || self.once_in(3);
            if place == "path" {
                path.extend(["/x{", name, "}"]);
            }
            let schema = match place {
                "query" if self.once_in(3) => json!({ "type": "array", "items": self.item() }),
                "query" if self.once_in(6) => self.object(0),
                _ => self.scalar(),
            };
            parameters.push(json!({
                "name": name,
                "in": place,
                "required": is_required,
                "deprecated": self.once_in(5),
                "description": self.one(TEXTS),
                "schema": schema,
            }));
        }
        let mut responses = Map::new();
        let success = self.one(&["200", "201", "2XX", "204"]);
        responses.insert(success.to_owned(), self.response(success != "204"));
        let error = self.response(true);
        for status in self.names(STATUSES, 3) {
            responses.insert(status.to_owned(), error.clone());
        }
        let method = self.one(&["get", "post", "put", "patch", "delete"]);
        let mut operation = json!({
            "operationId": id,
            "summary": self.one(TEXTS),
            "description": self.one(TEXTS),
            "deprecated": self.once_in(5),
            "parameters": parameters,
            "responses": responses,
        });
        if method != "get" && self.once_in(2) {
            let schema = self.schema(2);
            operation["requestBody"] = json!({ "required": true, "description": self.one(TEXTS),
                "content": { "application/json": { "schema": schema } } });
        }
        (path, method, operation)
    }

    fn response(&mut self, has_body: bool) -> Value {
        let mut response = json!({ "description": self.one(TEXTS) });
        if has_body && !self.once_in(4) {
            response["content"] = json!({ "application/json": { "schema": self.schema(2) } });
        }
        response
    }

    /// Returns a schema that nests at most `depth` others.
    fn schema(&mut self, depth: usize) -> Value {
        if depth == 0 || self.once_in(3) {
            return self.scalar();
        }
        let mut schema = match self.rng.usize(..12) {
            0 => json!({ "type": "array", "items": self.schema(depth - 1) }),
            1 => json!({ "type": "object", "additionalProperties": self.schema(depth - 1) }),
            2 => json!({}),
            3 => return self.reference(),
            4 => json!({ "allOf": [self.reference()] }),
            5 => json!({ "allOf": [self.reference(), self.object(depth - 1)] }),
            _ => self.object(depth - 1),
        };
        self.annotate(&mut schema);
        schema
    }

    fn object(&mut self, depth: usize) -> Value {
        let names = self.names(WORDS, 4);
        let required: Vec<&str> = names.iter().copied().filter(|_| self.once_in(2)).collect();
        let properties: Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), self.schema(depth))).collect();
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = required.into();
        }
        if depth > 0 && self.once_in(3) {
            schema["additionalProperties"] = self.schema(depth);
        }
        schema
    }

    fn scalar(&mut self) -> Value {
        let mut schema = match self.rng.usize(..9) {
            0 => json!({ "type": "integer", "format": self.one(&["int32", "int64", "uint64", "uint8"]) }),
            1 => json!({ "type": "number", "format": self.one(&["float", "double"]) }),
            2 => json!({ "type": "boolean" }),
            3 => {
                json!({ "type": "string", "format": self.one(&["date-time", "uuid", "uri", "byte", "ipv4"]) })
            }
            4 => {
                json!({ "type": "string", "enum": self.values() })
            }
            5 => json!({ "type": "integer" }),
            6 => return self.reference(),
            _ => json!({ "type": "string" }),
        };
        self.annotate(&mut schema);
        schema
    }

    /// Returns the values of an enumeration.
    fn values(&mut self) -> Vec<&'static str> {
        let mut values = self.names(&["a", "b", "self", "new", "*", "é", "None"], 3);
        values.push("other");
        values
    }

    /// Returns the schema of a value in a list in a query.
    fn item(&mut self) -> Value {
        match self.rng.usize(..3) {
            0 => json!({ "type": "integer" }),
            1 => json!({ "type": "string", "enum": self.values() }),
            _ => json!({ "type": "string" }),
        }
    }

    fn reference(&mut self) -> Value {
        if self.schemas.is_empty() {
            return json!({ "type": "string" });
        }
        let schemas = self.schemas.clone();
        json!({ "$ref": format!("#/components/schemas/{}", self.one(&schemas)) })
    }

    fn annotate(&mut self, schema: &mut Value) {
        for key in ["nullable", "deprecated"] {
            if self.once_in(6) {
                schema[key] = true.into();
            }
        }
        if self.once_in(4) {
            schema["description"] = self.one(TEXTS).into();
        }
        if self.once_in(12) {
            schema["title"] = self.one(SCHEMAS).into();
        }
    }
}

/// Generates one crate from the documents of the seeds that pass the checks. The code of each is a module.
///
/// # Errors
///
/// If no document passes the checks, or the generator fails.
pub fn package(seeds: Range<u64>) -> anyhow::Result<Package> {
    let mut whole: Option<Package> = None;
    for seed in seeds {
        let Ok(document) = Checked::parse(&document(seed).to_string(), "random.json") else { continue };
        let package = generate_package(&document).with_context(|| format!("seed {seed}"))?;
        match &mut whole {
            None => whole = Some(package),
            Some(whole) => add(whole, package, &format!("seed_{seed}")),
        }
    }
    whole.context("no document passes the checks")
}

/// Adds the code of a document to a crate as a module. The runtime is shared.
fn add(whole: &mut Package, package: Package, module: &str) {
    for file in package.files {
        if let Some(path) = file.path.strip_prefix("src/generated/") {
            let text = file.text.replace("crate::", &format!("crate::{module}::"));
            let path = format!("src/{module}/generated/{path}");
            whole.files.push(GeneratedFile { path, text });
        }
    }
    for root in whole.files.iter_mut().filter(|file| file.path == "src/lib.rs") {
        let start = root.text.find("#[rustfmt::skip]").unwrap_or_default();
        let end = root.text.find("mod generated;").unwrap_or_default();
        let generated = MODULE.replace("#[attributes]", &root.text[start..end]);
        let module = format!(
            "\n#[allow(dead_code, missing_docs, unreachable_pub)]\npub mod {module} {{{generated}}}\n"
        );
        root.text.push_str(&module);
    }
}

/// The root of a document's module: the items of the crate that its code uses.
const MODULE: &str = "
#[attributes]
mod generated;

use std::time::Duration;

pub use generated::client::Client;
pub use generated::document::{self, Server};
pub use generated::{calls, types};
#[cfg(feature = \"httpmock\")]
pub use generated::httpmock;

use crate::runtime;
pub use crate::{ClientBuilder, SecretString, UnknownValue};

impl Client {
    fn with_timeout(&self, _: Duration) -> Self {
        self.clone()
    }

    fn with_retry(&self, _: runtime::RetryPolicy) -> Self {
        self.clone()
    }
}
";
