//! Writes the measured tables into BENCHMARKS.md, between two markers.

use anyhow::Context as _;

use crate::cargo::root;

const FILE: &str = "BENCHMARKS.md";
const START: &str = "<!-- `cargo xtask bench --write` writes the tables from here on. -->";
const END: &str = "<!-- End of the tables. -->";

/// Replaces the tables in BENCHMARKS.md.
///
/// # Errors
///
/// If the file cannot be read or written, or a marker is missing.
pub(crate) fn write(tables: &str) -> anyhow::Result<()> {
    let path = root().join(FILE);
    let text = std::fs::read_to_string(&path).context(FILE)?;
    std::fs::write(&path, with(&text, tables).context(FILE)?).context(FILE)?;
    eprintln!("wrote {FILE}");
    Ok(())
}

/// Returns `text` with `tables` between the markers.
fn with(text: &str, tables: &str) -> anyhow::Result<String> {
    let (before, rest) =
        text.split_once(START).with_context(|| format!("expected a line `{START}`, found none"))?;
    let (_, after) = rest
        .split_once(END)
        .with_context(|| format!("expected a line `{END}` after `{START}`, found none"))?;
    Ok(format!("{before}{START}\n\n{tables}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_between_the_markers_is_replaced() {
        let text = format!("a\n{START}\nold\n{END}\nb\n");
        let replaced = with(&text, "new").ok();
        assert_eq!(replaced, Some(format!("a\n{START}\n\nnew\n\n{END}\nb\n")));
        assert_eq!(replaced.as_deref().and_then(|text| with(text, "new").ok()), replaced);
        for wrong in ["", START, END, &format!("{END}{START}")] {
            assert!(with(wrong, "new").is_err(), "{wrong}");
        }
    }

    #[test]
    fn benchmarks_file_has_both_markers() {
        let text = std::fs::read_to_string(root().join(FILE)).expect("the file");
        assert!(with(&text, "").is_ok());
    }
}
