//! Every sample is run, against a server on loopback: what it sends is what the document says, and what it makes of
//! each answer loses no key, shows none, and says what to do.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod answers;
mod attempt;
mod failures;
mod text;

use std::path::Path;
use std::process::ExitCode;

use conformance::api_view::{document, operations};
use conformance::sample_runner::Program;
use conformance::tools::trial;
use libtest_mimic::{Arguments, Trial};
use xtask::workspace::root;
use xtask_docs::{SAMPLES, samples};

use crate::attempt::Sampled;

/// What a sample is tried with.
type Case = Box<dyn FnOnce(&Sampled, &Program) -> Result<(), String> + Send>;

fn main() -> ExitCode {
    let (document, directory) = (document(), tempfile::tempdir().unwrap());
    let binaries = Path::new(env!("CARGO_BIN_EXE_quickstart")).parent().unwrap();
    let mut trials = Vec::new();
    for sample in samples::read(&document, &root().join(SAMPLES)).unwrap() {
        let described = operations(&document).into_iter().find(|one| one.id == sample.operation_id).unwrap();
        let name = |way: &str, what: &str| format!("{} in {way}: {what}", sample.operation_id);
        let sampled = Sampled::new(&document, described);
        for (what, differences) in text::differences(&document, &sampled, &sample) {
            let agrees = if differences.is_empty() { Ok(()) } else { Err(differences.join("\n").into()) };
            trials.push(Trial::test(name(sample.language.label, what), || agrees));
        }
        for (way, program) in Program::ways(&sample, directory.path(), binaries) {
            for (what, case) in answers::cases(&sampled).into_iter().chain(failures::cases(&sampled)) {
                let sampled = sampled.clone();
                trials
                    .push(trial(name(&way, &what), &program, move |program| Ok(case(&sampled, &program?)?)));
            }
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
