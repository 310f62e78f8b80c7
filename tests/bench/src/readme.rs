//! Puts what was measured into the README, between two marks.

use anyhow::{Context as _, bail};

use crate::cargo::root;

const START: &str = "<!-- What follows is written by `cargo xtask bench --readme`. -->";
const END: &str = "<!-- Until here. -->";

/// # Errors
///
/// If README.md cannot be read or written, or has not both marks.
pub(crate) fn put(text: &str) -> anyhow::Result<()> {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).context("README.md")?;
    let (before, rest) =
        readme.split_once(START).with_context(|| format!("README.md has no line `{START}`"))?;
    let Some((_, after)) = rest.split_once(END) else {
        bail!("README.md has no line `{END}` after `{START}`")
    };
    std::fs::write(&path, format!("{before}{START}\n\n{text}\n\n{END}{after}")).context("README.md")?;
    eprintln!("wrote README.md");
    Ok(())
}
