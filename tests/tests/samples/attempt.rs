//! A sample and the operation that it calls, and attempts at it: each in a directory of its own.

use std::collections::BTreeMap;
use std::path::Path;

use conformance::api_view::{Content, OperationView};
use conformance::canary;
use conformance::dynamic_client::Arguments;
use conformance::recording_server::{API_KEY, Recorded};
use conformance::requests::{ADDED_BY_CLIENTS, conforms, examples};
use conformance::sample_runner::{Program, Run};
use serde_json::Value;
use tempfile::TempDir;
use xtask::check::Checked;

/// The variables that every sample takes.
pub(crate) const API_KEY_VARIABLE: &str = "CERTCENTRAL_API_KEY";
const BASE_URL_VARIABLE: &str = "CERTCENTRAL_BASE_URL";

/// What samples are tried against: an operation.
#[derive(Clone)]
pub(crate) struct Sampled {
    /// The operation.
    pub(crate) described: OperationView,
    /// What the document says to do where it is not known what came of a call, and where it cannot be read.
    pub(crate) recovery: Vec<String>,
}

impl Sampled {
    /// The operation `described` of a document.
    pub(crate) fn new(document: &Checked, described: OperationView) -> Self {
        let recovery =
            &document.value["paths"][&described.path][described.method.to_lowercase()]["x-recovery"];
        let recovery =
            ["unknown", "unreadable"].map(|key| recovery[key].as_str().unwrap_or_default().to_owned());
        Self { described, recovery: recovery.to_vec() }
    }

    /// The body of the documented success.
    pub(crate) fn success(&self) -> Option<&Content> {
        self.described.responses.iter().find(|response| response.status.starts_with('2'))?.body.as_ref()
    }

    /// The secrets in an answer.
    pub(crate) fn secrets(&self, answer: &Value) -> Vec<String> {
        let names = self.success().map(Content::secrets).unwrap_or_default();
        names.iter().filter_map(|name| answer[name].as_str().map(str::to_owned)).collect()
    }

    /// The variables that a sample needs: the caller's key, and each parameter of the path by its name.
    pub(crate) fn variables(&self, base_url: &str) -> BTreeMap<String, String> {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let parameters = self.described.parameters.iter().filter(|parameter| parameter.required);
        let parameters = parameters.map(|parameter| {
            (format!("CERTCENTRAL_{}", parameter.name.to_uppercase()), text(&parameter.examples[0]))
        });
        let fixed = [(API_KEY_VARIABLE, API_KEY), (BASE_URL_VARIABLE, base_url)];
        parameters.chain(fixed.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect()
    }

    /// The variables without which a sample sends nothing.
    pub(crate) fn required(&self) -> Vec<String> {
        self.variables("").into_keys().filter(|name| name != BASE_URL_VARIABLE).collect()
    }

    /// Whether that is one request, and what the document says of it, with one of its examples as the body.
    pub(crate) fn conforms(&self, requests: &[Recorded]) -> Result<(), String> {
        let [request] = requests else { return Err(format!("{} requests", requests.len())) };
        let examples = examples(&self.described)?;
        let check = |arguments: &Arguments| conforms(&self.described, arguments, request, &ADDED_BY_CLIENTS);
        let wrong: Vec<_> = examples.iter().filter_map(|arguments| check(arguments).err()).collect();
        if wrong.len() < examples.len() { Ok(()) } else { Err(wrong.join("; ")) }
    }
}

/// A directory that a sample runs in.
pub(crate) struct Attempt {
    directory: TempDir,
}

/// A file that a sample left.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl Attempt {
    pub(crate) fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Runs a sample to its end.
    pub(crate) async fn run(
        &self,
        program: &Program,
        variables: &BTreeMap<String, String>,
    ) -> Result<Run, String> {
        let child = program.start(self.directory(), variables).map_err(|error| error.to_string())?;
        Run::of(child).await.map_err(|error| error.to_string())
    }

    /// The files that are there. Each is for its owner alone, and in none is the caller's key.
    pub(crate) fn kept(&self) -> Result<Vec<Kept>, String> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(self.directory()).unwrap() {
            let entry = entry.unwrap();
            let (name, bytes) =
                (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap());
            let mode = std::os::unix::fs::PermissionsExt::mode(&entry.metadata().unwrap().permissions());
            if mode & 0o777 != 0o600 {
                return Err(format!("{name}: others can read it: {mode:o}"));
            }
            files.push(Kept { name, bytes });
        }
        Ok(files)
    }
}

/// Whether nothing that was printed shows the caller's key or one of these, or the beginning of one.
pub(crate) fn shows_none(run: &Run, secrets: &[String]) -> Result<(), String> {
    let printed = format!("{}{}", run.stdout, run.stderr);
    for secret in secrets.iter().map(String::as_str).chain([API_KEY]).filter(|secret| !secret.is_empty()) {
        let mut forms = canary::forms(secret);
        forms.extend(secret.get(..8).map(str::to_owned));
        if forms.iter().any(|form| printed.contains(form)) {
            return Err(format!("{secret} is shown: {run:?}"));
        }
    }
    Ok(())
}

/// Whether a text is among what was printed of errors, however its lines are broken.
pub(crate) fn says(run: &Run, text: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    words(&run.stderr).contains(&words(text))
}

/// `Err` with the run, unless a condition holds.
pub(crate) fn expect(holds: bool, what: &str, run: &Run) -> Result<(), String> {
    if holds { Ok(()) } else { Err(format!("{what}: {run:#?}")) }
}
