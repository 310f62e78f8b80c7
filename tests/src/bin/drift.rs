//! Counts the mutants of a document, runs some of them, and prints what detects them and how long that takes as a line
//! of JSON: `cargo run -p conformance --bin drift -- DOCUMENT [--sample N]`.
//!
//! Uses `check` and `codegen` only, which need no SDK of the document.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use conformance::drift::Original;
use conformance::drift::slices::{Slice, Slices};
use conformance::mutate::{Mutant, mutants};
use serde_json::{Value, json};
use xtask::check::Checked;

const USAGE: &str = "usage: drift DOCUMENT [--sample N]\n\
    runs all mutants of the document, or N of them, spread evenly";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [path] => Some((*path, usize::MAX)),
        [path, "--sample", count] | ["--sample", count, path] => {
            count.parse().ok().map(|count| (*path, count))
        }
        _ => None,
    };
    let Some((path, sample)) = asked.filter(|(_, sample)| *sample > 0) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match measured(path, sample) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measured(path: &str, sample: usize) -> Result<Value, String> {
    let begin = Instant::now();
    let document = Checked::read(path.as_ref(), path).map_err(|error| format!("{error:#}"))?;
    let slices = Slices::of(&document.value);
    // The numbers of nodes and mutants of each slice.
    let counts: Vec<(usize, usize)> = slices
        .all()
        .iter()
        .map(|slice| {
            let value = slices.value(slice);
            let nodes = slices.nodes(slice, &value);
            (nodes.len(), nodes.iter().map(|node| mutants(&value, node).len()).sum())
        })
        .collect();
    let nodes: usize = counts.iter().map(|(nodes, _)| nodes).sum();
    let all: usize = counts.iter().map(|(_, mutants)| mutants).sum();
    let mut set_up = begin.elapsed();
    let sample = sample.min(all);
    let (mut before, mut tried, mut spent) = (0, 0, Duration::ZERO);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (slice, (_, count)) in slices.all().iter().zip(counts) {
        // The mutants of the sample that belong to this slice.
        let wanted: Vec<usize> = (tried..sample)
            .map(|turn| turn * all / sample)
            .take_while(|at| *at < before + count)
            .map(|at| at - before)
            .collect();
        before += count;
        tried += wanted.len();
        if wanted.is_empty() {
            continue;
        }
        let begin = Instant::now();
        let original = Original::of(&slices, slice, path)?;
        let mutants = chosen(&slices, slice, &original.value, &wanted);
        set_up += begin.elapsed();
        let begin = Instant::now();
        for mutant in mutants {
            *seen.entry(original.seen_by(&mutant, None).unwrap_or("SURVIVED")).or_default() += 1;
        }
        spent += begin.elapsed();
    }
    Ok(json!({
        "document": path, "nodes": nodes, "mutants": all, "tried": tried, "slices": slices.all().len(),
        "set_up_seconds": set_up.as_secs_f64(), "seconds": spent.as_secs_f64(), "seen_by": seen,
    }))
}

/// Returns the mutants of a slice with the indices `wanted`.
fn chosen(slices: &Slices, slice: &Slice, value: &Value, wanted: &[usize]) -> Vec<Mutant> {
    let nodes = slices.nodes(slice, value);
    let all = nodes.iter().flat_map(|node| mutants(value, node)).enumerate();
    all.filter(|(at, _)| wanted.binary_search(at).is_ok()).map(|(_, mutant)| mutant).collect()
}
