//! A sample as a program: made ready once, and run with nothing in its environment but what it asks for.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::{Child, Command};
use xtask::docs::SAMPLES;
use xtask::docs::samples::Sample;
use xtask::workspace::root;

use crate::tools::{Found, find, output};

/// The oldest Node that the samples are for.
const NODE: u32 = 20;

/// A sample that can be run.
#[derive(Clone, Debug)]
pub struct Program {
    program: PathBuf,
    arguments: Vec<OsString>,
}

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    /// Whether it says that it succeeded.
    pub is_success: bool,
    /// What it printed.
    pub stdout: String,
    /// What it printed of errors.
    pub stderr: String,
}

impl Program {
    /// Makes a sample ready: with the tools of its language, in `directory` if it has to be compiled, or among the
    /// `binaries` of this package.
    ///
    /// # Errors
    ///
    /// If a tool is missing; within, if the sample does not compile.
    pub fn prepare(sample: &Sample, directory: &Path, binaries: &Path) -> Found<Result<Self, String>> {
        let Sample { operation_id, language, .. } = sample;
        let file = root().join(SAMPLES).join(format!("{operation_id}.{}", language.extension));
        let run = |program: PathBuf, arguments: &[&str]| {
            let arguments = arguments.iter().map(OsString::from).chain([file.clone().into()]);
            Ok(Ok(Self { program, arguments: arguments.collect() }))
        };
        match language.extension {
            "sh" => find("curl").and(find("sh")).and_then(|sh| run(sh, &[])),
            "py" => {
                // The interpreter itself: a shim in its place wants an environment.
                let import = ["-c", "import sys, requests; print(sys.executable)"];
                let python = output(&find("python3")?, &import)
                    .map_err(|_| "requests is not installed (pip install requests)")?;
                run(python.into(), &["-W", "error"])
            }
            "go" => find("go").map(|go| build_go(&go, &file, directory.join(operation_id))),
            "mjs" => {
                let node = find("node")?;
                let version = output(&node, &["--version"])?;
                let major =
                    version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
                if major.is_none_or(|major: u32| major < NODE) {
                    return Err(format!("node {version} is older than {NODE}"));
                }
                run(node, &[])
            }
            "rs" => {
                let program = binaries.join(operation_id).with_extension(std::env::consts::EXE_EXTENSION);
                let missing = || format!("tests/Cargo.toml has no [[bin]] `{operation_id}`: add it");
                Ok(if program.is_file() {
                    Ok(Self { program, arguments: Vec::new() })
                } else {
                    Err(missing())
                })
            }
            other => Ok(Err(format!("say how a sample with the extension `.{other}` is run"))),
        }
    }

    /// Starts the sample in `directory`, with these variables, in a process group of its own.
    ///
    /// # Errors
    ///
    /// If it cannot be started.
    pub fn start(&self, directory: &Path, variables: &BTreeMap<String, String>) -> std::io::Result<Child> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(directory).env_clear().envs(variables);
        // A shell finds its programs there.
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        command.kill_on_drop(true).spawn()
    }
}

impl Run {
    /// Waits until a sample has ended.
    ///
    /// # Errors
    ///
    /// If the system cannot say.
    pub async fn of(child: Child) -> std::io::Result<Self> {
        let output = child.wait_with_output().await?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Self {
            is_success: output.status.success(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        })
    }
}

/// Compiles a sample in Go, from what Go brings along: no module is fetched. Its form is part of it.
fn build_go(go: &Path, file: &Path, program: PathBuf) -> Result<Program, String> {
    let go = |arguments: &[&std::ffi::OsStr]| {
        let mut command = std::process::Command::new(go);
        command.args(arguments).envs([
            ("CGO_ENABLED", "0"),
            ("GOFLAGS", ""),
            ("GOPROXY", "off"),
            ("GOTOOLCHAIN", "local"),
        ]);
        let output = command.output().map_err(|error| error.to_string())?;
        let says = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        if output.status.success() && says.is_empty() {
            Ok(())
        } else {
            Err(format!("{}: {says}", output.status))
        }
    };
    go(&["vet".as_ref(), file.as_ref()])?;
    go(&["build".as_ref(), "-o".as_ref(), program.as_ref(), file.as_ref()])?;
    Ok(Program { program, arguments: Vec::new() })
}
