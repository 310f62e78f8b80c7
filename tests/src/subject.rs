//! What has to agree: a document and an SDK that was generated from it, checked from every side.

use xtask::document::Document;

use crate::call::Sdk;
use crate::{examples, requests, responses, schemas};

/// A document and an SDK.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The document: every check takes from it what to look at.
    pub document: &'a Document,
    /// The SDK that is to agree with it.
    pub sdk: Sdk,
}

/// A check: all that does not agree, each in words that name the operation, the schema or the status.
pub type Check = fn(&Subject<'_>) -> Vec<String>;

/// Every check, with what it checks, the quickest first.
pub const CHECKS: [(&str, Check); 10] = [
    ("the SDK has the operations of the document", requests::operations),
    ("the SDK has the types of the document's schemas", schemas::types),
    ("the document and its examples are valid", examples::are_valid),
    ("every body has an example", examples::bodies_have_one),
    ("the JSON Schema of every type says what the document says", schemas::say_the_same),
    ("requests by example conform to the document", requests::by_example),
    ("documented responses decode by example", responses::by_example),
    ("document and types accept the same values", schemas::accept_the_same),
    ("requests by generated input conform to the document", requests::by_generated_input),
    ("documented responses decode whatever their values", responses::by_generated_values),
];

impl Subject<'_> {
    /// All that any check finds, each with what was checked.
    #[must_use]
    pub fn disagreements(&self) -> Vec<String> {
        let found = |(name, check): (&str, Check)| {
            check(self).into_iter().map(move |found| format!("{name}: {found}")).collect::<Vec<_>>()
        };
        CHECKS.into_iter().flat_map(found).collect()
    }
}
