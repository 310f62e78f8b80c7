//! Splits progenitor's single file into the files of the SDK.

use syn::{File, Item};

/// The generated code, split by file.
pub(super) struct Parts {
    pub(super) builder: File,
    pub(super) client: File,
    pub(super) httpmock: File,
    pub(super) types: File,
}

/// Splits progenitor's single file: each module becomes a file.
pub(super) fn split(sdk: File, httpmock: File) -> Parts {
    let empty = || File { shebang: None, frontmatter: None, attrs: Vec::new(), items: Vec::new() };
    let mut parts = Parts { builder: empty(), client: empty(), httpmock, types: empty() };
    for item in sdk.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                parts.types.items = module.content.map(|(_, items)| items).unwrap_or_default();
            }
            Item::Mod(module) if module.ident == "builder" => {
                parts.builder.items = module.content.map(|(_, items)| items).unwrap_or_default();
            }
            item => parts.client.items.push(item),
        }
    }
    parts
}
