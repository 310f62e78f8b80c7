//! Drift test: applies every mutation operator to every node of a document, each in a [slice](slices) of the document,
//! and reports the check that detects the mutant.

pub mod slices;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;
use xtask::check::Checked;
use xtask::codegen::{GeneratedFile, differences, generate};
use xtask::diagnostics::{Code, Diagnostic};

use crate::checks::{Api, CHECKS, Reads, Subject};
use crate::dynamic_client::Sdk;
use crate::mutate::Mutant;
use slices::{Slice, Slices};

/// A slice of a document, with the results that its mutants are compared with.
#[derive(Debug)]
pub struct Original<'a> {
    /// The slice, a document itself.
    pub value: Value,
    path: String,
    document: Checked,
    generated: BTreeMap<String, String>,
    /// The warnings about the unchanged slice.
    known: BTreeSet<(Code, String)>,
    used_elsewhere: BTreeSet<&'a str>,
    api: Api,
    /// The differences that each check reports for the unchanged slice, computed on demand.
    agreed: [OnceLock<Vec<String>>; CHECKS.len()],
}

impl<'a> Original<'a> {
    /// Checks a slice and generates code from it. Diagnostics show the document as `path`.
    ///
    /// # Errors
    ///
    /// If code generation fails.
    pub fn of(slices: &'a Slices, slice: &Slice, path: &str) -> Result<Self, String> {
        let value = slices.value(slice);
        let document = Checked::parse(&value.to_string(), path).map_err(|found| found.to_string())?;
        let known = document.warnings().items.iter().map(|finding| (finding.code, finding.message.clone()));
        let known = known.collect();
        let generated = generate(&document).map_err(|error| error.to_string())?;
        let generated = generated.into_iter().map(|GeneratedFile { path, text }| (path, text)).collect();
        let (api, agreed) = (Api::of(&document), [const { OnceLock::new() }; CHECKS.len()]);
        let (used_elsewhere, path) = (slices.used_elsewhere(slice), path.to_owned());
        Ok(Self { value, path, document, generated, known, used_elsewhere, api, agreed })
    }

    /// Returns what detects `mutant`: `check`, `codegen`, or, if the document has an `sdk`, `conformance`.
    #[must_use]
    pub fn seen_by(&self, mutant: &Mutant, sdk: Option<Sdk>) -> Option<&'static str> {
        let Ok(document) = Checked::parse(&mutant.text(&self.value), &self.path) else {
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
        sdk.is_some_and(|sdk| self.differs(&document, sdk)).then_some("conformance")
    }

    /// Returns `true` if the original does not have this diagnostic.
    fn is_new(&self, finding: &Diagnostic) -> bool {
        // Parts outside the slice may use what the mutant no longer uses.
        let is_used = || {
            let name = finding.message.split('`').nth(1);
            finding.code == Code::Unused && name.is_some_and(|name| self.used_elsewhere.contains(name))
        };
        !self.known.contains(&(finding.code, finding.message.clone())) && !is_used()
    }

    /// Returns `true` if a conformance check reports other differences for the mutant than for the original. Skips
    /// checks that read no changed part, and those that read everything: they run `check`, which has passed.
    fn differs(&self, mutant: &Checked, sdk: Sdk) -> bool {
        let api = Api::of(mutant);
        CHECKS.iter().zip(&self.agreed).any(|((_, reads, check), agreed)| {
            *reads != Reads::Everything
                && reads.differs(&api, &self.api)
                && check(&Subject { document: mutant, sdk })
                    != *agreed.get_or_init(|| check(&Subject { document: &self.document, sdk }))
        })
    }
}
