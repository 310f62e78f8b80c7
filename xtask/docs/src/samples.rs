//! The samples: a program in each language for an operation, `openapi/samples/<operationId>.<extension>`.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context as _, bail};
use xtask::check::Checked;
use xtask::spelling::suggest;

use super::SAMPLES;

/// A language that samples are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// The extension of its files.
    pub extension: &'static str,
    /// What a renderer calls it.
    pub lang: &'static str,
    /// What it is called on the page.
    pub label: &'static str,
}

/// The languages, in the order of the page.
pub const LANGUAGES: [Language; 5] = [
    Language { extension: "sh", lang: "Shell", label: "curl" },
    Language { extension: "py", lang: "Python", label: "Python" },
    Language { extension: "go", lang: "Go", label: "Go" },
    Language { extension: "mjs", lang: "JavaScript", label: "Node" },
    Language { extension: "rs", lang: "Rust", label: "Rust" },
];

/// A sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The operation that it calls.
    pub operation_id: String,
    /// Its language.
    pub language: Language,
    /// Its text.
    pub source: String,
}

/// Reads the samples in `directory`: by operation in the document's order, then by language. Hidden files are none.
///
/// # Errors
///
/// All that is wrong, each with the file's name: a file that belongs to no operation or to no language, that is
/// empty or no plain text; an operation that has samples, but not in every language; a directory that cannot be read.
pub fn read(document: &Checked, directory: &Path) -> anyhow::Result<Vec<Sample>> {
    let mut files = files(directory)?;
    let ids: Vec<_> = document.api().operations.iter().map(|operation| operation.id.clone()).collect();
    let (mut samples, mut wrong) = (Vec::new(), Vec::new());
    for id in &ids {
        let own = LANGUAGES.map(|language| {
            let name = format!("{id}.{}", language.extension);
            (language, files.remove(&name), name)
        });
        if own.iter().all(|(_, bytes, _)| bytes.is_none()) {
            continue;
        }
        for (language, bytes, name) in own {
            match bytes
                .ok_or_else(|| format!("is missing: `{id}` has samples in other languages"))
                .and_then(text)
            {
                Ok(source) => samples.push(Sample { operation_id: id.clone(), language, source }),
                Err(why) => wrong.push(format!("{SAMPLES}/{name}: {why}")),
            }
        }
    }
    wrong.extend(files.keys().map(|name| format!("{SAMPLES}/{name}: {}", stray(name, &ids, &document.path))));
    if wrong.is_empty() { Ok(samples) } else { bail!("{}", wrong.join("\n")) }
}

/// The files of the directory, by their names.
fn files(directory: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let entries = match std::fs::read_dir(directory) {
        // Without a sample there is no directory: git keeps no empty ones.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(files),
        entries => entries.with_context(|| format!("{SAMPLES}: cannot be read"))?,
    };
    for entry in entries {
        let entry = entry.with_context(|| format!("{SAMPLES}: cannot be read"))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // What editors and file managers leave behind.
        if name.starts_with('.') {
            continue;
        }
        let bytes = match std::fs::read(entry.path()) {
            Err(error) if error.kind() == ErrorKind::IsADirectory => Vec::new(),
            bytes => bytes.with_context(|| format!("{SAMPLES}/{name}: cannot be read"))?,
        };
        files.insert(name, bytes);
    }
    Ok(files)
}

/// The text of a sample, as it can be pasted.
fn text(bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|_| "is not UTF-8")?;
    if text.trim().is_empty() {
        return Err("is empty".to_owned());
    }
    if text.starts_with('\u{feff}') {
        return Err("begins with a byte order mark, which shells and compilers refuse: remove it".to_owned());
    }
    // A checkout may have its own line ends; what is published has not.
    Ok(text.replace("\r\n", "\n"))
}

/// Why a file is no sample.
fn stray(name: &str, ids: &[String], document: &str) -> String {
    let (id, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    if !ids.iter().any(|known| known == id) {
        let meant = suggest(id, ids.iter().map(String::as_str));
        let meant = meant.map_or_else(|| "remove it".to_owned(), |meant| format!("did you mean `{meant}`?"));
        return format!("{document} has no operation `{id}`: {meant}");
    }
    let known = LANGUAGES.map(|language| format!("`.{}` ({})", language.extension, language.label));
    format!("no language of the samples has the extension `.{extension}`: they are {}", known.join(", "))
}
