//! Mutation report: counts mutants by operator and by the check that detects them, and lists survivors.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

pub use crate::parallel::in_parallel;

/// Counts of mutants by operator and detecting check.
#[derive(Debug)]
pub struct MutationReport {
    title: &'static str,
    /// The detecting checks; the last column counts survivors.
    columns: &'static [&'static str],
    counts: BTreeMap<(&'static str, &'static str), usize>,
    survivors: Vec<String>,
}

impl MutationReport {
    /// Creates an empty report.
    #[must_use]
    pub fn new(title: &'static str, columns: &'static [&'static str]) -> Self {
        Self { title, columns, counts: BTreeMap::new(), survivors: Vec::new() }
    }

    /// Counts a mutant that `by`, one of the columns, detected.
    pub fn seen(&mut self, operator: &'static str, by: &'static str) {
        *self.counts.entry((operator, by)).or_default() += 1;
    }

    /// Counts a mutant that survived, and lists `change`.
    pub fn survived(&mut self, operator: &'static str, change: String) {
        self.seen(operator, self.columns.last().copied().unwrap_or_default());
        self.survivors.push(change);
    }

    /// Prints a table with a row per operator.
    pub fn print(&self) {
        let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for ((operator, by), count) in &self.counts {
            let column = self.columns.iter().position(|column| column == by).unwrap_or_default();
            for row in [operator, "\u{ff}total"] {
                let row = rows.entry(row).or_insert_with(|| vec![0; self.columns.len() + 1]);
                row[0] += count;
                row[column + 1] += count;
            }
        }
        let mut text = format!("\n{:28}{:>10}", self.title, "mutants");
        for column in self.columns {
            let _ = write!(text, "{column:>10}");
        }
        for (name, counts) in rows {
            let _ = write!(text, "\n{:28}", name.trim_start_matches('\u{ff}'));
            for count in counts {
                let _ = write!(text, "{count:>10}");
            }
        }
        // Not `println!`, whose output the test harness hides if the test passes.
        let _ = writeln!(std::io::stdout().lock(), "{text}\n");
    }

    /// Checks that no mutant survived and that each of `operators` created one.
    ///
    /// # Panics
    ///
    /// If one of them does not hold.
    pub fn assert_all_seen(&self, operators: impl Iterator<Item = &'static str>) {
        let count = self.survivors.len();
        let first = &self.survivors[..count.min(50)];
        assert!(count == 0, "{count} mutants survived, the first of them:\n{}", first.join("\n"));
        for operator in operators {
            let made = self.counts.keys().any(|(known, _)| *known == operator);
            assert!(made, "`{operator}` created no mutant");
        }
    }
}

/// Returns `true` if `text` matches `pattern`, in which `*` stands for any string.
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
