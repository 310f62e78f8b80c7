//! Results: Markdown tables and budgets.

use std::fmt::{self, Write as _};

/// The result of one part.
pub(crate) struct Part {
    pub(crate) title: &'static str,
    /// Description of the measurement, in a sentence or two.
    pub(crate) about: String,
    pub(crate) table: Table,
    pub(crate) budgets: Vec<Budget>,
}

/// A table whose first row is its header.
pub(crate) struct Table(pub(crate) Vec<Vec<String>>);

/// An upper limit for a measured figure.
pub(crate) struct Budget {
    pub(crate) what: &'static str,
    pub(crate) spent: f64,
    pub(crate) limit: f64,
    /// The unit; empty for a ratio.
    pub(crate) unit: &'static str,
    /// `true` for a count, `false` for a time. Times depend on the machine's load, so that only counts fail a run.
    pub(crate) is_counted: bool,
}

impl Budget {
    /// Returns `true` if the figure is within its limit. `NaN` is not.
    pub(crate) fn is_kept(&self) -> bool {
        self.spent <= self.limit
    }

    fn amount(&self, amount: f64) -> String {
        let number = if self.unit.is_empty() { format!("{amount:.3}") } else { thousands(amount) };
        format!("{number} {}", self.unit).trim_end().to_owned()
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, spent, limit, .. } = self;
        write!(f, "{what}: {}, limit {}", self.amount(*spent), self.amount(*limit))
    }
}

impl Table {
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::new();
        for (at, row) in self.0.iter().enumerate() {
            let _ = writeln!(text, "| {} |", row.join(" | "));
            if at == 0 {
                let _ = writeln!(text, "|---{}|", "|--:".repeat(row.len().saturating_sub(1)));
            }
        }
        text
    }
}

/// Renders the budgets and the tables of all parts as Markdown.
pub(crate) fn markdown(parts: &[Part]) -> String {
    let mut text = format!("{}\n", budgets(parts).markdown());
    // A part without counted figures has only a header.
    for Part { title, about, table, .. } in parts.iter().filter(|part| part.table.0.len() > 1) {
        let _ = writeln!(text, "**{title}.** {about}\n\n{}", table.markdown());
    }
    text.trim_end().to_owned()
}

/// Returns the table of all budgets.
pub(crate) fn budgets(parts: &[Part]) -> Table {
    let row = |budget: &Budget| {
        let verdict = if budget.is_kept() { "" } else { " – **exceeded**" };
        let counted = if budget.is_counted { "counted" } else { "timed" };
        let limit = format!("≤ {}", budget.amount(budget.limit));
        vec![budget.what.to_owned(), budget.amount(budget.spent), limit, format!("{counted}{verdict}")]
    };
    let head = ["budget", "measured", "limit", "kind"].map(str::to_owned).to_vec();
    Table([head].into_iter().chain(parts.iter().flat_map(|part| &part.budgets).map(row)).collect())
}

/// Formats a number: below 100 with at most two decimals, otherwise as an integer with thousands separators.
pub(crate) fn thousands(number: f64) -> String {
    if number.abs() < 100.0 {
        let text = format!("{number:.2}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns the median, or `NaN` without numbers.
pub(crate) fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match (numbers.get(middle), numbers.len() % 2) {
        (None, _) => f64::NAN,
        (Some(upper), 0) => {
            numbers.get(middle.wrapping_sub(1)).map_or(*upper, |lower| f64::midpoint(*lower, *upper))
        }
        (Some(middle), _) => *middle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [
            (0.0, "0"),
            (0.25, "0.25"),
            (57.011, "57.01"),
            (64.0, "64"),
            (100.0, "100"),
            (999.6, "1,000"),
            (75_034.2, "75,034"),
            (1_234_567.0, "1,234,567"),
        ] {
            assert_eq!(thousands(number), text, "{number}");
        }
    }

    #[test]
    fn median_averages_the_two_middle_numbers() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!((median(vec![4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn budget_includes_its_limit_and_rejects_nan() {
        let budget = |spent| Budget { what: "", spent, limit: 0.9, unit: "", is_counted: true };
        assert!(budget(0.9).is_kept());
        assert!(!budget(0.901).is_kept());
        assert!(!budget(f64::NAN).is_kept());
    }
}
