//! The command: the site is built, then written or served.

use std::ffi::OsStr;
use std::process::ExitCode;

use anyhow::Context as _;
use xtask::commands::docs::Options;
use xtask::commands::terminal::print_error;
use xtask::workspace::root;

use super::serve::serve;
use super::{build, write};

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
