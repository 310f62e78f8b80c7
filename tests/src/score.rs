//! How many changes were made, what saw them, and which were seen by nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What became of changes, by the operators that made them.
#[derive(Debug)]
pub struct Score {
    title: &'static str,
    /// What may see a change; the last of them is that nothing does.
    columns: &'static [&'static str],
    counts: BTreeMap<(&'static str, &'static str), usize>,
    survivors: Vec<String>,
}

impl Score {
    /// A score of nothing yet.
    #[must_use]
    pub fn new(title: &'static str, columns: &'static [&'static str]) -> Self {
        Self { title, columns, counts: BTreeMap::new(), survivors: Vec::new() }
    }

    /// Counts a change that `by` saw, one of the columns.
    pub fn seen(&mut self, operator: &'static str, by: &'static str) {
        *self.counts.entry((operator, by)).or_default() += 1;
    }

    /// Counts a change that nothing saw.
    pub fn survived(&mut self, operator: &'static str, change: String) {
        self.seen(operator, self.columns.last().copied().unwrap_or_default());
        self.survivors.push(change);
    }

    /// Prints it, a row an operator.
    pub fn print(&self) {
        let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for ((operator, by), count) in &self.counts {
            let column = self.columns.iter().position(|column| column == by).unwrap_or_default();
            for row in [operator, "\u{ff}in all"] {
                let row = rows.entry(row).or_insert_with(|| vec![0; self.columns.len() + 1]);
                row[0] += count;
                row[column + 1] += count;
            }
        }
        let mut text = format!("\n{:28}{:>10}", self.title, "changes");
        for column in self.columns {
            let _ = write!(text, "{column:>10}");
        }
        for (name, counts) in rows {
            let _ = write!(text, "\n{:28}", name.trim_start_matches('\u{ff}'));
            for count in counts {
                let _ = write!(text, "{count:>10}");
            }
        }
        // Not `println!`: the score is seen where the test is green, too.
        let _ = writeln!(std::io::stdout().lock(), "{text}\n");
    }

    /// # Panics
    ///
    /// If a change was seen by nothing, or one of `operators` made none.
    pub fn assert_all_seen(&self, operators: impl Iterator<Item = &'static str>) {
        let count = self.survivors.len();
        let first = &self.survivors[..count.min(50)];
        assert!(count == 0, "{count} changes that nothing sees, the first:\n{}", first.join("\n"));
        for operator in operators {
            let made = self.counts.keys().any(|(known, _)| *known == operator);
            assert!(made, "`{operator}` changes nothing");
        }
    }
}

/// Does `work` for each of `items`, on every core; what comes of it, in the order of the items.
///
/// # Panics
///
/// If `work` does.
pub fn in_parallel<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> Vec<T> + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
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

/// Whether `text` is `pattern`, whose `*` stand for anything.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let mut ends = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            ends.any(|at| matches(rest, &text[at..]))
        }),
    }
}
