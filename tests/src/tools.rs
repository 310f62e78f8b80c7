//! External tools that some tests need. A test whose tool is missing is ignored and names the tool; with
//! [`REQUIRE_TOOLS`] it fails.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};

/// The environment variable that turns missing tools into failures if it is `1`. CI sets it.
pub const REQUIRE_TOOLS: &str = "CERTCENTRAL_REQUIRE_TOOLS";

/// A tool, or a message that names the missing tool.
pub type Found<T = PathBuf> = Result<T, String>;

/// Finds the program `name` in `PATH`.
///
/// # Errors
///
/// If there is none.
pub fn find(name: &str) -> Found {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|directory| directory.join(name));
    places.find(|place| place.is_file()).ok_or_else(|| format!("{name} is not installed"))
}

/// Runs a program; returns its output without the trailing line break.
///
/// # Errors
///
/// If it cannot be started, or fails; the error then contains its error output.
pub fn output(program: &Path, arguments: &[impl AsRef<OsStr>]) -> Result<String, String> {
    let shown = program.display();
    let output =
        Command::new(program).args(arguments).output().map_err(|error| format!("{shown}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{shown}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Creates a test that needs one or several tools.
pub fn trial<T: Clone + Send + 'static>(
    name: impl Into<String>,
    tool: &Found<T>,
    test: impl FnOnce(T) -> Result<(), Failed> + Send + 'static,
) -> Trial {
    match tool {
        Ok(tool) => {
            let tool = tool.clone();
            Trial::test(name, move || test(tool))
        }
        Err(missing) => {
            let (is_required, why) = (are_required(), missing.clone());
            let trial = Trial::test(name, move || Err(why.into()));
            if is_required { trial } else { trial.with_ignored_flag(true).with_kind(missing) }
        }
    }
}

fn are_required() -> bool {
    std::env::var_os(REQUIRE_TOOLS).is_some_and(|value| value == "1")
}
