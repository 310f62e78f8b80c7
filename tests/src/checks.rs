//! The conformance checks, and their subject: a document with the SDK generated from it.

use serde_json::Value;
use xtask::check::Checked;

use crate::api_view::{self, OperationView};
use crate::dynamic_client::Sdk;
use crate::{examples, open_enumerations, requests, responses, schemas, unions};

/// A document and an SDK.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The document, which determines the cases of every check.
    pub document: &'a Checked,
    /// The SDK generated from it.
    pub sdk: Sdk,
}

/// A check: returns all differences, each with its operation, schema or status.
pub type Check = fn(&Subject<'_>) -> Vec<String>;

/// The parts of a document that a check reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The whole document.
    Everything,
    /// Its [`operations`](api_view::operations) and [`schemas`](api_view::schemas).
    Api,
    /// Its operations and schemas without their examples.
    ApiAlone,
}

/// All checks, fastest first: the rule that a check verifies, the parts that it reads, and its function.
pub const CHECKS: [(&str, Reads, Check); 12] = [
    ("the SDK has the operations of the document", Reads::ApiAlone, requests::operations),
    ("the SDK has the types of the document's schemas", Reads::ApiAlone, schemas::types),
    ("the document and its examples are valid", Reads::Everything, examples::are_valid),
    ("every body has an example", Reads::Api, examples::bodies_have_one),
    ("the JSON Schema of every type equals the documented schema", Reads::ApiAlone, schemas::say_the_same),
    ("requests by example conform to the document", Reads::Api, requests::by_example),
    ("documented responses decode by example", Reads::Api, responses::by_example),
    ("document and types accept the same values", Reads::ApiAlone, schemas::accept_the_same),
    ("enumerations accept undocumented values", Reads::ApiAlone, open_enumerations::are_open),
    ("every alternative of a union survives a round trip", Reads::ApiAlone, unions::keep_every_alternative),
    ("requests by generated input conform to the document", Reads::ApiAlone, requests::by_generated_input),
    ("documented responses with generated values decode", Reads::ApiAlone, responses::by_generated_values),
];

/// The parts of a document that checks read, extracted once.
#[derive(Debug)]
pub struct Api {
    operations: Vec<OperationView>,
    without_examples: Vec<OperationView>,
    schemas: Vec<(String, Value)>,
}

impl Api {
    /// Extracts the parts of `document`.
    #[must_use]
    pub fn of(document: &Checked) -> Self {
        let operations = api_view::operations(document);
        let without_examples = operations.iter().cloned().map(OperationView::without_examples).collect();
        Self { operations, without_examples, schemas: api_view::schemas(document) }
    }
}

impl Reads {
    /// Returns `true` if a check that reads these parts can have different results for the two documents.
    #[must_use]
    pub fn differs(self, a: &Api, b: &Api) -> bool {
        match self {
            Self::Everything => true,
            Self::Api => a.operations != b.operations || a.schemas != b.schemas,
            Self::ApiAlone => a.without_examples != b.without_examples || a.schemas != b.schemas,
        }
    }
}

impl Subject<'_> {
    /// Runs all checks; returns their differences, each with the rule that it violates.
    #[must_use]
    pub fn differences(&self) -> Vec<String> {
        let found = |(name, _, check): (&str, Reads, Check)| {
            check(self).into_iter().map(move |found| format!("{name}: {found}")).collect::<Vec<_>>()
        };
        CHECKS.into_iter().flat_map(found).collect()
    }
}
