//! Growth of the maintainer commands with the document, measured on synthetic documents.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Plan;
use crate::cargo::{build_for_tests, maintainers_program, root};
use crate::process::{find, in_parallel, number_after, run};
use crate::report::{Budget, Part, Table, median, thousands};

/// Document sizes of the table, in operations.
const SIZES: [usize; 4] = [1, 10, 100, 1000];

/// Document sizes at which instructions are counted. Each is twice the previous one.
const COUNTED: [usize; 3] = [8, 16, 32];

/// Limit of the growth exponent. A quadratic part that takes half of the time at 1,000 operations makes it 1.03 at
/// these sizes.
const LIMIT: f64 = 1.02;

/// Builds the command line for a document and its revision.
type Line = fn(&Path, &Documents) -> Command;

/// The commands, each with the name of its budget.
const COMMANDS: [(&str, &str, Line); 3] = [
    ("check", "`check`: growth exponent", check),
    ("codegen", "`codegen`: growth exponent", codegen),
    ("diff", "`diff`: growth exponent", diff),
];

/// A synthetic document, its revision, and the code generated from it, in a temporary directory.
struct Documents {
    directory: TempDir,
}

impl Documents {
    fn make(synthetic: &Path, operations: usize) -> anyhow::Result<Self> {
        let documents = Self { directory: tempfile::tempdir()? };
        let operations = operations.to_string();
        let text = run(Command::new(synthetic).arg(&operations))?.stdout;
        fs::write(documents.document(), text)?;
        let text = run(Command::new(synthetic).args([&operations, "--revised"]))?.stdout;
        fs::write(documents.revised(), text)?;
        Ok(documents)
    }

    fn document(&self) -> PathBuf {
        self.directory.path().join("document.yaml")
    }

    fn revised(&self) -> PathBuf {
        self.directory.path().join("revised.yaml")
    }

    /// Returns the output directory of codegen.
    fn out(&self) -> PathBuf {
        self.directory.path().join("out")
    }

    /// Removes the generated code.
    fn clear(&self) -> anyhow::Result<()> {
        let out = self.out();
        if out.exists() {
            fs::remove_dir_all(out)?;
        }
        Ok(())
    }

    /// Counts the generated lines.
    fn lines(&self) -> anyhow::Result<usize> {
        let mut lines = 0;
        for entry in fs::read_dir(self.out().join("src/generated"))? {
            lines += fs::read_to_string(entry?.path())?.lines().count();
        }
        Ok(lines)
    }
}

fn check(xtask: &Path, documents: &Documents) -> Command {
    let mut command = Command::new(xtask);
    command.arg("check").arg("--document").arg(documents.document());
    command
}

fn codegen(xtask: &Path, documents: &Documents) -> Command {
    let mut command = Command::new(xtask);
    command.arg("codegen").arg("--document").arg(documents.document());
    command.arg("--out").arg(documents.out());
    command
}

fn diff(xtask: &Path, documents: &Documents) -> Command {
    let mut command = Command::new(xtask);
    command.arg("diff").arg("--from").arg(documents.document()).arg("--to").arg(documents.revised());
    command
}

pub(crate) fn measure(plan: &Plan) -> anyhow::Result<Part> {
    find(&["valgrind"], "install it to count instructions")?;
    build_for_tests()?;
    let (xtask, synthetic) = (maintainers_program("xtask"), maintainers_program("synthetic"));
    let exponents = exponents(&xtask, &synthetic)?;
    let budgets = COMMANDS.iter().zip(&exponents).map(|((_, what, _), exponent)| Budget {
        what,
        spent: *exponent,
        limit: LIMIT,
        unit: "",
        is_counted: true,
    });
    let budgets = budgets.collect();
    let mut head = vec![String::new()];
    let mut rows = Vec::new();
    if plan.counted_only {
        head.push("exponent".to_owned());
        rows = COMMANDS
            .iter()
            .zip(&exponents)
            .map(|((name, ..), exponent)| row(name, [format!("{exponent:.3}")]))
            .collect();
    } else {
        head.extend(
            SIZES.map(|size| format!("{} operation{}", thousands_of(size), if size == 1 { "" } else { "s" })),
        );
        head.push("exponent".to_owned());
        rows.extend(timed(plan, &xtask, &synthetic)?);
    }
    let [small, middle, large] = COUNTED;
    let about = format!(
        "Synthetic documents. An exponent of 1 is linear growth. The budgets' exponents compare instructions, counted by cachegrind: \
         the increase from {middle} to {large} operations with the increase from {small} to {middle}. The table's exponents compare the last two \
         sizes, where the start-up time no longer matters."
    );
    let table = Table([head].into_iter().chain(rows).collect());
    Ok(Part { title: "Growth with document size", about, table, budgets })
}

fn row(name: &str, cells: impl IntoIterator<Item = String>) -> Vec<String> {
    [name.to_owned()].into_iter().chain(cells).collect()
}

/// Measures the growth exponent of each command's instructions.
fn exponents(xtask: &Path, synthetic: &Path) -> anyhow::Result<Vec<f64>> {
    let documents = COUNTED.map(|size| Documents::make(synthetic, size));
    let documents = documents.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    in_parallel(&COMMANDS, |(.., line)| {
        let counts = documents.iter().map(|documents| instructions(&line(xtask, documents)));
        Ok(exponent(&counts.collect::<anyhow::Result<Vec<_>>>()?))
    })
}

/// Computes the growth exponent from the costs at the three [`COUNTED`] sizes. It compares differences, so that a
/// constant start-up cost does not matter.
fn exponent(spent: &[f64]) -> f64 {
    match spent {
        [small, middle, large] => ((large - middle) / (middle - small)).log2(),
        _ => f64::NAN,
    }
}

/// Counts the instructions of a command. Cachegrind counts the same as callgrind, in less than half the time.
fn instructions(line: &Command) -> anyhow::Result<f64> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    command.arg(line.get_program()).args(line.get_args()).current_dir(root());
    number_after(&run(&mut command)?.stderr, "refs:")
}

/// Measures time, memory and lines at each size, with the exponent of each between the last two sizes.
fn timed(plan: &Plan, xtask: &Path, synthetic: &Path) -> anyhow::Result<Vec<Vec<String>>> {
    let mut seconds = vec![Vec::new(); COMMANDS.len()];
    let mut peaks = vec![Vec::new(); COMMANDS.len()];
    let mut lines = Vec::new();
    for size in SIZES {
        let documents = Documents::make(synthetic, size)?;
        for (at, (.., line)) in COMMANDS.iter().enumerate() {
            let mut runs = Vec::new();
            for _ in 0..plan.rounds {
                documents.clear()?;
                runs.push(run(line(xtask, &documents).current_dir(root()))?);
            }
            seconds[at].push(median(runs.iter().map(|run| run.cpu_seconds).collect()));
            #[expect(clippy::cast_precision_loss, reason = "it is small")]
            peaks[at].push(median(runs.iter().map(|run| run.peak_bytes as f64).collect()));
            if COMMANDS[at].0 == "codegen" {
                #[expect(clippy::cast_precision_loss, reason = "it is small")]
                lines.push(documents.lines()? as f64);
            }
        }
    }
    let mut rows = Vec::new();
    for (at, (name, ..)) in COMMANDS.iter().enumerate() {
        rows.push(grown(&format!("`{name}`, CPU time"), &seconds[at], |seconds| format!("{seconds:.2} s")));
        rows.push(grown(&format!("`{name}`, memory"), &peaks[at], |bytes| {
            format!("{} MB", thousands((bytes / 1e6).round()))
        }));
    }
    rows.push(grown("generated lines", &lines, thousands));
    Ok(rows)
}

fn grown(what: &str, amounts: &[f64], show: impl Fn(f64) -> String) -> Vec<String> {
    let cells = amounts.iter().map(|amount| show(*amount));
    let exponent = match amounts {
        [.., before, last] => format!("{:.2}", (last / before).log10()),
        _ => String::new(),
    };
    row(what, cells.chain([exponent]))
}

#[expect(clippy::cast_precision_loss, reason = "it is small")]
fn thousands_of(size: usize) -> String {
    thousands(size as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponent_ignores_constant_cost() {
        for (power, expected) in [(1, 1.0), (2, 2.0)] {
            let spent = COUNTED
                .map(|size| 1e6 + 3.0 * f64::from(u32::try_from(size).unwrap_or(u32::MAX)).powi(power));
            assert!((exponent(&spent) - expected).abs() < 1e-9, "{power}: {}", exponent(&spent));
        }
    }
}
