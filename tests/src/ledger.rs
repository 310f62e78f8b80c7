//! A ledger of issues and rotations: makes many concurrent calls of a simulated service with faults, and compares the
//! keys of the service with the stores of the callers and with what the calls report.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use certcentral::Client;
use certcentral::lifecycle::{LeftBehind, Unsettled};
use fastrand::Rng;
use tokio::time::{Instant, sleep};

mod audit;
mod call;
mod storing;

pub use audit::Findings;
use call::Job;

use crate::canary::CALLER;
use crate::key_service::{Call, KeyService, Reaction};

/// Numbers of calls.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// The number of calls of `issue_key`.
    pub issues: usize,
    /// The number of calls of `rotate_key`.
    pub rotations: usize,
    /// The number of calls at the same time.
    pub concurrent: usize,
}

/// A call, as the ledger knows it.
pub(crate) struct Entry {
    call: Call,
    user: i64,
    /// The requested name.
    name: String,
    role: i64,
    /// The caller's store.
    store: usize,
    /// The key that was rotated.
    old: Option<i64>,
    permits: Permits,
    end: End,
    ended: Instant,
    /// Everything that the call shows to people.
    texts: Vec<String>,
}

/// Options of a call.
#[derive(Clone, Copy)]
pub(crate) struct Permits {
    /// The key has no tag: nothing proves that it is the call's.
    exact_name: bool,
    /// A key that fails verification is kept.
    unverified_key: bool,
    /// A key remains if the store does not know whether it holds it.
    unknown_store: bool,
}

/// The end of a call.
#[derive(Debug)]
pub(crate) enum End {
    Stored { id: i64, is_tagged: bool, revoked: Vec<i64>, unsettled: Option<Unsettled> },
    Failed { left_behind: Box<LeftBehind>, is_store_error_changed: bool },
    Dropped,
}

impl End {
    /// Returns the keys that were revoked, according to the call.
    fn revoked(&self) -> &[i64] {
        match self {
            Self::Stored { revoked, .. } => revoked,
            Self::Failed { left_behind, .. } => &left_behind.revoked,
            Self::Dropped => &[],
        }
    }

    fn unsettled(&self) -> Option<&Unsettled> {
        match self {
            Self::Stored { unsettled, .. } => unsettled.as_ref(),
            Self::Failed { left_behind, .. } => left_behind.unsettled.as_ref(),
            Self::Dropped => None,
        }
    }
}

/// A service, its clients, and the books.
pub(crate) struct Ledger {
    seed: u64,
    service: KeyService,
    client: Client,
    entries: Mutex<Vec<Entry>>,
    calls: AtomicUsize,
}

/// Makes the calls, and returns the differences between the service, the stores and the reports. Must run in virtual
/// time.
///
/// # Panics
///
/// If the SDK rejects a configuration.
pub async fn run(seed: u64, size: Size) -> Findings {
    let service = KeyService::start(seed, |random, call, operation| {
        // Some calls meet many faults.
        let one_in = if call % 8 == 0 { 3 } else { 10 };
        Reaction::turbulent(random, operation, one_in)
    });
    service.state().registry.acceptance = Duration::from_secs(20);
    service.state().registry.name_limit = Some(call::NAME_LIMIT);
    let client = service.client_builder(CALLER).build().expect("a valid configuration");
    let (entries, calls) = (Mutex::default(), AtomicUsize::new(0));
    let ledger = Arc::new(Ledger { seed, service, client, entries, calls });
    let jobs = Arc::new(Mutex::new(Job::all(&mut Rng::with_seed(seed), size)));
    let others = tokio::spawn(other_parties(Arc::clone(&ledger)));
    let workers: Vec<_> = (0..size.concurrent)
        .map(|_| {
            let (ledger, jobs) = (Arc::clone(&ledger), Arc::clone(&jobs));
            tokio::spawn(async move {
                loop {
                    let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).pop();
                    let Some(job) = job else { return };
                    ledger.work(job).await;
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.expect("a call does not panic");
    }
    others.abort();
    // Until the last late request is executed.
    sleep(Duration::from_secs(600)).await;
    ledger.service.set_plan(|_, _, _| Reaction::default());
    ledger.audit().await
}

impl Ledger {
    /// Returns the number of a new call, and its client.
    fn begin(&self) -> (Call, Client) {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        self.service.state().registry.register(format!("{CALLER}{call}"), call);
        (call, self.client_of(call))
    }

    fn client_of(&self, call: Call) -> Client {
        self.client.with_api_key(format!("{CALLER}{call}")).expect("a valid key")
    }

    fn enter(&self, entry: Entry) {
        self.service.state().record(entry.call, format!("ended: {:?}", entry.end));
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    /// Returns the user of the calls around `number`: several calls at the same time share a user.
    fn user(number: Call) -> i64 {
        1000 + i64::try_from(number / 8).unwrap_or_default()
    }
}

/// Creates keys of other parties, with the names and for the users of the calls.
async fn other_parties(ledger: Arc<Ledger>) {
    let mut random = Rng::with_seed(ledger.seed ^ 1);
    loop {
        sleep(Duration::from_millis(random.u64(..400))).await;
        let now = ledger.calls.load(Ordering::Relaxed);
        let user = Ledger::user(now.saturating_sub(random.usize(..64)));
        let state = &mut *ledger.service.state();
        // Some have the tag of a call of another user.
        let call = now.saturating_sub(random.usize(..64));
        let other = state.registry.keys_of(call).find(|key| key.user != user && random.u8(..4) == 0);
        let name = other.map_or(call::NAMES[0], |key| &key.state().name).to_owned();
        state.create_foreign(user, &name, 0);
    }
}

/// Waits, to spread what the callers do.
async fn pause(random: &mut Rng, longest: Duration) {
    let until = Instant::now() + longest.mul_f64(random.f64());
    tokio::time::sleep_until(until).await;
}
