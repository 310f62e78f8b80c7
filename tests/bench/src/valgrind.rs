//! Counts instructions and allocations of programs with valgrind.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;

use crate::cargo::root;
use crate::process::{Missing, find, run};

/// Checks that valgrind is installed.
pub(crate) fn available() -> Result<PathBuf, Missing> {
    find(&["valgrind"], "install it to count instructions")
}

/// Counts the instructions of a program. Cachegrind takes less than half of the time of callgrind.
pub(crate) fn instructions(command: &Command) -> anyhow::Result<f64> {
    let options = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"];
    number_after(&under_valgrind(command, &options)?, "refs:")
}

/// Counts the allocations of a program, and their bytes.
pub(crate) fn allocations(command: &Command) -> anyhow::Result<[f64; 2]> {
    let output = under_valgrind(command, &["--leak-check=no", "--undef-value-errors=no"])?;
    Ok([number_after(&output, "total heap usage:")?, number_after(&output, "frees,")?])
}

/// Runs a program under valgrind; returns valgrind's output.
fn under_valgrind(command: &Command, options: &[&str]) -> anyhow::Result<String> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(options).arg(command.get_program()).args(command.get_args()).current_dir(root());
    Ok(run(&mut valgrind)?.stderr)
}

/// Parses the number that follows `what` in valgrind's output.
fn number_after(output: &str, what: &str) -> anyhow::Result<f64> {
    let number = output.split_once(what).and_then(|(_, rest)| rest.split_whitespace().next());
    let number = number.and_then(|number| number.replace(',', "").parse().ok());
    number.with_context(|| format!("expected a number after `{what}` in valgrind's output"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_parsed_from_valgrinds_output() {
        let cachegrind = "==7== \n==7== I refs:        98,599,404\n";
        assert_eq!(number_after(cachegrind, "refs:").ok(), Some(98_599_404.0));
        let memcheck = "==7==   total heap usage: 85,213 allocs, 85,211 frees, 23,001,204 bytes allocated\n";
        assert_eq!(number_after(memcheck, "total heap usage:").ok(), Some(85_213.0));
        assert_eq!(number_after(memcheck, "frees,").ok(), Some(23_001_204.0));
        assert!(number_after(memcheck, "refs:").is_err());
        assert!(number_after("I refs: nothing", "refs:").is_err());
    }
}
