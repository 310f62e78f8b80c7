//! A program that checks the SDKs of other documents: `tests/documents.rs` builds and runs it.

use std::process::ExitCode;
use std::thread;

use xtask::check::Checked;
use xtask::workspace::root;

use crate::call::Sdk;
use crate::subject::Subject;

/// Where the documents are, from the workspace's root. Each is called `NAME.yaml`.
pub const DOCUMENTS: &str = "tests/documents";

/// Checks each SDK against the document of its name, and prints what does not agree.
#[must_use]
pub fn run(sdks: &[(&str, Sdk)]) -> ExitCode {
    let disagreements: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = sdks.iter().map(|(name, sdk)| scope.spawn(|| check(name, *sdk))).collect();
        let checked = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| vec!["a check panicked: see above".to_owned()]));
        checked.flatten().collect()
    });
    for disagreement in &disagreements {
        println!("{disagreement}");
    }
    if disagreements.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn check(name: &str, sdk: Sdk) -> Vec<String> {
    let path = format!("{DOCUMENTS}/{name}.yaml");
    let found = match Checked::read(&root().join(&path), &path) {
        Ok(document) => Subject { document: &document, sdk }.disagreements(),
        Err(error) => vec![format!("{error:#}")],
    };
    found.into_iter().map(|found| format!("{name}: {found}")).collect()
}
