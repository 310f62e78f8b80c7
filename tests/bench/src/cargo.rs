//! Builds packages and counts crates with cargo.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use serde_json::Value;

use crate::process::{self, Run};

/// Returns the root of the project.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_path_buf()
}

/// Returns the manifest of the benchmarks' own workspace.
pub(crate) fn manifest() -> PathBuf {
    root().join("tests/bench/Cargo.toml")
}

/// Returns the target directory of the clients, which is kept between runs.
fn target() -> PathBuf {
    root().join("target/bench")
}

/// Returns a `cargo` command that runs at the root of the project.
pub(crate) fn cargo<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    // cargo sets these variables for this program; a nested cargo must not pass them to its builds.
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

/// Builds a package of the benchmarks in release mode; returns the path of the program.
pub(crate) fn program(package: &str) -> anyhow::Result<PathBuf> {
    let arguments = ["build", "--quiet", "--release", "--locked", "--package", package];
    process::run(cargo(arguments).arg("--manifest-path").arg(manifest()).arg("--target-dir").arg(target()))?;
    Ok(target().join("release").join(package))
}

/// Builds the project's tests and the maintainer commands; returns cargo's messages, one JSON value per line.
pub(crate) fn build_for_tests() -> anyhow::Result<String> {
    let arguments = ["test", "--workspace", "--no-run", "--locked", "--message-format", "json"];
    Ok(process::run(&mut cargo(arguments))?.stdout)
}

/// Returns the path of a maintainer command that [`build_for_tests`] built.
pub(crate) fn maintainers_program(name: &str) -> PathBuf {
    root().join("target/debug").join(name)
}

/// Builds a package into an empty target directory.
pub(crate) fn clean_build(manifest: &Path, package: &str) -> anyhow::Result<Run> {
    let directory = tempfile::tempdir()?;
    let arguments = ["build", "--quiet", "--locked", "--package", package];
    let mut command = cargo(arguments);
    command.arg("--manifest-path").arg(manifest).arg("--target-dir").arg(directory.path());
    process::run(&mut command)
}

/// Returns the crates in a package's dependency tree, itself included, as `name version`.
pub(crate) fn crates(manifest: &Path, package: &str, more: &[&str]) -> anyhow::Result<BTreeSet<String>> {
    let arguments =
        ["tree", "--quiet", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let mut command = cargo(arguments);
    command.arg("--manifest-path").arg(manifest).args(["--package", package]).args(more);
    let tree = process::run(&mut command)?.stdout;
    let name = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Ok(tree.lines().filter(|line| !line.trim().is_empty()).map(name).collect())
}

/// Returns the names of the SDK's optional dependencies.
pub(crate) fn optional_dependencies() -> anyhow::Result<BTreeSet<String>> {
    let metadata =
        process::run(&mut cargo(["metadata", "--format-version", "1", "--no-deps", "--locked"]))?.stdout;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("expected `packages` from cargo metadata")?;
    let sdk = packages
        .iter()
        .find(|package| package["name"] == "certcentral")
        .context("expected the package `certcentral`")?;
    let dependencies = sdk["dependencies"].as_array().into_iter().flatten();
    let optional = dependencies.filter(|dependency| dependency["optional"] == true);
    Ok(optional.filter_map(|dependency| dependency["name"].as_str().map(str::to_owned)).collect())
}
