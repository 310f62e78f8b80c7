//! Puts what was measured into the README, between two marks.

use anyhow::Context as _;

use crate::cargo::root;

const START: &str = "<!-- What follows is written by `cargo xtask bench --readme`. -->";
const END: &str = "<!-- Until here. -->";

/// # Errors
///
/// If README.md cannot be read or written, or has not both marks.
pub(crate) fn put(text: &str) -> anyhow::Result<()> {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).context("README.md")?;
    std::fs::write(&path, with(&readme, text).context("README.md")?).context("README.md")?;
    eprintln!("wrote README.md");
    Ok(())
}

/// The README with this text between the marks.
fn with(readme: &str, text: &str) -> anyhow::Result<String> {
    let (before, rest) = readme.split_once(START).with_context(|| format!("there is no line `{START}`"))?;
    let (_, after) =
        rest.split_once(END).with_context(|| format!("there is no line `{END}` after `{START}`"))?;
    Ok(format!("{before}{START}\n\n{text}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_between_the_marks_is_replaced_and_nothing_else() {
        let readme = format!("a\n{START}\nold\n{END}\nb\n");
        let replaced = with(&readme, "new").ok();
        assert_eq!(replaced, Some(format!("a\n{START}\n\nnew\n\n{END}\nb\n")));
        assert_eq!(replaced.as_deref().and_then(|readme| with(readme, "new").ok()), replaced);
        for wrong in ["", START, END, &format!("{END}{START}")] {
            assert!(with(wrong, "new").is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_readme_has_both_marks() {
        let readme = std::fs::read_to_string(root().join("README.md")).expect("a README");
        assert!(with(&readme, "").is_ok());
    }
}
