//! A call: what a client takes to create a key, on a connection that is there already.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use crate::cargo::program;
use crate::process::{find, in_parallel, number_after, run};
use crate::report::{Budget, Part, Table, median, thousands};
use crate::server::Server;
use crate::{Client, Plan};

/// The clients that are compared, by their packages. The first is what the others are measured by.
const CLIENTS: [(&str, &str); 5] = [
    ("client-handwritten", "reqwest, by hand"),
    ("client-sdk", "**this SDK**"),
    ("client-sdk-tracing", "this SDK, with `tracing` on"),
    ("client-stock", "progenitor's client, as it comes"),
    ("client-hyper", "raw hyper: the floor"),
];

/// What a call takes is the difference between so many calls and so many, a call's share of it: what it takes to start
/// and to connect is in both.
const FEW: usize = 200;
const MANY: usize = 1200;

/// How many calls are timed, by how many are in flight.
const TIMED: [(usize, usize); 2] = [(1, 4000), (64, 20_000)];

/// What a call takes, counted.
struct Counted {
    instructions: f64,
    allocations: f64,
    bytes: f64,
}

/// What a call takes, timed, relative to the first client in the same round.
#[derive(Default)]
struct Timed {
    rates: Vec<f64>,
    medians: Vec<f64>,
    tails: Vec<f64>,
}

pub(crate) fn measure(plan: &Plan) -> anyhow::Result<Part> {
    find(&["valgrind"], "it counts the instructions of a call")?;
    let server = program("server")?;
    let compared = if plan.counted_only { 2 } else { CLIENTS.len() };
    let mut clients = Vec::new();
    for (package, title) in &CLIENTS[..compared] {
        clients.push(Client { title: (*title).to_owned(), program: program(package)? });
    }
    clients.extend(plan.clients.iter().cloned());

    let counts = in_parallel(&clients, |client| counted(&server, client))?;
    let [by_hand, sdk, ..] = counts.as_slice() else { bail!("two clients are always compared") };
    let budgets = vec![
        Budget {
            what: "instructions of a call, of what they are by hand",
            spent: sdk.instructions / by_hand.instructions,
            limit: 0.97,
            unit: "",
            is_counted: true,
        },
        Budget {
            what: "allocations of a call, of what they are by hand",
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
    let mut head = vec!["client", "instructions", "of by hand", "allocations", "bytes allocated"];
    if !plan.counted_only {
        head.extend(["calls/s, 1 in flight", "p50", "p99", "calls/s, 64 in flight", "p50", "p99"]);
    }
    let head = head.into_iter().map(str::to_owned).collect();
    let about = format!(
        "*create key* on a warm connection to a server in another process, on one thread. Instructions by callgrind, allocations \
         by memcheck: those of {MANY} calls less those of {FEW}. Times are ratios to reqwest by hand: the medians of {} rounds, \
         in which each client has its turn.",
        plan.rounds
    );
    Ok(Part { title: "A call", about, table: Table([head].into_iter().chain(rows).collect()), budgets })
}

fn counted(server: &Path, client: &Client) -> anyhow::Result<Counted> {
    let instructions = |calls| -> anyhow::Result<f64> {
        let said =
            under_valgrind(server, client, calls, &["--tool=callgrind", "--callgrind-out-file=/dev/null"])?;
        number_after(&said, "Collected :")
    };
    let heap = |calls| -> anyhow::Result<(f64, f64)> {
        let said = under_valgrind(server, client, calls, &["--leak-check=no", "--undef-value-errors=no"])?;
        let usage =
            said.split("total heap usage:").nth(1).context("memcheck says what the heap was used for")?;
        Ok((number_after(usage, "")?, number_after(usage, "frees,")?))
    };
    #[expect(clippy::cast_precision_loss, reason = "it is small")]
    let calls = (MANY - FEW) as f64;
    let (allocations, bytes) = heap(FEW)?;
    let (more_allocations, more_bytes) = heap(MANY)?;
    Ok(Counted {
        instructions: (instructions(MANY)? - instructions(FEW)?) / calls,
        allocations: (more_allocations - allocations) / calls,
        bytes: (more_bytes - bytes) / calls,
    })
}

/// What valgrind says of a client that makes so many calls.
fn under_valgrind(server: &Path, client: &Client, calls: usize, tool: &[&str]) -> anyhow::Result<String> {
    let server = Server::start(server, &[])?;
    let mut command = Command::new("valgrind");
    command.args(tool).arg(&client.program).args([&server.base_url, &calls.to_string(), "1"]);
    let run = run(&mut command)?;
    has_answered(&server.end()?, client, calls)?;
    Ok(run.stderr)
}

/// Whether the service was called as often as the client was told to.
fn has_answered(books: &Value, client: &Client, calls: usize) -> anyhow::Result<()> {
    let created = books["created"].as_u64().and_then(|created| usize::try_from(created).ok());
    ensure!(created == Some(calls), "{}: {calls} calls created {created:?} keys", client.title);
    Ok(())
}

/// For each client, for each number in flight.
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

/// Calls per second, the median of a call's time and its 99th percentile; nothing, if the client does not say.
fn time(server: &Path, client: &Client, calls: usize, in_flight: usize) -> anyhow::Result<Option<[f64; 3]>> {
    let server = Server::start(server, &[])?;
    let mut command = Command::new(&client.program);
    command.args([&server.base_url, &calls.to_string(), &in_flight.to_string()]);
    let run = run(&mut command)?;
    let books = server.end()?;
    has_answered(&books, client, calls)?;
    let Ok(said) = serde_json::from_str::<Value>(&run.stdout) else { return Ok(None) };
    let number =
        |name: &str| said[name].as_f64().with_context(|| format!("{} does not say `{name}`", client.title));
    ensure!(said["id_sum"] == books["id_sum"], "{}: it was given other keys than it hands out", client.title);
    Ok(Some([number("calls")? / number("seconds")?, number("p50_ns")?, number("p99_ns")?]))
}
