//! The reference in a browser: it shows what the document says, to everyone, and asks nothing of other hosts.
//!
//! The checks are the files of `tests/browser/checks/`. Each is run on the built site as it is served and as a file, and
//! on sites that are broken on purpose, where it has to fail. The browser runs once for all of them.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, LazyLock};

use conformance::api_view::document;
use conformance::expected_page::shown;
use conformance::tools::{self, Found};
use libtest_mimic::{Arguments, Trial};
use serde::{Deserialize, Serialize};
use serde_json::json;
use xtask::workspace::root;
use xtask_docs::samples;
use xtask_docs::{SAMPLES, build, is_renderer_installed, write};

/// The directory of the scripts.
const SCRIPTS: &str = "tests/browser";

/// The variable that names a directory for screenshots: CI sets it.
const SCREENSHOTS: &str = "CERTCENTRAL_SCREENSHOTS";

/// The ways in which each check is run.
const WAYS: [&str; 3] = ["served", "as a file", "broken"];

/// What is looked at all the time.
const ALWAYS: Check<'static> =
    Check { check: "whatever_is_done_nothing_is_asked_of_other_hosts", way: "always" };

/// The names that browsers of Chromium's kind have.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A check, and a way in which it is run.
#[derive(Clone, Copy, Debug, Serialize)]
struct Check<'a> {
    check: &'a str,
    way: &'a str,
}

impl Check<'_> {
    fn name(&self) -> String {
        format!("{}: {}", self.way, self.check.replace('_', " "))
    }
}

/// What came of a check.
#[derive(Debug, Deserialize)]
struct Outcome {
    check: String,
    way: String,
    failure: Option<String>,
}

/// What a browser needs.
#[derive(Clone, Debug)]
struct Tools {
    node: PathBuf,
    chromium: PathBuf,
}

/// What came of all checks, by their names; or why there is nothing.
type Outcomes = Result<BTreeMap<String, Option<String>>, String>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let tools = find_tools();
    let names = names();
    let mut checks = vec![ALWAYS];
    checks.extend(names.iter().flat_map(|check| WAYS.map(|way| Check { check, way })));
    let wanted = |name: &String| arguments.filter.as_ref().is_none_or(|filter| name.contains(filter));
    let run: Vec<_> = checks.iter().filter(|check| wanted(&check.name())).copied().collect();
    let task = json!({ "checks": run.iter().filter(|check| check.way != ALWAYS.way).collect::<Vec<_>>() });
    let found = tools.clone();
    let outcomes = Arc::new(LazyLock::new(move || outcomes(&found?, task)));
    let trials = checks.iter().map(|check| {
        let (name, outcomes) = (check.name(), Arc::clone(&outcomes));
        tools::trial(name.clone(), &tools, move |_| match &**outcomes {
            Err(error) => Err(error.into()),
            Ok(outcomes) => match outcomes.get(&name) {
                None => Err("nothing was said of it".into()),
                Some(Some(failure)) => Err(failure.into()),
                Some(None) => Ok(()),
            },
        })
    });
    let trials: Vec<Trial> = trials.collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The names of the checks: of their files, that is.
fn names() -> Vec<String> {
    let entries = std::fs::read_dir(root().join(SCRIPTS).join("checks")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter_map(|name| name.strip_suffix(".mjs").map(str::to_owned)).collect();
    names.sort();
    assert!(!names.is_empty(), "no checks");
    names
}

fn find_tools() -> Found<Tools> {
    let node = tools::find("node")?;
    let chromium =
        BROWSERS.iter().find_map(|name| tools::find(name).ok()).ok_or("chromium is not installed")?;
    let is_installed = |package: &str| {
        root().join(SCRIPTS).join("node_modules").join(package).join("package.json").is_file()
    };
    if !["playwright-core", "axe-core"].into_iter().all(is_installed) {
        return Err(format!(
            "its packages are not installed: run `npm ci --ignore-scripts --prefix {SCRIPTS}`"
        ));
    }
    if !is_renderer_installed(&root()) {
        return Err("the renderer is not installed: run `cargo xtask docs`".to_owned());
    }
    Ok(Tools { node, chromium })
}

/// Builds the site and runs the checks on it, which `task` lists.
fn outcomes(tools: &Tools, mut task: serde_json::Value) -> Outcomes {
    let place = tempfile::tempdir().map_err(|error| error.to_string())?;
    let site = place.path().join("a site");
    let mut build = || -> anyhow::Result<()> {
        write(&build(&root())?, &site)?;
        let document = document();
        let samples = samples::read(&document, &root().join(SAMPLES))?;
        task["always"] = json!(ALWAYS.check);
        task["site"] = json!(site);
        task["chromium"] = json!(tools.chromium);
        task["shown"] = json!(shown(&document, &samples));
        task["screenshots"] = json!(screenshots()?);
        Ok(std::fs::write(place.path().join("task.json"), task.to_string())?)
    };
    build().map_err(|error| format!("the site cannot be built: {error:#}"))?;
    run(&tools.node, &place.path().join("task.json"))
}

/// Where screenshots are kept, if they are.
fn screenshots() -> std::io::Result<Option<PathBuf>> {
    let Some(directory) = std::env::var_os(SCREENSHOTS) else { return Ok(None) };
    let directory = root().join(directory);
    std::fs::create_dir_all(&directory)?;
    Ok(Some(directory))
}

fn run(node: &Path, task: &Path) -> Outcomes {
    let node = Command::new(node)
        .arg(root().join(SCRIPTS).join("run.mjs"))
        .arg(task)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("node cannot be run: {error}"))?;
    if !node.status.success() {
        return Err(format!("run.mjs failed: {}", node.status));
    }
    let lines = String::from_utf8_lossy(&node.stdout);
    let outcomes = lines.lines().map(|line| {
        let outcome: Outcome = serde_json::from_str(line).map_err(|error| format!("{line}: {error}"))?;
        Ok((Check { check: &outcome.check, way: &outcome.way }.name(), outcome.failure))
    });
    outcomes.collect()
}
