//! `cargo xtask docs`, as it is called.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::serve::serve;
use super::{build, write};
use crate::check::print_error;
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
    /// Write nothing: serve the site on loopback, build it again when something of it changes, and reload open pages
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "0", conflicts_with = "out")]
    serve: Option<u16>,
}

/// Builds the site, and writes or serves it.
///
/// # Errors
///
/// If the document or a sample is wrong, a tool is missing, or the site cannot be written or served.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let root = root();
    if let Some(port) = options.serve {
        let ready = |address: &str| {
            // Some browsers keep whoever opens them waiting; and without one, the site is served all the same.
            let address = address.to_owned();
            if options.open {
                std::thread::spawn(move || open(&address).unwrap_or_else(|error| print_error(&error)));
            }
        };
        serve(&root, port, ready)?;
        return Ok(ExitCode::SUCCESS);
    }
    let out = options.out.clone().unwrap_or_else(|| root.join("target/site"));
    write(&build(&root)?, &out)?;
    let index = out.join("index.html");
    println!("wrote    {}", index.display());
    if options.open {
        open(&index)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn open(place: impl AsRef<OsStr>) -> anyhow::Result<()> {
    let shown = place.as_ref().display().to_string();
    open::that(place).with_context(|| format!("no browser can be opened: open {shown} in yours"))
}
