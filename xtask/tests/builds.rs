//! What building the commands takes: people wait for it.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Every crate that a package is built from, with the features that it is built with.
fn crates(package: &str) -> Vec<(String, String)> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--locked", "--package", package, "--edges", "normal,build"]);
    let output = cargo.args(["--prefix", "none", "--format", "{p}|{f}|"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let parts = lines.lines().map(|line| line.split('|').map(str::to_owned));
    parts.map(|mut parts| (parts.next().unwrap(), parts.next().unwrap())).collect()
}

#[test]
fn no_crate_is_built_twice_for_the_commands() {
    let mut all: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (name, features) in ["xtask", "xtask-docs"].into_iter().flat_map(crates) {
        all.entry(name).or_default().insert(features);
    }
    all.retain(|_, features| features.len() > 1);
    assert!(all.is_empty(), "with different features, xtask/Cargo.toml tells what to do: {all:#?}");
}
