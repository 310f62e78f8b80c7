//! Whether anything sees a change of a document: each node is changed in every way that fits it, in a
//! [slice](slices) of the document.

pub mod slices;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;
use xtask::check::Checked;
use xtask::codegen::{GeneratedFile, differences, generate};
use xtask::diagnostics::{Code, Diagnostic};

use crate::call::Sdk;
use crate::mutate::Mutant;
use crate::subject::{Api, CHECKS, Reads, Subject};
use slices::{Slice, Slices};

/// A slice of a document, and all that is asked of its mutants.
#[derive(Debug)]
pub struct Original<'a> {
    /// What it says.
    pub value: Value,
    path: String,
    document: Checked,
    generated: BTreeMap<String, String>,
    /// What is found in it as it is.
    known: BTreeSet<(Code, String)>,
    used_elsewhere: BTreeSet<&'a str>,
    api: Api,
    /// What each check of the SDK says of it as it is, if it was asked.
    agreed: [OnceLock<Vec<String>>; CHECKS.len()],
}

impl<'a> Original<'a> {
    /// A slice of the document that is shown as `path`.
    ///
    /// # Errors
    ///
    /// If nothing can be generated from it, in words.
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

    /// What sees that `mutant` is another: `check`, `codegen`, or, where there is an `sdk` of the document, `agreement`.
    #[must_use]
    pub fn seen_by(&self, mutant: &Mutant, sdk: Option<Sdk>) -> Option<&'static str> {
        let Ok(document) = Checked::parse(&mutant.text(&self.value), &self.path) else {
            return Some("check");
        };
        // With `--deny-warnings`.
        if document.warnings().items.iter().any(|finding| self.is_new(finding)) {
            return Some("check");
        }
        match generate(&document) {
            Ok(generated) if differences(&generated, &self.generated).is_empty() => {}
            _ => return Some("codegen"),
        }
        sdk.is_some_and(|sdk| self.disagrees(&document, sdk)).then_some("agreement")
    }

    /// Whether something is found in a mutant that is not found in the original.
    fn is_new(&self, finding: &Diagnostic) -> bool {
        // What the mutant does not use any more may be used where the slice does not reach.
        let is_used = || {
            let name = finding.message.split('`').nth(1);
            finding.code == Code::Unused && name.is_some_and(|name| self.used_elsewhere.contains(name))
        };
        !self.known.contains(&(finding.code, finding.message.clone())) && !is_used()
    }

    /// Whether a check says of a mutant what it does not say of the original. What reads nothing that is changed says
    /// what it said before; what reads all is `check`, asked before.
    fn disagrees(&self, mutant: &Checked, sdk: Sdk) -> bool {
        let api = Api::of(mutant);
        CHECKS.iter().zip(&self.agreed).any(|((_, reads, check), agreed)| {
            *reads != Reads::Everything
                && reads.differs(&api, &self.api)
                && check(&Subject { document: mutant, sdk })
                    != *agreed.get_or_init(|| check(&Subject { document: &self.document, sdk }))
        })
    }
}
