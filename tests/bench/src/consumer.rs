//! Build cost of the SDK: a small program with it, compared with the same program on reqwest alone.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use crate::Plan;
use crate::cargo::{clean_build, crates, manifest, optional_dependencies, program, root};
use crate::process::{find, run};
use crate::report::{Budget, Part, Table, median, thousands};

/// The compared programs: reqwest alone, then the SDK.
const CONSUMERS: [&str; 2] = ["consumer-reqwest", "consumer-sdk"];

#[expect(clippy::cast_precision_loss, reason = "they are small")]
pub(crate) fn measure(plan: &Plan) -> anyhow::Result<Part> {
    let manifest = manifest();
    let [reqwest, sdk] = CONSUMERS.map(|package| crates(&manifest, package, &[]));
    let (reqwest, sdk) = (reqwest?, sdk?);
    let added = sdk.len() as f64 - reqwest.len() as f64;
    // Only direct dependencies: others may depend on the same crates.
    let direct = crates(&root().join("Cargo.toml"), "certcentral", &["--depth", "1"])?;
    let is_there = |name: &String| {
        direct.iter().any(|taken| taken.split_once(' ').is_some_and(|(taken, _)| taken == name))
    };
    let off = optional_dependencies()?.iter().filter(|name| is_there(name)).count();
    let [small, with_sdk] = CONSUMERS.map(stripped);
    let (small, with_sdk) = (small?, with_sdk?);

    let mut budgets = vec![
        Budget {
            what: "crates added to a build",
            spent: added,
            limit: 6.0,
            unit: "crates",
            is_counted: true,
        },
        Budget {
            what: "crates of disabled optional features",
            spent: off as f64,
            limit: 0.0,
            unit: "crates",
            is_counted: true,
        },
        Budget {
            what: "stripped size of a small program, relative to reqwest alone",
            spent: with_sdk / small,
            limit: 1.10,
            unit: "",
            is_counted: true,
        },
    ];
    let mut rows = vec![
        ["", "reqwest alone", "SDK", "ratio"].map(str::to_owned).to_vec(),
        row("crates", reqwest.len() as f64, sdk.len() as f64),
        [
            "crates of disabled optional features".to_owned(),
            "–".to_owned(),
            thousands(off as f64),
            "–".to_owned(),
        ]
        .to_vec(),
        row("stripped size, release build, bytes", small, with_sdk),
    ];
    if !plan.counted_only {
        let mut seconds = [Vec::new(), Vec::new()];
        for _ in 0..plan.rounds {
            for (seconds, package) in seconds.iter_mut().zip(CONSUMERS) {
                seconds.push(clean_build(&manifest, package)?.cpu_seconds);
            }
        }
        let ratios = seconds[0].iter().zip(&seconds[1]).map(|(reqwest, sdk)| sdk / reqwest).collect();
        let ratio = median(ratios);
        let [reqwest, sdk] = seconds.map(median);
        let what = "CPU time of a clean build, relative to reqwest alone";
        budgets.push(Budget { what, spent: ratio, limit: 1.10, unit: "", is_counted: false });
        let mut times = row("CPU time of a clean debug build, seconds", reqwest, sdk);
        times[3] = format!("{ratio:.3}");
        rows.push(times);
    }
    let about = "A program that creates a key with the SDK's default features, and one with reqwest, the same TLS backend and serde. \
                 Clean builds, in turn."
        .to_owned();
    Ok(Part { title: "Build cost", about, table: Table(rows), budgets })
}

fn row(what: &str, reqwest: f64, sdk: f64) -> Vec<String> {
    vec![what.to_owned(), thousands(reqwest), thousands(sdk), format!("{:.3}", sdk / reqwest)]
}

/// Returns the size of a release build without symbols, in bytes.
fn stripped(package: &str) -> anyhow::Result<f64> {
    find(&["strip"], "install the C compiler's binutils")?;
    let program = program(package)?;
    let directory = tempfile::tempdir()?;
    let stripped = directory.path().join(package);
    run(Command::new("strip").arg("-o").arg(&stripped).arg(program))?;
    size(&stripped)
}

#[expect(clippy::cast_precision_loss, reason = "it is small")]
fn size(file: &Path) -> anyhow::Result<f64> {
    Ok(file.metadata().with_context(|| file.display().to_string())?.len() as f64)
}
