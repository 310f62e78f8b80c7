//! Tools that tests need and a machine may lack. A test without its tool is ignored, and says what is missing; with
//! [`REQUIRE_TOOLS`] it fails.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Failed, Trial};

/// The variable that makes a missing tool a failure, if it is `1`: CI sets it.
pub const REQUIRE_TOOLS: &str = "CERTCENTRAL_REQUIRE_TOOLS";

/// A tool, or in a few words what is missing.
pub type Found<T = PathBuf> = Result<T, String>;

/// The program `name`, where the shell would find it.
///
/// # Errors
///
/// If there is none.
pub fn find(name: &str) -> Found {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|directory| directory.join(name));
    places.find(|place| place.is_file()).ok_or_else(|| format!("{name} is not installed"))
}

/// What a program prints, without the line break at its end.
///
/// # Errors
///
/// If it cannot be run or fails: what it says.
pub fn output(program: &Path, arguments: &[impl AsRef<OsStr>]) -> Result<String, String> {
    let shown = program.display();
    let output =
        Command::new(program).args(arguments).output().map_err(|error| format!("{shown}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{shown}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// A test that needs a tool, or several.
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
