//! `cargo xtask bench`: measures the cost of the SDK next to the alternatives, and checks its budgets.

mod bulk;
mod call;
mod cargo;
mod codegen;
mod consumer;
mod growth;
mod page;
mod process;
mod report;
mod server;
mod tables;
mod valgrind;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Parser, ValueEnum as _};

use process::Missing;
use report::Part;

/// Measure the cost of the SDK next to what its users would use instead
///
/// Prints tables in Markdown. Exits with 1 if a counted budget is exceeded; only reports a timed budget that is
/// exceeded.
#[derive(Parser)]
#[command(bin_name = "cargo xtask bench")]
struct Options {
    /// Parts to measure [default: all]
    #[arg(value_enum)]
    parts: Vec<Which>,
    /// Measure only counted figures, and fail if a tool is missing: for CI
    #[arg(long)]
    check: bool,
    /// Measure another client: a program that takes `BASE_URL CALLS IN_FLIGHT`
    #[arg(long = "client", value_name = "NAME=PROGRAM", value_parser = Client::parse)]
    clients: Vec<Client>,
    /// Rounds of timed measurements, 1 to 255
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// Write the tables into BENCHMARKS.md
    #[arg(long, conflicts_with_all = ["parts", "clients"])]
    write: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum, PartialEq, Eq)]
enum Which {
    /// Cost of a call: instructions, allocations, times
    Call,
    /// Cost of a build: crates, CPU time, program size
    Build,
    /// Maintainer commands: times, unnecessary rebuilds
    Codegen,
    /// Growth of `check` and `codegen` with the document
    Growth,
    /// Bulk creation: memory, connections, rate limits
    Bulk,
    /// Reference page: bytes, requests, times
    Page,
}

impl Which {
    fn measure(self, plan: &Plan) -> anyhow::Result<Part> {
        match self {
            Self::Call => call::measure(plan),
            Self::Build => consumer::measure(plan),
            Self::Codegen => codegen::measure(plan),
            Self::Growth => growth::measure(),
            Self::Bulk => bulk::measure(plan),
            Self::Page => page::measure(plan),
        }
    }
}

/// A client to measure.
#[derive(Clone)]
struct Client {
    title: String,
    program: PathBuf,
}

impl Client {
    fn parse(text: &str) -> Result<Self, String> {
        let (title, program) = text.split_once('=').ok_or("expected NAME=PROGRAM")?;
        let program = PathBuf::from(program);
        // Absolute, because programs run in the project's root.
        let program = program.canonicalize().map_err(|error| format!("{}: {error}", program.display()))?;
        Ok(Self { title: title.to_owned(), program })
    }
}

/// Options of a measurement.
struct Plan {
    counted_only: bool,
    rounds: usize,
    clients: Vec<Client>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let Options { parts, check, clients, rounds, write } = options;
    let plan = Plan { counted_only: *check, rounds: usize::from(*rounds), clients: clients.clone() };
    let mut measured = Vec::new();
    for which in Which::value_variants() {
        if !parts.is_empty() && !parts.contains(which) {
            continue;
        }
        eprintln!("measuring {}", format!("{which:?}").to_lowercase());
        match which.measure(&plan) {
            Ok(part) => measured.push(part),
            // A run of all parts skips those whose tools are missing.
            Err(error) if error.is::<Missing>() && parts.is_empty() && !check && !write => {
                eprintln!("skipped: {error}");
            }
            Err(error) => return Err(error),
        }
    }
    if measured.is_empty() {
        bail!("every part was skipped; install the tools named above");
    }
    let text = report::markdown(&measured);
    println!("{text}");
    if *write {
        tables::write(&text)?;
    }
    let exceeded: Vec<_> =
        measured.iter().flat_map(|part| &part.budgets).filter(|budget| !budget.is_kept()).collect();
    for budget in &exceeded {
        eprintln!("over budget: {budget}");
    }
    let fails = exceeded.iter().any(|budget| budget.is_counted);
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
