//! Copies the SDK's hand-written sources into the crate of another document.

use std::path::Path;

use anyhow::Context as _;
use syn::{Attribute, File, Item, parse_quote};

use crate::codegen::file::{GeneratedFile, Origin};
use crate::codegen::format;
use crate::model::Api;
use crate::workspace::CRATE;

/// The modules that name operations of this workspace's document.
const OURS: [&str; 2] = ["guide", "lifecycle"];

/// Returns the SDK's files that every document's crate contains.
pub(super) fn read(sdk: &Path, api: &Api, origin: &Origin<'_>) -> anyhow::Result<Vec<GeneratedFile>> {
    let mut files = Vec::new();
    collect(&sdk.join("src"), "src", origin, &mut files)?;
    for file in &mut files {
        if file.path == "src/lib.rs" {
            let root = syn::parse_file(&file.text).context("src/lib.rs")?;
            file.text = format::text(origin, crate_root(root, api));
        }
    }
    Ok(files)
}

fn collect(
    directory: &Path,
    shown: &str,
    origin: &Origin<'_>,
    files: &mut Vec<GeneratedFile>,
) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(directory).with_context(|| shown.to_owned())? {
        let entry = entry.with_context(|| shown.to_owned())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{shown}/{name}");
        let is_ours = |module| path == format!("src/{module}") || path == format!("src/{module}.rs");
        if path == "src/generated" || OURS.into_iter().any(is_ours) {
            continue;
        }
        if entry.file_type().with_context(|| path.clone())?.is_dir() {
            collect(&entry.path(), &path, origin, files)?;
        } else {
            files.push(GeneratedFile { text: examples(&text(&entry.path())?, origin), path });
        }
    }
    Ok(())
}

fn text(path: &Path) -> anyhow::Result<String> {
    // Git may check out files with CRLF.
    Ok(std::fs::read_to_string(path).with_context(|| path.display().to_string())?.replace("\r\n", "\n"))
}

/// Replaces the crate's name in doc comments. Examples must import the crate by its name.
fn examples(source: &str, origin: &Origin<'_>) -> String {
    let (ours, theirs) = (format!("{CRATE}::"), format!("{}::", origin.crate_name));
    let lines = source.split_inclusive('\n').map(|line| {
        let is_doc = ["///", "//!"].iter().any(|start| line.trim_start().starts_with(start));
        if is_doc { line.replace(&ours, &theirs) } else { line.to_owned() }
    });
    lines.collect()
}

/// Rewrites `lib.rs`: removes the README and our modules, and documents the crate with the API's title and description.
fn crate_root(mut root: File, api: &Api) -> File {
    let doc = format!("{}\n\n{}", api.title, api.description);
    root.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
    let doc: Attribute = parse_quote!(#![doc = #doc]);
    root.attrs.insert(0, doc);
    root.items
        .retain(|item| !matches!(item, Item::Mod(module) if OURS.iter().any(|ours| module.ident == ours)));
    for item in &mut root.items {
        match item {
            Item::Mod(module) if module.ident == "runtime" => module.attrs.push(parse_quote!(
                #[allow(dead_code, unused_imports, reason = "some APIs use only part of the runtime")]
            )),
            _ => {}
        }
    }
    root
}
