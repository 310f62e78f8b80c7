//! Many keys: whether memory stays flat, what becomes of connections, and how much of a rate limit is used.

use std::process::Command;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use crate::Plan;
use crate::cargo::program;
use crate::process::{Run, run};
use crate::report::{Budget, Part, Table, median, thousands};
use crate::server::Server;

const KEYS: usize = 100_000;
const IN_FLIGHT: usize = 64;

/// The documented limits – 100 requests in 5 seconds, 1000 in 3 minutes – in a hundredth of the time.
const WINDOWS: [(usize, f64); 2] = [(100, 0.05), (1000, 1.8)];

/// How many keys are made under these limits.
const LIMITED_KEYS: usize = 3000;

/// After how many keys memory is looked at.
const CHECKPOINTS: [&str; 3] = ["1000", "10000", "100000"];

/// What came of a bulk job.
struct Job {
    run: Run,
    /// What the client says.
    said: Value,
    /// What the service saw.
    books: Value,
}

pub(crate) fn measure(plan: &Plan) -> anyhow::Result<Part> {
    let mut last = None;
    let (mut ratios, mut growths) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let by_hand = job("client-handwritten", KEYS, &[])?;
        let sdk = job("client-sdk", KEYS, &[])?;
        ratios.push(by_hand.run.cpu_seconds / sdk.run.cpu_seconds);
        growths.push(memory(&sdk, "100000")? / memory(&sdk, "10000")?);
        last = Some((by_hand, sdk));
    }
    let Some((by_hand, sdk)) = last else { bail!("at least one round is run") };
    #[expect(clippy::cast_precision_loss, reason = "it is small")]
    let in_flight = IN_FLIGHT as f64;
    let budgets = vec![
        Budget {
            what: "memory after 100,000 keys, of what it is after 10,000",
            spent: median(growths),
            limit: 1.05,
            unit: "",
            is_counted: true,
        },
        Budget {
            what: "connections that are opened after 10,000 keys",
            spent: number(&sdk.books, "late_connections")?,
            limit: in_flight,
            unit: "connections",
            is_counted: true,
        },
    ];
    let head = ["100,000 keys, 64 in flight", "by hand", "the SDK"].map(str::to_owned).to_vec();
    let mut rows = vec![head];
    for checkpoint in CHECKPOINTS {
        let after = checkpoint.parse().map(thousands).unwrap_or_default();
        let of = |job: &Job| memory(job, checkpoint).map(|kib| format!("{} KiB", thousands(kib)));
        rows.push(vec![format!("memory in use after {after} keys"), of(&by_hand)?, of(&sdk)?]);
    }
    for (what, name) in
        [("connections in all", "connections"), ("opened after 10,000 keys", "late_connections")]
    {
        let of = |job: &Job| number(&job.books, name).map(thousands);
        rows.push(vec![what.to_owned(), of(&by_hand)?, of(&sdk)?]);
    }
    if !plan.counted_only {
        let ratio = format!("{:.2}", median(ratios));
        rows.push(vec!["calls per second of the processor, as a ratio".to_owned(), "1".to_owned(), ratio]);
        let mut shares = Vec::new();
        let mut turned_away = Vec::new();
        for _ in 0..plan.rounds {
            let (share, away) = limited()?;
            shares.push(share);
            turned_away.push(away);
        }
        let achieved = format!("{:.0} % of the permitted rate", 100.0 * median(shares));
        rows.push(vec![
            "3,000 keys, under the documented limits in a hundredth of the time".to_owned(),
            "–".to_owned(),
            achieved,
        ]);
        let away = thousands(median(turned_away));
        rows.push(vec!["requests that were turned away besides".to_owned(), "–".to_owned(), away]);
    }
    let about = "One client, on one thread. Memory is what the process has in use (`VmRSS`); the service counts connections, and that \
                 each key was handed out once."
        .to_owned();
    Ok(Part { title: "Bulk", about, table: Table(rows), budgets })
}

fn job(client: &str, keys: usize, windows: &[&str]) -> anyhow::Result<Job> {
    let package = if client == "client-sdk-limited" { "client-sdk" } else { client };
    let client = program(package)?.with_file_name(client);
    let server = Server::start(&program("server")?, windows)?;
    let mut command = Command::new(client);
    command.args([&server.base_url, &keys.to_string(), &IN_FLIGHT.to_string()]);
    let run = run(&mut command)?;
    let said: Value = serde_json::from_str(&run.stdout).context("the client says what it did")?;
    let books = server.end()?;
    ensure!(books["created"] == keys, "{keys} keys were to be made: {books}");
    ensure!(said["id_sum"] == books["id_sum"], "other keys were made than handed out: {books}, {said}");
    Ok(Job { run, said, books })
}

/// The share of the permitted rate that was achieved, and how many requests were turned away.
fn limited() -> anyhow::Result<(f64, f64)> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is a small number of milliseconds"
    )]
    let windows = WINDOWS.map(|(limit, seconds)| format!("{limit}/{}", (seconds * 1000.0) as u64));
    let job = job("client-sdk-limited", LIMITED_KEYS, &windows.each_ref().map(String::as_str))?;
    Ok((permitted_seconds(LIMITED_KEYS) / number(&job.said, "seconds")?, number(&job.books, "turned_away")?))
}

/// How long it takes at least to make so many requests: each as soon as there is room in both windows.
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
    number(&job.said["memory_kib"], checkpoint)
}

fn number(values: &Value, name: &str) -> anyhow::Result<f64> {
    values[name].as_f64().with_context(|| format!("there is no `{name}` in {values}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_permitted_as_soon_as_both_windows_have_room() {
        for (requests, seconds) in
            [(1, 0.0), (100, 0.0), (101, 0.05), (1000, 0.45), (1001, 1.8), (3000, 4.05)]
        {
            assert!(
                (permitted_seconds(requests) - seconds).abs() < 1e-9,
                "{requests}: {}",
                permitted_seconds(requests)
            );
        }
    }
}
