//! Maintainer commands: their times, and that codegen rewrites and rebuilds nothing without a change.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::Plan;
use crate::cargo::{build_for_tests, cargo, clean_build, maintainers_program, root};
use crate::process::{Run, run};
use crate::report::{Budget, Part, Table, median, thousands};

/// The directories of generated files.
const GENERATED: [&str; 2] = ["sdk/src/generated", "tests/src/generated"];

pub(crate) fn measure(plan: &Plan) -> anyhow::Result<Part> {
    let manifest = root().join("Cargo.toml");
    let (touched, rebuilt) = nothing_to_do()?;
    let xtask = maintainers_program("xtask");
    let mut budgets = vec![
        Budget {
            what: "files rewritten by codegen when nothing changed",
            spent: touched,
            limit: 0.0,
            unit: "files",
            is_counted: true,
        },
        Budget {
            what: "crates rebuilt after that codegen run",
            spent: rebuilt,
            limit: 0.0,
            unit: "crates",
            is_counted: true,
        },
    ];
    let mut rows = vec![["", ""].map(str::to_owned).to_vec()];
    if !plan.counted_only {
        let whole = times(plan.rounds, || run(&mut cargo(["xtask", "codegen", "--check"])))?;
        let alone = times(plan.rounds, || {
            run(Command::new(&xtask).args(["codegen", "--check"]).current_dir(root()))
        })?;
        let build = times(plan.rounds, || clean_build(&manifest, "xtask"))?;
        for (what, spent, limit) in [
            ("`cargo xtask codegen --check`, warm", median(whole.0), 1000.0),
            ("`xtask codegen --check`, without cargo", median(alone.0), 100.0),
        ] {
            let spent = 1000.0 * spent;
            budgets.push(Budget { what, spent, limit, unit: "ms", is_counted: false });
            rows.push(vec![what.to_owned(), format!("{} ms", thousands(spent))]);
        }
        let build = format!("{} s", thousands(median(build.1)));
        rows.push(vec!["CPU time of a clean build of xtask".to_owned(), build]);
    }
    let about = "The commands as `cargo xtask` builds them, on this project's document.".to_owned();
    Ok(Part { title: "Maintainer commands", about, table: Table(rows), budgets })
}

/// Returns the wall-clock seconds and the CPU seconds of each round.
fn times(
    rounds: usize,
    mut measured: impl FnMut() -> anyhow::Result<Run>,
) -> anyhow::Result<(Vec<f64>, Vec<f64>)> {
    let runs = (0..rounds).map(|_| measured()).collect::<anyhow::Result<Vec<_>>>()?;
    Ok(runs.iter().map(|run| (run.seconds, run.cpu_seconds)).unzip())
}

/// Runs codegen without a change; counts the files that it rewrites and the crates that cargo then rebuilds.
#[expect(clippy::cast_precision_loss, reason = "they are small")]
fn nothing_to_do() -> anyhow::Result<(f64, f64)> {
    build_for_tests()?;
    let before = touched_at()?;
    run(&mut cargo(["xtask", "codegen"]))?;
    let after = touched_at()?;
    ensure!(before.len() == after.len(), "codegen added or removed files; commit them first");
    let touched = before.iter().zip(&after).filter(|(before, after)| before != after).count();
    let messages = build_for_tests()?;
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Ok((touched as f64, messages.filter(|message| message["fresh"] == false).count() as f64))
}

/// Returns the modification time of each generated file.
fn touched_at() -> anyhow::Result<Vec<(PathBuf, SystemTime)>> {
    let mut files = Vec::new();
    for directory in GENERATED {
        for entry in fs::read_dir(root().join(directory)).context(directory)? {
            let entry = entry?;
            files.push((entry.path(), entry.metadata()?.modified()?));
        }
    }
    files.sort();
    Ok(files)
}
