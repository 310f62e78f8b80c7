//! The service that the measured clients call, in a process of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::Context as _;
use serde_json::Value;

/// A running service. Dropping it ends the process.
pub(crate) struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    pub(crate) base_url: String,
}

impl Server {
    /// Starts the service with these arguments: its options, then rate limits as `LIMIT/MILLISECONDS`.
    pub(crate) fn start(program: &Path, windows: &[&str]) -> anyhow::Result<Self> {
        let mut command = Command::new(program);
        command.args(windows).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let stdout = child.stdout.take().context("stdout is piped")?;
        let mut server = Self { child, stdout: BufReader::new(stdout), base_url: String::new() };
        server.base_url = server.line()?;
        Ok(server)
    }

    /// Ends the service and returns its counters.
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
        // The service exits when its standard input ends.
        drop(self.child.stdin.take());
        self.child.wait().ok();
    }
}
