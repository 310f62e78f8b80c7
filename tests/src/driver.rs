//! Checks the SDKs of the documents in `tests/documents`. The test `documents` builds and runs a program that calls it.

use std::process::ExitCode;
use std::thread;

use xtask::check::Checked;
use xtask::workspace::root;

use crate::checks::Subject;
use crate::dynamic_client::Sdk;
use crate::sent_secrets;

/// The directory of the documents, relative to the workspace's root. Each is called `NAME.yaml`.
pub const DOCUMENTS: &str = "tests/documents";

/// Checks each SDK against the document of its name, and prints the differences.
#[must_use]
pub fn run(sdks: &[(&str, Sdk)]) -> ExitCode {
    let differences: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = sdks.iter().map(|(name, sdk)| scope.spawn(|| check(name, *sdk))).collect();
        let checked = threads.into_iter().map(|thread| {
            thread.join().unwrap_or_else(|_| vec!["a check panicked, see the message above".to_owned()])
        });
        checked.flatten().collect()
    });
    for difference in &differences {
        println!("{difference}");
    }
    if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn check(name: &str, sdk: Sdk) -> Vec<String> {
    let path = format!("{DOCUMENTS}/{name}.yaml");
    let found = match Checked::read(&root().join(&path), &path) {
        Ok(document) => {
            let subject = Subject { document: &document, sdk };
            [subject.differences(), sent_secrets::are_not_repeated(&subject)].concat()
        }
        Err(error) => vec![format!("{error:#}")],
    };
    found.into_iter().map(|found| format!("{name}: {found}")).collect()
}
