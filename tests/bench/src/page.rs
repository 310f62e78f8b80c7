//! Cost of the reference page: transferred bytes, requests, and the time until a reader sees the first operation.

use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use crate::Plan;
use crate::cargo::{cargo, root};
use crate::process::{Missing, find, run};
use crate::report::{Budget, Part, Table, median, thousands};

/// The directory of the scripts.
const SCRIPTS: &str = "tests/browser";

/// Program names of Chromium and its relatives.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

pub(crate) fn measure(plan: &Plan) -> anyhow::Result<Part> {
    let chromium = find(&BROWSERS, "install a browser to open the page")?;
    let node = find(&["node"], "install Node.js to build the page and drive the browser")?;
    let scripts = root().join(SCRIPTS);
    if !scripts.join("node_modules").is_dir() {
        let how = format!("run `npm ci --ignore-scripts --prefix {SCRIPTS}`");
        return Err(Missing { what: "playwright-core".to_owned(), why: how }.into());
    }
    let directory = tempfile::tempdir()?;
    let site = directory.path().join("site");
    run(cargo(["xtask", "docs", "--out"]).arg(&site))?;
    let task = directory.path().join("task.json");
    let rounds = if plan.counted_only { 1 } else { plan.rounds };
    std::fs::write(&task, json!({ "site": site, "chromium": chromium, "rounds": rounds }).to_string())?;
    let visits = run(Command::new(node).arg(scripts.join("measure.mjs")).arg(&task))?.stdout;
    let visits: Vec<Value> = serde_json::from_str(&visits).context("expected JSON from measure.mjs")?;
    ensure!(visits.len() == rounds, "expected {rounds} visits, found {}", visits.len());
    let of = |name: &str| -> anyhow::Result<f64> {
        let values = visits
            .iter()
            .map(|visit| visit[name].as_f64().with_context(|| format!("expected a number `{name}`")));
        Ok(median(values.collect::<anyhow::Result<_>>()?))
    };
    let (bytes, requests) = (of("bytes")?, of("requests")?);
    let budgets = vec![
        Budget {
            what: "transferred size of the reference",
            spent: bytes,
            limit: 400_000.0,
            unit: "bytes",
            is_counted: true,
        },
        Budget {
            what: "requests to load the reference",
            spent: requests,
            limit: 10.0,
            unit: "requests",
            is_counted: true,
        },
    ];
    let mut rows = vec![
        ["first visit", ""].map(str::to_owned).to_vec(),
        vec!["transferred bytes, compressed".to_owned(), thousands(bytes)],
        vec!["requests".to_owned(), thousands(requests)],
    ];
    if !plan.counted_only {
        for (what, name) in
            [("first operation painted", "readable"), ("search and menu interactive", "alive")]
        {
            rows.push(vec![what.to_owned(), format!("{} ms", thousands(of(name)?.round()))]);
        }
    }
    let about =
        "The reference in headless Chromium, served from loopback with gzip and an empty cache.".to_owned();
    Ok(Part { title: "Reference page", about, table: Table(rows), budgets })
}
