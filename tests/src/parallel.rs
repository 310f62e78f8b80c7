//! Long tests: on all cores, with progress.

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Runs `work` for each of `items` on all cores; returns the results in the order of the items. Prints the progress.
///
/// # Panics
///
/// If `work` does.
pub fn in_parallel<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> Vec<T> + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let part = items.len().div_ceil(10).max(1);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            if at > 0 && at.is_multiple_of(part) {
                // Not `println!`, whose output the test harness hides.
                let _ = writeln!(std::io::stdout().lock(), "{at} of {}", items.len());
            }
            done.push((at, work(item)));
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut done: Vec<(usize, Vec<T>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(take)).collect();
        let done = threads.into_iter().map(|thread| match thread.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.flatten().collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().flat_map(|(_, results)| results).collect()
}
