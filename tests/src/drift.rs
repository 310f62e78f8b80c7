//! Drift test: compares each mutant of a document with the document, and names the check that detects it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;
use xtask::check::Checked;
use xtask::codegen::{GeneratedFile, GeneratorError, differences, generate};
use xtask::diagnostics::{Code, Diagnostic};
use xtask::workspace::DOCUMENT;

use crate::checks::{Api, CHECKS, Reads, Subject};
use crate::dynamic_client::Sdk;
use crate::mutate::Mutant;

/// A document and its SDK, with the results that mutants are compared with.
pub struct Original {
    document: Checked,
    sdk: Sdk,
    generated: BTreeMap<String, String>,
    /// The warnings about the unchanged document.
    known: BTreeSet<(Code, String)>,
    api: Api,
    /// The differences that each check reports for the unchanged document, computed on demand.
    agreed: [OnceLock<Vec<String>>; CHECKS.len()],
}

impl Original {
    /// Generates code from `document`.
    ///
    /// # Errors
    ///
    /// If code generation fails.
    pub fn of(document: Checked, sdk: Sdk) -> Result<Self, GeneratorError> {
        let known = document.warnings().items.iter().map(|finding| (finding.code, finding.message.clone()));
        let known = known.collect();
        let generated = generate(&document)?;
        let generated = generated.into_iter().map(|GeneratedFile { path, text }| (path, text)).collect();
        let (api, agreed) = (Api::of(&document), [const { OnceLock::new() }; CHECKS.len()]);
        Ok(Self { document, sdk, generated, known, api, agreed })
    }

    /// Returns the document as a value.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.document.value
    }

    /// Returns what detects `mutant`: `check`, `codegen` or `conformance`.
    #[must_use]
    pub fn seen_by(&self, mutant: &Mutant) -> Option<&'static str> {
        let Ok(document) = Checked::parse(&mutant.text(self.value()), DOCUMENT) else {
            return Some("check");
        };
        // As with `--deny-warnings`.
        if document.warnings().items.iter().any(|finding| self.is_new(finding)) {
            return Some("check");
        }
        match generate(&document) {
            Ok(generated) if differences(&generated, &self.generated).is_empty() => {}
            _ => return Some("codegen"),
        }
        self.differs(&document).then_some("conformance")
    }

    /// Returns `true` if the original does not have this diagnostic.
    fn is_new(&self, finding: &Diagnostic) -> bool {
        !self.known.contains(&(finding.code, finding.message.clone()))
    }

    /// Returns `true` if a conformance check reports other differences for the mutant than for the original. Skips
    /// checks that read no changed part, and those that read everything: they run `check`, which has passed.
    fn differs(&self, mutant: &Checked) -> bool {
        let sdk = self.sdk;
        let api = Api::of(mutant);
        CHECKS.iter().zip(&self.agreed).any(|((_, reads, check), agreed)| {
            *reads != Reads::Everything
                && reads.differs(&api, &self.api)
                && check(&Subject { document: mutant, sdk })
                    != *agreed.get_or_init(|| check(&Subject { document: &self.document, sdk }))
        })
    }
}
