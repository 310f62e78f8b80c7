//! A generated file, and its header.

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// The path relative to the root of the workspace or of the crate, with `/` as the separator.
    pub path: String,
    /// The text.
    pub text: String,
}

/// The names that generated code mentions.
pub(super) struct Origin<'a> {
    /// The crate that the code is in.
    pub(super) crate_name: &'a str,
    /// The document that it is generated from.
    pub(super) document: &'a str,
}

impl Origin<'_> {
    /// The first line of a generated file, after the comment's start.
    pub(super) fn header(&self) -> String {
        format!(
            "Generated from {} by `cargo xtask codegen`. Edit the document, not this file.",
            self.document
        )
    }
}
