//! `cargo xtask docs`, as it is called.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::{build, write};
use crate::workspace::root;

/// What `cargo xtask docs` takes.
#[derive(Args, Debug)]
pub struct Options {
    /// The directory that the site goes to, in the place of target/site
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
}

/// Builds the site.
///
/// # Errors
///
/// If the document or a sample is wrong, a tool is missing, or the site cannot be written.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let root = root();
    let out = options.out.clone().unwrap_or_else(|| root.join("target/site"));
    write(&build(&root)?, &out)?;
    let index = out.join("index.html");
    println!("wrote    {}", index.display());
    if options.open {
        open(&index)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn open(index: &Path) -> anyhow::Result<()> {
    opener::open(index)
        .with_context(|| format!("no browser can be opened: open {} in yours", index.display()))
}
