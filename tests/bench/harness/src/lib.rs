//! Drives a measured client: `PROGRAM BASE_URL CALLS IN_FLIGHT` makes `CALLS` calls of *create key* on one thread,
//! `IN_FLIGHT` of them at a time, and prints the results as a line of JSON.
//!
//! All clients share this code, so that measured differences come from the clients.

use std::cell::{Cell, RefCell};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Instant;

use serde_json::{Map, Value, json};
use tokio::task::LocalSet;

/// The caller's key.
pub const API_KEY: &str = "not-a-real-caller-key";

/// The name of every created key.
pub const NAME: &str = "New API Key";

/// The user that every key is created for.
pub const USER_ID: i64 = 1234;

/// A created key, as returned by a client.
pub struct Created {
    /// Its ID.
    pub id: i64,
    /// Its number of characters.
    pub length: usize,
}

/// The command line.
struct Plan {
    base_url: String,
    calls: usize,
    in_flight: usize,
}

/// The results of a run.
#[derive(Default)]
struct Outcome {
    /// Number of started calls.
    started: Cell<usize>,
    /// Sum of all IDs. It equals the server's sum if the client returned each key once.
    id_sum: Cell<i64>,
    /// Length of the last key; all have the same length.
    length: Cell<usize>,
    /// Time of each call, in nanoseconds.
    latencies: RefCell<Vec<u64>>,
    /// Memory in use, in KiB, by number of calls.
    memory: RefCell<Map<String, Value>>,
    error: RefCell<Option<String>>,
}

/// Runs a client: `make` builds it for a base URL, `call` creates a key with it.
pub fn run<C: Clone + 'static>(
    make: impl FnOnce(&str) -> C,
    call: impl AsyncFn(&C) -> Result<Created, String> + Clone + 'static,
) -> ExitCode {
    let plan = match plan() {
        Ok(plan) => plan,
        Err(why) => return fail(&why),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let outcome = Rc::new(Outcome::default());
    // Touches this memory up front, so that later growth is the client's.
    outcome.latencies.replace(vec![u64::MAX; plan.calls]);
    outcome.latencies.borrow_mut().clear();
    let started = Instant::now();
    let tasks = LocalSet::new();
    runtime.block_on(tasks.run_until(async {
        let client = make(&plan.base_url);
        let workers: Vec<_> = (0..plan.in_flight)
            .map(|_| {
                tokio::task::spawn_local(work(client.clone(), call.clone(), plan.calls, Rc::clone(&outcome)))
            })
            .collect();
        for worker in workers {
            if let Err(error) = worker.await {
                outcome.error.replace(Some(error.to_string()));
            }
        }
    }));
    let seconds = started.elapsed().as_secs_f64();
    if let Some(error) = outcome.error.take() {
        return fail(&error);
    }
    println!("{}", report(&outcome, seconds));
    ExitCode::SUCCESS
}

fn plan() -> Result<Plan, String> {
    let usage = || "usage: PROGRAM BASE_URL CALLS IN_FLIGHT".to_owned();
    let [base_url, calls, in_flight]: [String; 3] =
        std::env::args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| usage())?;
    let number = |text: &str| text.parse().ok().filter(|number| *number > 0).ok_or_else(usage);
    Ok(Plan { base_url, calls: number(&calls)?, in_flight: number(&in_flight)? })
}

fn fail(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::FAILURE
}

/// Makes calls one after another until all are started; several workers run at the same time.
async fn work<C>(
    client: C,
    call: impl AsyncFn(&C) -> Result<Created, String>,
    calls: usize,
    outcome: Rc<Outcome>,
) {
    while outcome.started.get() < calls && outcome.error.borrow().is_none() {
        let number = outcome.started.get() + 1;
        outcome.started.set(number);
        let started = Instant::now();
        match call(&client).await {
            Ok(created) => {
                let took = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
                outcome.latencies.borrow_mut().push(took);
                outcome.id_sum.set(outcome.id_sum.get() + created.id);
                outcome.length.set(created.length);
            }
            Err(error) => {
                outcome.error.replace(Some(error));
            }
        }
        if matches!(number, 1_000 | 10_000 | 100_000) {
            outcome.memory.borrow_mut().insert(number.to_string(), memory().into());
        }
    }
}

fn report(outcome: &Outcome, seconds: f64) -> Value {
    let mut latencies = outcome.latencies.take();
    latencies.sort_unstable();
    let percentile = |share: usize| latencies.get((latencies.len() - 1) * share / 100).copied();
    json!({
        "calls": latencies.len(),
        "id_sum": outcome.id_sum.get(),
        "length": outcome.length.get(),
        "seconds": seconds,
        "p50_ns": percentile(50),
        "p99_ns": percentile(99),
        "memory_kib": outcome.memory.take(),
    })
}

/// Returns the memory in use by this process, in KiB; `None` where the system does not report it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?
        .trim()
        .strip_suffix("kB")?
        .trim()
        .parse()
        .ok()
}
