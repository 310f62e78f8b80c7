//! A sample as a program: made ready once, and run with nothing in its environment but what it asks for.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::{Child, Command};
use xtask::workspace::root;
use xtask_docs::SAMPLES;
use xtask_docs::samples::Sample;

use crate::tools::{Found, find, output};

/// The shells that readers paste into. In zsh, some names of variables are taken.
const SHELLS: [&str; 3] = ["sh", "bash", "zsh"];

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
    /// The ways to run a sample, each with its name: by the tools of its language, after it was compiled into
    /// `directory`, or from among the `binaries` of this package. Within: why it does not compile.
    #[must_use]
    pub fn ways(
        sample: &Sample,
        directory: &Path,
        binaries: &Path,
    ) -> Vec<(String, Found<Result<Self, String>>)> {
        let Sample { operation_id, language, .. } = sample;
        let file = root().join(SAMPLES).join(format!("{operation_id}.{}", language.extension));
        let by = |program: Found, arguments: &[&str]| {
            let arguments = arguments.iter().map(OsString::from).chain([file.clone().into()]);
            program.map(|program| Ok(Self { program, arguments: arguments.collect() }))
        };
        let name = language.label.to_owned();
        match language.extension {
            "sh" => {
                let way = |shell| (format!("{name}, {shell}"), by(find("curl").and(find(shell)), &[]));
                SHELLS.map(way).to_vec()
            }
            "py" => vec![(name, by(python(), &["-W", "error"]))],
            "go" => vec![(name, find("go").map(|go| build_go(&go, &file, directory.join(operation_id))))],
            "mjs" => vec![(name, by(node(), &[]))],
            "rs" => {
                let program = binaries.join(operation_id).with_extension(std::env::consts::EXE_EXTENSION);
                let missing = format!("tests/Cargo.toml has no [[bin]] `{operation_id}`: add it");
                let built = program.is_file().then_some(Self { program, arguments: Vec::new() });
                vec![(name, Ok(built.ok_or(missing)))]
            }
            other => vec![(name, Ok(Err(format!("say how a sample with the extension `.{other}` is run"))))],
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

/// The interpreter itself: a shim in its place wants an environment.
fn python() -> Found {
    let python = find("python3")?;
    let found = output(&python, &["-c", "import sys, requests; print(sys.executable)"]);
    found.map(PathBuf::from).map_err(|_| "requests is not installed: run `pip install requests`".to_owned())
}

fn node() -> Found {
    let node = find("node")?;
    let version = output(&node, &["--version"])?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE) {
        Ok(node)
    } else {
        Err(format!("node {version} is older than {NODE}"))
    }
}

/// Compiles a sample in Go, from what Go brings along: no module is fetched. Its form is part of it.
fn build_go(go: &Path, file: &Path, program: PathBuf) -> Result<Program, String> {
    let go = |arguments: &[&OsStr]| {
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
