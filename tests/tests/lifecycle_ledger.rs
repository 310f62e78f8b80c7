//! Thousands of issues and rotations of a service with faults: no key is lost, no other party's key is revoked, and
//! every key that remains is stored or reported.
//!
//! Makes 2,000 issues and 200 rotations, which takes about five seconds. With `LEDGER_SIZE=full`, as in CI, it makes
//! ten times as many. `LEDGER_SEED` repeats a run.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::BTreeMap;
use std::thread;

use conformance::key_service::in_virtual_time;
use conformance::ledger::{self, Size};

/// Seed of the run, unless `LEDGER_SEED` states another one.
const SEED: u64 = 2026;

/// Number of differences that are shown.
const SHOWN: usize = 6;

/// Ends of calls and of keys that every run must have, or it proves nothing.
const EXPECTED: [&str; 9] = [
    "calls: dropped",
    "calls: failed",
    "calls: stored",
    "keys: executed late",
    "keys: left behind by a dropped call",
    "keys: may be stored",
    "keys: revoked",
    "keys: swept",
    "keys: unverified",
];

#[test]
fn every_active_key_is_stored_or_reported() {
    let is_full = std::env::var("LEDGER_SIZE").is_ok_and(|size| size == "full");
    let (issues, rotations) = if is_full { (10_000, 1000) } else { (1000, 100) };
    let size = Size { issues, rotations, concurrent: 32 };
    let seed = std::env::var("LEDGER_SEED").map_or(SEED, |seed| seed.parse().unwrap());
    // Two services, because each has one thread.
    let runs = [seed, seed.wrapping_add(1)]
        .map(|seed| thread::spawn(move || (seed, in_virtual_time(seed, ledger::run(seed, size)))));
    let mut counts = BTreeMap::<&str, usize>::new();
    for run in runs {
        let (seed, findings) = run.join().unwrap();
        let differences = findings.differences;
        let shown = &differences[..differences.len().min(SHOWN)];
        assert!(
            shown.is_empty(),
            "LEDGER_SEED={seed}: {} differences\n{}",
            differences.len(),
            shown.join("\n")
        );
        for (what, count) in findings.counts {
            *counts.entry(what).or_default() += count;
        }
    }
    println!("{counts:#?}");
    for what in EXPECTED {
        assert!(counts.contains_key(what), "LEDGER_SEED={seed}: no {what} in {counts:?}");
    }
}
