//! `cargo xtask codegen`: generates code, and writes it or compares it with the files on disk.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use similar::TextDiff;

use super::terminal::{colour, print};
use crate::check::Checked;
use crate::codegen::{Difference, GeneratedFile, differences, generate, generate_package, present, write};
use crate::diagnostics::human;
use crate::workspace::{DOCUMENT, root};

/// The options of `cargo xtask codegen`.
#[derive(Args, Debug)]
pub struct Options {
    /// Generate a crate from this document instead
    #[arg(long, value_name = "FILE", requires = "out", hide = true)]
    document: Option<PathBuf>,
    /// Write that crate into this directory
    #[arg(long, value_name = "DIR", requires = "document", hide = true)]
    out: Option<PathBuf>,
    /// Write nothing: print what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
}

/// Generates code, and writes it or compares it with the files on disk.
///
/// # Errors
///
/// If the document has errors, or a file cannot be read or written.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    match (&options.document, &options.out) {
        (Some(document), Some(out)) => package(document, out, options.check),
        _ => workspace(options.check),
    }
}

/// Generates from the workspace's document. Warnings are errors in it.
fn workspace(check: bool) -> anyhow::Result<ExitCode> {
    let root = root();
    let document = Checked::read(&root.join(DOCUMENT), DOCUMENT)?.deny_warnings()?;
    let files = generate(&document)?;
    let differences = differences(&files, &present(&root)?);
    let output = Output { root: &root, shown: Path::new(""), command: "cargo xtask codegen".to_owned() };
    output.run(&files, &differences, check)
}

/// Generates a crate from any document.
fn package(document: &Path, out: &Path, check: bool) -> anyhow::Result<ExitCode> {
    let command = format!("cargo xtask codegen --document {} --out {}", document.display(), out.display());
    let document = Checked::read(document, &document.display().to_string())?;
    let package = generate_package(&document)?;
    if !document.warnings().items.is_empty() {
        eprintln!("{}", human::render(document.warnings(), colour(&std::io::stderr())));
    }
    let differences = package.differences(out)?;
    Output { root: out, shown: out, command }.run(&package.files, &differences, check)
}

/// The destination of generated files.
struct Output<'a> {
    /// The directory that their paths are relative to.
    root: &'a Path,
    /// The same directory, as printed.
    shown: &'a Path,
    /// The command that writes them.
    command: String,
}

impl Output<'_> {
    fn run(
        &self,
        files: &[GeneratedFile],
        differences: &[Difference],
        check: bool,
    ) -> anyhow::Result<ExitCode> {
        let mut log = String::new();
        let differs = |path: &str| differences.iter().any(|difference| difference.path == path);
        for file in files.iter().filter(|file| !differs(&file.path)) {
            self.line(&mut log, "current  ", &file.path);
        }
        if check {
            self.compare(&mut log, differences);
        } else {
            write(self.root, differences)?;
            for Difference { path, generated, .. } in differences {
                self.line(&mut log, if generated.is_some() { "wrote    " } else { "removed  " }, path);
            }
        }
        print(&log)?;
        Ok(if check && !differences.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    fn line(&self, log: &mut String, action: &str, path: &str) {
        log.extend([action, &self.show(path), "\n"]);
    }

    fn show(&self, path: &str) -> String {
        self.shown.join(path).display().to_string()
    }

    /// Appends a unified diff of each file to the log, and the command that writes the files.
    fn compare(&self, log: &mut String, differences: &[Difference]) {
        for Difference { path, present, generated } in differences {
            let (old, new) =
                (present.as_deref().unwrap_or_default(), generated.as_deref().unwrap_or_default());
            let shown = self.show(path);
            let diff = TextDiff::from_lines(old, new);
            let mut diff = diff.unified_diff();
            let diff =
                diff.context_radius(3).header(&format!("a/{shown}"), &format!("b/{shown}")).to_string();
            log.push_str(&diff);
        }
        match differences.len() {
            0 => {}
            1 => log.extend(["1 file differs from the document: run `", &self.command, "`\n"]),
            count => {
                // Writing to a `String` does not fail.
                let _ = writeln!(log, "{count} files differ from the document: run `{}`", self.command);
            }
        }
    }
}
