//! Runs programs and measures them.

use std::fmt;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, bail};
use wait4::Wait4 as _;

/// The output and cost of a program that succeeded.
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// Wall-clock time, in seconds.
    pub(crate) seconds: f64,
    /// CPU time of the program and its children, in seconds.
    pub(crate) cpu_seconds: f64,
}

/// Runs a program to its end.
///
/// # Errors
///
/// If it cannot be started, or fails; the error then contains its output.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<Run> {
    let shown = format!("{command:?}");
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {shown}"))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    // Both pipes are read at the same time, because a full pipe would block the program.
    let errors = std::thread::spawn(move || text(stderr));
    let stdout = text(stdout)?;
    let ended = child.wait4()?;
    let seconds = started.elapsed().as_secs_f64();
    let stderr = errors.join().unwrap_or_else(|_| Ok(String::new()))?;
    if !ended.status.success() {
        bail!("{shown}: {}\n{stdout}{stderr}", ended.status);
    }
    let usage = ended.rusage;
    let cpu_seconds = (usage.utime + usage.stime).as_secs_f64();
    Ok(Run { stdout, stderr, seconds, cpu_seconds })
}

fn text(pipe: Option<impl Read>) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_end(&mut bytes)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Counts for all `items` in parallel. Suits counts only, which do not depend on the machine's load.
pub(crate) fn in_parallel<I: Sync, T: Send>(
    items: &[I],
    count: impl Fn(&I) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Vec<T>> {
    let count = &count;
    std::thread::scope(|scope| {
        let threads: Vec<_> = items.iter().map(|item| scope.spawn(move || count(item))).collect();
        let counts = threads.into_iter().map(|thread| match thread.join() {
            Ok(count) => count,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        counts.collect()
    })
}

/// The error for a missing tool.
#[derive(Debug)]
pub(crate) struct Missing {
    pub(crate) what: String,
    /// The command that installs it, or its purpose.
    pub(crate) why: String,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} not found: {}", self.what, self.why)
    }
}

impl std::error::Error for Missing {}

/// Finds the first of the named programs in `PATH`.
///
/// # Errors
///
/// [`Missing`] if there is none.
pub(crate) fn find(names: &[&str], why: &str) -> Result<PathBuf, Missing> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places =
        names.iter().flat_map(|name| std::env::split_paths(&path).map(move |place| place.join(name)));
    let missing = || Missing { what: names.join(" or "), why: why.to_owned() };
    places.into_iter().find(|place| place.is_file()).ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_program_is_an_error_with_its_output() {
        let failed = run(Command::new("sh").args(["-c", "echo this; echo that >&2; exit 3"]));
        let said = failed.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(said.contains("this\nthat") && said.contains("exit status: 3"), "{said}");
        assert!(run(&mut Command::new("there-is-no-such-program")).is_err());
    }
}
