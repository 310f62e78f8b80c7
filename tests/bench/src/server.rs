//! The service that clients call, in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::Context as _;
use serde_json::Value;

/// A running service. It ends with this.
pub(crate) struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// Where it is.
    pub(crate) base_url: String,
}

impl Server {
    /// Starts the service, which enforces `windows`: `LIMIT/MILLISECONDS` each, and before them its options.
    pub(crate) fn start(program: &Path, windows: &[&str]) -> anyhow::Result<Self> {
        let mut command = Command::new(program);
        command.args(windows).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("{} cannot be run", program.display()))?;
        let stdout = child.stdout.take().context("its output is piped")?;
        let mut server = Self { child, stdout: BufReader::new(stdout), base_url: String::new() };
        server.base_url = server.line()?;
        Ok(server)
    }

    /// Ends the service: what it saw.
    pub(crate) fn end(mut self) -> anyhow::Result<Value> {
        drop(self.child.stdin.take());
        Ok(serde_json::from_str(&self.line()?)?)
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        self.stdout.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with its input; if it has not, there is nobody left to ask.
        drop(self.child.stdin.take());
        self.child.wait().ok();
    }
}
