//! What cargo builds, and what it counts.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use serde_json::Value;

use crate::process::{self, Run};

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_path_buf()
}

/// The manifest of the benchmarks' own workspace.
pub(crate) fn manifest() -> PathBuf {
    root().join("tests/bench/Cargo.toml")
}

/// Where the clients are built: a directory of their own, which stays.
fn target() -> PathBuf {
    root().join("target/bench")
}

/// `cargo` with these arguments, at the root of the project.
pub(crate) fn cargo<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    // What cargo says to this program is not for those that it builds.
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            command.env_remove(name);
        }
    }
    command
}

/// Builds a package of the benchmarks for release; the program.
pub(crate) fn program(package: &str) -> anyhow::Result<PathBuf> {
    let arguments = ["build", "--quiet", "--release", "--locked", "--package", package];
    process::run(cargo(arguments).arg("--manifest-path").arg(manifest()).arg("--target-dir").arg(target()))?;
    Ok(target().join("release").join(package))
}

/// Builds what the project's tests run, the programs of its maintainers among it; what cargo says of each crate, in JSON.
pub(crate) fn build_for_tests() -> anyhow::Result<String> {
    let arguments = ["test", "--workspace", "--no-run", "--locked", "--message-format", "json"];
    Ok(process::run(&mut cargo(arguments))?.stdout)
}

/// A program of the maintainers, where [`build_for_tests`] puts it.
pub(crate) fn maintainers_program(name: &str) -> PathBuf {
    root().join("target/debug").join(name)
}

/// Builds a package into an empty directory, as its users do when they first build it.
pub(crate) fn clean_build(manifest: &Path, package: &str) -> anyhow::Result<Run> {
    let directory = tempfile::tempdir()?;
    let arguments = ["build", "--quiet", "--locked", "--package", package];
    let mut command = cargo(arguments);
    command.arg("--manifest-path").arg(manifest).arg("--target-dir").arg(directory.path());
    process::run(&mut command)
}

/// The crates that a package takes, itself included, as `name version`.
pub(crate) fn crates(manifest: &Path, package: &str, more: &[&str]) -> anyhow::Result<BTreeSet<String>> {
    let arguments =
        ["tree", "--quiet", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let mut command = cargo(arguments);
    command.arg("--manifest-path").arg(manifest).args(["--package", package]).args(more);
    let tree = process::run(&mut command)?.stdout;
    let name = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(tree.lines().filter(|line| !line.trim().is_empty()).map(name).collect())
}

/// The optional dependencies of the SDK.
pub(crate) fn optional_dependencies() -> anyhow::Result<BTreeSet<String>> {
    let metadata =
        process::run(&mut cargo(["metadata", "--format-version", "1", "--no-deps", "--locked"]))?.stdout;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("cargo metadata names the packages")?;
    let sdk =
        packages.iter().find(|package| package["name"] == "certcentral").context("the SDK is one of them")?;
    let dependencies = sdk["dependencies"].as_array().into_iter().flatten();
    let optional = dependencies.filter(|dependency| dependency["optional"] == true);
    Ok(optional.filter_map(|dependency| dependency["name"].as_str().map(str::to_owned)).collect())
}
