//! Bulk creation: memory, connections, and use of the rate limits.

use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use crate::Plan;
use crate::cargo::program;
use crate::process::{Run, in_parallel, run};
use crate::report::{Budget, Part, Table, median, thousands};
use crate::server::Server;

const KEYS: usize = 100_000;
const IN_FLIGHT: usize = 64;

/// The documented limits (100 requests in 5 seconds, 1000 in 3 minutes) at a twentieth of the time. In shorter windows,
/// the jitter of the operating system's scheduler dominates.
const WINDOWS: [(usize, f64); 2] = [(100, 0.25), (1000, 9.0)];

/// Number of keys that one client creates under these limits.
const LIMITED_KEYS: usize = 3000;

/// Number of keys that each of two clients with the same API key creates under these limits.
const SHARED_KEYS: usize = 2000;

/// Number of concurrent calls to a service that also counts refused requests.
const BURST: usize = 90;

/// The rate limit of that service, so low that it refuses most of the burst.
const BURST_WINDOWS: [&str; 2] = ["--count-refused", "10/250"];

/// Numbers of created keys after which memory is measured.
const CHECKPOINTS: [&str; 3] = ["1000", "10000", "100000"];

/// The result of a bulk job.
struct Job {
    /// The run of each client.
    runs: Vec<Run>,
    /// The report of each client.
    reports: Vec<Value>,
    /// The counters of the service.
    books: Value,
}

pub(crate) fn measure(plan: &Plan) -> anyhow::Result<Part> {
    let mut last = None;
    let (mut ratios, mut growths) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let by_hand = job("client-handwritten", 1, KEYS, IN_FLIGHT, &[])?;
        let sdk = job("client-sdk", 1, KEYS, IN_FLIGHT, &[])?;
        ratios.push(by_hand.runs[0].cpu_seconds / sdk.runs[0].cpu_seconds);
        growths.push(memory(&sdk, "100000")? / memory(&sdk, "10000")?);
        last = Some((by_hand, sdk));
    }
    let Some((by_hand, sdk)) = last else { bail!("expected at least one round") };
    #[expect(clippy::cast_precision_loss, reason = "it is small")]
    let in_flight = IN_FLIGHT as f64;
    let mut budgets = vec![
        Budget {
            what: "memory after 100,000 keys, relative to 10,000 keys",
            spent: median(growths),
            limit: 1.05,
            unit: "",
            is_counted: true,
        },
        Budget {
            what: "connections opened after the first 10,000 keys",
            spent: number(&sdk.books, "late_connections")?,
            limit: in_flight,
            unit: "connections",
            is_counted: true,
        },
    ];
    budgets.extend(limited()?);
    let head = ["100,000 keys, 64 in flight", "hand-written reqwest", "SDK"].map(str::to_owned).to_vec();
    let mut rows = vec![head];
    for checkpoint in CHECKPOINTS {
        let after = checkpoint.parse().map(thousands).unwrap_or_default();
        let of = |job: &Job| memory(job, checkpoint).map(|kib| format!("{} KiB", thousands(kib)));
        rows.push(vec![format!("memory in use after {after} keys"), of(&by_hand)?, of(&sdk)?]);
    }
    for (what, name) in
        [("connections, total", "connections"), ("connections opened after 10,000 keys", "late_connections")]
    {
        let of = |job: &Job| number(&job.books, name).map(thousands);
        rows.push(vec![what.to_owned(), of(&by_hand)?, of(&sdk)?]);
    }
    if !plan.counted_only {
        let ratio = format!("{:.2}", median(ratios));
        rows.push(vec!["calls per CPU second, ratio".to_owned(), "1".to_owned(), ratio]);
    }
    let about = "One client, on one thread. Memory is `VmRSS`. The service counts connections, and the benchmark checks that the client returned \
                 each key once. The rate limits are the documented ones at a twentieth of the time."
        .to_owned();
    Ok(Part { title: "Bulk creation", about, table: Table(rows), budgets })
}

/// Runs `clients` clients that create `keys` keys each against a service with these rate limits.
fn job(client: &str, clients: usize, keys: usize, in_flight: usize, windows: &[&str]) -> anyhow::Result<Job> {
    let package = if client == "client-sdk-limited" { "client-sdk" } else { client };
    let client = program(package)?.with_file_name(client);
    let server = Server::start(&program("server")?, windows)?;
    let runs = in_parallel(&vec![(); clients], |()| {
        run(Command::new(&client).args([&server.base_url, &keys.to_string(), &in_flight.to_string()]))
    })?;
    let reports =
        runs.iter().map(|run| serde_json::from_str(&run.stdout).context("expected JSON from the client"));
    let reports = reports.collect::<anyhow::Result<Vec<Value>>>()?;
    let books = server.end()?;
    let created = clients * keys;
    ensure!(books["created"] == created, "expected {created} created keys, found {books}");
    let id_sum: i64 = reports.iter().filter_map(|report| report["id_sum"].as_i64()).sum();
    ensure!(
        books["id_sum"] == id_sum,
        "the clients returned other keys than the service created: {books}, {reports:?}"
    );
    Ok(Job { runs, reports, books })
}

/// Measures the SDK's use of rate limits: the unused share of the permitted rate, the share of refused requests, and
/// the latter with a second client on the same API key.
fn limited() -> anyhow::Result<Vec<Budget>> {
    // Checks that no call of a burst is lost, although the service counts refused requests.
    job("client-sdk-limited", 1, BURST, BURST, &BURST_WINDOWS)?;
    let windows = WINDOWS.map(|(limit, seconds)| format!("{limit}/{}", seconds * 1000.0));
    let windows = windows.each_ref().map(String::as_str);
    let jobs = in_parallel(&[(1, LIMITED_KEYS), (2, SHARED_KEYS)], |(clients, keys)| {
        job("client-sdk-limited", *clients, *keys, IN_FLIGHT, &windows)
    })?;
    let [alone, shared] = jobs.as_slice() else { bail!("expected two jobs") };
    let used = permitted_seconds(LIMITED_KEYS) / number(&alone.reports[0], "seconds")?;
    let refused = |job: &Job| -> anyhow::Result<f64> {
        Ok(number(&job.books, "refused")? / number(&job.books, "requests")?)
    };
    let budget = |what, spent, limit| Budget { what, spent, limit, unit: "", is_counted: true };
    Ok(vec![
        budget("unused share of the permitted rate, 3,000 keys", 1.0 - used, 0.03),
        budget("refused share of requests", refused(alone)?, 0.01),
        budget("refused share, second client on the same API key", refused(shared)?, 0.10),
    ])
}

/// Returns the least time for this many requests, in seconds: each is sent as soon as both windows have room.
fn permitted_seconds(requests: usize) -> f64 {
    let mut times: Vec<f64> = Vec::with_capacity(requests);
    for number in 0..requests {
        let free = |(limit, seconds): (usize, f64)| {
            number.checked_sub(limit).map_or(0.0, |before| times[before] + seconds)
        };
        times.push(WINDOWS.map(free).into_iter().fold(0.0, f64::max));
    }
    times.last().copied().unwrap_or_default()
}

fn memory(job: &Job, checkpoint: &str) -> anyhow::Result<f64> {
    number(&job.reports[0]["memory_kib"], checkpoint)
}

fn number(values: &Value, name: &str) -> anyhow::Result<f64> {
    values[name].as_f64().with_context(|| format!("expected a number `{name}`, found {values}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_permitted_once_both_windows_have_room() {
        for (requests, seconds) in
            [(1, 0.0), (100, 0.0), (101, 0.25), (1000, 2.25), (1001, 9.0), (3000, 20.25)]
        {
            assert!(
                (permitted_seconds(requests) - seconds).abs() < 1e-9,
                "{requests}: {}",
                permitted_seconds(requests)
            );
        }
    }
}
