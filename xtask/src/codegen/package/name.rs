//! What the crate is called.

use std::fmt;

use heck::ToSnakeCase as _;

use crate::check::is_rust_identifier;
use crate::document::Document;

/// Crates that every Rust program may have already.
const STANDARD: [&str; 5] = ["alloc", "core", "proc_macro", "std", "test"];

/// A name that no crate can have here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError {
    /// Where it is from: the document's place, or the argument.
    place: String,
    name: String,
    why: &'static str,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, name, why } = self;
        write!(f, "{place}: error: `{name}` cannot be the crate's name: {why}\n  help: name it with `--name`")
    }
}

impl std::error::Error for NameError {}

/// The name that was asked for, or else the title's. `dependencies` are the names that the crate uses itself.
pub(super) fn choose(
    document: &Document,
    asked: Option<&str>,
    dependencies: &[String],
) -> Result<String, NameError> {
    let title = document.openapi.info.title.as_str();
    let name = asked.map_or_else(|| of_title(title), str::to_owned);
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let why = if name.is_empty() {
        "it has no letter from a to z"
    } else if !name.chars().all(is_word) || !is_rust_identifier(&name) {
        "it is not in snake_case, or is a keyword, or begins with a digit"
    } else if STANDARD.contains(&name.as_str()) || dependencies.contains(&name) {
        "the crate uses another one of this name"
    } else {
        return Ok(name);
    };
    let start = document.position("/info/title");
    let (place, name) = match asked {
        Some(asked) => ("--name".to_owned(), asked.to_owned()),
        None => (format!("{}:{}:{}", document.path, start.line, start.column), title.to_owned()),
    };
    Err(NameError { place, name, why })
}

/// A title in `snake_case`, of what a crate's name may hold.
fn of_title(title: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() { c } else { ' ' };
    title.chars().map(allowed).collect::<String>().to_snake_case()
}
