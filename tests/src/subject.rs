//! What has to agree: a document and an SDK that was generated from it, checked from every side.

use serde_json::Value;
use xtask::check::Checked;

use crate::call::Sdk;
use crate::described::{self, Described};
use crate::{examples, requests, responses, schemas};

/// A document and an SDK.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The document: every check takes from it what to look at.
    pub document: &'a Checked,
    /// The SDK that is to agree with it.
    pub sdk: Sdk,
}

/// A check: all that does not agree, each in words that name the operation, the schema or the status.
pub type Check = fn(&Subject<'_>) -> Vec<String>;

/// How much of a document a check reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// All of it.
    Everything,
    /// Its [`operations`](described::operations) and [`schemas`](described::schemas).
    Api,
    /// The same, but no examples.
    ApiAlone,
}

/// Every check, with what it checks and what it reads, the quickest first.
pub const CHECKS: [(&str, Reads, Check); 11] = [
    ("the SDK has the operations of the document", Reads::ApiAlone, requests::operations),
    ("the SDK has the types of the document's schemas", Reads::ApiAlone, schemas::types),
    ("the document and its examples are valid", Reads::Everything, examples::are_valid),
    ("every body has an example", Reads::Api, examples::bodies_have_one),
    ("the JSON Schema of every type says what the document says", Reads::ApiAlone, schemas::say_the_same),
    ("requests by example conform to the document", Reads::Api, requests::by_example),
    ("documented responses decode by example", Reads::Api, responses::by_example),
    ("document and types accept the same values", Reads::ApiAlone, schemas::accept_the_same),
    ("enumerations take values that the document does not list", Reads::ApiAlone, schemas::are_open),
    ("requests by generated input conform to the document", Reads::ApiAlone, requests::by_generated_input),
    ("documented responses decode whatever their values", Reads::ApiAlone, responses::by_generated_values),
];

/// What checks read of a document's API.
#[derive(Debug)]
pub struct Api {
    operations: Vec<Described>,
    without_examples: Vec<Described>,
    schemas: Vec<(String, Value)>,
}

impl Api {
    /// That of `document`.
    #[must_use]
    pub fn of(document: &Checked) -> Self {
        let operations = described::operations(document);
        let without_examples = operations.iter().cloned().map(Described::without_examples).collect();
        Self { operations, without_examples, schemas: described::schemas(document) }
    }
}

impl Reads {
    /// Whether a check that reads this may say of one document what it does not say of the other.
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
    /// All that any check finds, each with what was checked.
    #[must_use]
    pub fn disagreements(&self) -> Vec<String> {
        let found = |(name, _, check): (&str, Reads, Check)| {
            check(self).into_iter().map(move |found| format!("{name}: {found}")).collect::<Vec<_>>()
        };
        CHECKS.into_iter().flat_map(found).collect()
    }
}
