//! `cargo xtask bench`: what the SDK costs its users, side by side with what they would use instead.

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

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Parser, ValueEnum as _};

use process::Missing;
use report::Part;

/// Measure what the SDK costs its users, side by side with what they would use instead
///
/// Prints tables in Markdown. Exits with 1 if a budget that is counted is exceeded; one that is timed is only said to be.
#[derive(Parser)]
#[command(bin_name = "cargo xtask bench")]
struct Options {
    /// What to measure; without it, everything
    #[arg(value_enum)]
    parts: Vec<Which>,
    /// Count only what does not wobble, and take what is missing for a failure: for CI
    #[arg(long)]
    check: bool,
    /// Another client to measure: a program that takes a base URL, a number of calls, and how many of them are in flight
    #[arg(long = "client", value_name = "NAME=PROGRAM", value_parser = Client::parse)]
    clients: Vec<Client>,
    /// How often what is timed is timed: 1 to 255
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    rounds: u8,
    /// Write the tables into BENCHMARKS.md
    #[arg(long, conflicts_with_all = ["check", "parts", "clients"])]
    write: bool,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum, PartialEq, Eq)]
enum Which {
    /// A call: instructions, allocations, times
    Call,
    /// What the SDK adds to a build: crates, processor time, bytes
    Build,
    /// The maintainers' commands: crates, times
    Codegen,
    /// How these commands grow with the document
    Growth,
    /// Many keys: memory, connections, rate limits
    Bulk,
    /// The reference: bytes, requests, times
    Page,
}

impl Which {
    fn measure(self, plan: &Plan) -> anyhow::Result<Part> {
        match self {
            Self::Call => call::measure(plan),
            Self::Build => consumer::measure(plan),
            Self::Codegen => codegen::measure(plan),
            Self::Growth => growth::measure(plan),
            Self::Bulk => bulk::measure(plan),
            Self::Page => page::measure(plan),
        }
    }
}

/// A client.
#[derive(Clone)]
struct Client {
    title: String,
    program: PathBuf,
}

impl Client {
    fn parse(text: &str) -> Result<Self, String> {
        let (title, program) = text.split_once('=').ok_or("it is not NAME=PROGRAM")?;
        let program = PathBuf::from(program);
        // Programs are run from the project's root.
        let program = program.canonicalize().map_err(|error| format!("{}: {error}", program.display()))?;
        Ok(Self { title: title.to_owned(), program })
    }
}

/// What to measure, and how.
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
            // Where everything was asked for, what can be measured is.
            Err(error) if error.is::<Missing>() && parts.is_empty() && !check && !write => {
                eprintln!("not measured: {error}");
            }
            Err(error) => return Err(error),
        }
    }
    if measured.is_empty() {
        bail!("nothing could be measured");
    }
    let text = report::markdown(&measured);
    println!("{text}");
    if *write {
        tables::write(&text)?;
    }
    let exceeded: Vec<_> =
        measured.iter().flat_map(|part| &part.budgets).filter(|budget| !budget.is_kept()).collect();
    for budget in &exceeded {
        eprintln!("over its budget: {budget}");
    }
    let fails = exceeded.iter().any(|budget| budget.is_counted);
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
