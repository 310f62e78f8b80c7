//! Cost of a call: *create key* on a warm connection.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use crate::cargo::program;
use crate::process::{in_parallel, run};
use crate::report::{Budget, Part, Table, median, thousands};
use crate::server::Server;
use crate::valgrind::{self, allocations, instructions};
use crate::{Client, Plan};

/// The compared clients: package and title. The first is the baseline.
const CLIENTS: [(&str, &str); 5] = [
    ("client-handwritten", "hand-written reqwest"),
    ("client-sdk", "**this SDK**"),
    ("client-sdk-tracing", "this SDK, feature `tracing`"),
    ("client-stock", "stock progenitor client"),
    ("client-hyper", "raw hyper (lower bound)"),
];

/// The two numbers of calls whose difference is counted, so that start-up and connecting do not count.
const FEW: usize = 200;
const MANY: usize = 1200;

/// The timed runs: calls in flight, and calls in total.
const TIMED: [(usize, usize); 2] = [(1, 4000), (64, 20_000)];

/// The counted cost of a call.
struct Counted {
    instructions: f64,
    allocations: f64,
    bytes: f64,
}

/// The times of each round, relative to the baseline client in the same round.
#[derive(Default)]
struct Timed {
    rates: Vec<f64>,
    medians: Vec<f64>,
    tails: Vec<f64>,
}

pub(crate) fn measure(plan: &Plan) -> anyhow::Result<Part> {
    valgrind::available()?;
    let server = program("server")?;
    let compared = if plan.counted_only { 2 } else { CLIENTS.len() };
    let mut clients = Vec::new();
    for (package, title) in &CLIENTS[..compared] {
        clients.push(Client { title: (*title).to_owned(), program: program(package)? });
    }
    clients.extend(plan.clients.iter().cloned());

    let counts = in_parallel(&clients, |client| counted(&server, client))?;
    let [by_hand, sdk, ..] = counts.as_slice() else { bail!("expected at least two clients") };
    let budgets = vec![
        Budget {
            what: "instructions per call, relative to hand-written reqwest",
            spent: sdk.instructions / by_hand.instructions,
            limit: 0.97,
            unit: "",
            is_counted: true,
        },
        Budget {
            what: "allocations per call, relative to hand-written reqwest",
            spent: sdk.allocations / by_hand.allocations,
            limit: 1.0,
            unit: "",
            is_counted: true,
        },
    ];
    let times = if plan.counted_only { Vec::new() } else { timed(&server, &clients, plan.rounds)? };
    let rows = clients.iter().enumerate().map(|(at, client)| {
        let Counted { instructions, allocations, bytes } = &counts[at];
        let mut row = vec![
            client.title.clone(),
            thousands(*instructions),
            format!("{:.3}", instructions / by_hand.instructions),
            thousands(*allocations),
            thousands(*bytes),
        ];
        for Timed { rates, medians, tails } in times.get(at).into_iter().flatten() {
            for ratios in [rates, medians, tails] {
                row.push(format!("{:.2}", median(ratios.clone())));
            }
        }
        row
    });
    let mut head = vec!["client", "instructions", "relative", "allocations", "bytes allocated"];
    if !plan.counted_only {
        head.extend(["calls/s, 1 in flight", "p50", "p99", "calls/s, 64 in flight", "p50", "p99"]);
    }
    let head = head.into_iter().map(str::to_owned).collect();
    let about = format!(
        "*create key* on a warm connection to a server in another process, on one thread. Cachegrind counts instructions and \
         memcheck allocations: those of {MANY} calls minus those of {FEW}, per call. Times are relative to hand-written reqwest: the \
         median of {} rounds in which the clients take turns.",
        plan.rounds
    );
    Ok(Part {
        title: "Cost of a call",
        about,
        table: Table([head].into_iter().chain(rows).collect()),
        budgets,
    })
}

fn counted(server: &Path, client: &Client) -> anyhow::Result<Counted> {
    let count = |calls| -> anyhow::Result<[f64; 3]> {
        let instructions = answered(server, client, calls, instructions)?;
        let [allocations, bytes] = answered(server, client, calls, allocations)?;
        Ok([instructions, allocations, bytes])
    };
    #[expect(clippy::cast_precision_loss, reason = "it is small")]
    let calls = (MANY - FEW) as f64;
    let (few, many) = (count(FEW)?, count(MANY)?);
    let [instructions, allocations, bytes] = std::array::from_fn(|at| (many[at] - few[at]) / calls);
    Ok(Counted { instructions, allocations, bytes })
}

/// Counts a client that makes calls to a server of its own.
fn answered<T>(
    server: &Path,
    client: &Client,
    calls: usize,
    count: fn(&Command) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let server = Server::start(server, &[])?;
    let mut command = Command::new(&client.program);
    command.args([&server.base_url, &calls.to_string(), "1"]);
    let count = count(&command)?;
    has_answered(&server.end()?, client, calls)?;
    Ok(count)
}

/// Checks that the service created one key per call.
fn has_answered(books: &Value, client: &Client, calls: usize) -> anyhow::Result<()> {
    let created = books["created"].as_u64().and_then(|created| usize::try_from(created).ok());
    ensure!(created == Some(calls), "{}: expected {calls} created keys, found {created:?}", client.title);
    Ok(())
}

/// Times each client in each of the [`TIMED`] runs.
fn timed(server: &Path, clients: &[Client], rounds: usize) -> anyhow::Result<Vec<Vec<Timed>>> {
    let mut times: Vec<Vec<Timed>> =
        clients.iter().map(|_| TIMED.iter().map(|_| Timed::default()).collect()).collect();
    for _ in 0..rounds {
        for (column, (in_flight, calls)) in TIMED.into_iter().enumerate() {
            let mut first: Option<[f64; 3]> = None;
            for (client, times) in clients.iter().zip(&mut times) {
                let Some(time) = time(server, client, calls, in_flight)? else { continue };
                let first = *first.get_or_insert(time);
                let Timed { rates, medians, tails } = &mut times[column];
                for (at, ratios) in [rates, medians, tails].into_iter().enumerate() {
                    ratios.push(time[at] / first[at]);
                }
            }
        }
    }
    Ok(times)
}

/// Returns calls per second, and the median and the 99th percentile of a call's time; `None` if the client does not
/// report them.
fn time(server: &Path, client: &Client, calls: usize, in_flight: usize) -> anyhow::Result<Option<[f64; 3]>> {
    let server = Server::start(server, &[])?;
    let mut command = Command::new(&client.program);
    command.args([&server.base_url, &calls.to_string(), &in_flight.to_string()]);
    let run = run(&mut command)?;
    let books = server.end()?;
    has_answered(&books, client, calls)?;
    let Ok(said) = serde_json::from_str::<Value>(&run.stdout) else { return Ok(None) };
    let number = |name: &str| {
        said[name].as_f64().with_context(|| format!("{}: expected a number `{name}`", client.title))
    };
    ensure!(
        said["id_sum"] == books["id_sum"],
        "{}: the client returned other keys than the service created",
        client.title
    );
    Ok(Some([number("calls")? / number("seconds")?, number("p50_ns")?, number("p99_ns")?]))
}
