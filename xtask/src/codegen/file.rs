//! A generated file and its header comment.

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// The path relative to the root of the workspace or of the crate, with `/` as the separator.
    pub path: String,
    /// The file's text.
    pub text: String,
}

/// The names that generated code mentions.
pub(super) struct Origin<'a> {
    /// The crate that contains the code.
    pub(super) crate_name: &'a str,
    /// The document, as printed in the header comment.
    pub(super) document: &'a str,
}

impl Origin<'_> {
    /// Returns the first line of a generated file, without the comment marker.
    pub(super) fn header(&self) -> String {
        format!(
            "Generated from {} by `cargo xtask codegen`. Edit the document, not this file.",
            self.document
        )
    }
}
