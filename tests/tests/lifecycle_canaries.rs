//! Issues and rotations of a service with faults leak no key into the log of any crate, at any level.

#![cfg(unix)]

use conformance::canary::{Log, seen_in};
use conformance::key_service::in_virtual_time;
use conformance::ledger::{self, Size};

#[test]
fn log_of_issues_and_rotations_contains_no_key() {
    let log = Log::of_process();
    let seed = fastrand::u64(..);
    let size = Size { issues: 40, rotations: 20, concurrent: 8 };
    // The ledger checks the messages of errors and results.
    let findings = in_virtual_time(seed, ledger::run(seed, size));
    assert!(findings.differences.is_empty(), "seed {seed}: {}", findings.differences.join("\n"));
    let logged = log.take();
    for part in ["issue_key", "rotate_key", "create_key", "hyper"] {
        assert!(logged.contains(part), "expected {part} in the log");
    }
    assert_eq!(seen_in(&logged), None, "seed {seed}");
}
