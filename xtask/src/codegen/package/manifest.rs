//! The crate's `Cargo.toml`: that of the SDK, standing alone.

use std::path::Path;

use anyhow::Context as _;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

use crate::codegen::Origin;
use crate::document::Document;
use crate::workspace::CRATE;

/// Where it is in the crate.
pub(super) const PATH: &str = "Cargo.toml";

/// The sections that name dependencies.
const DEPENDENCIES: [&str; 2] = ["dependencies", "dev-dependencies"];

/// The SDK's manifest and the workspace's, which it takes versions and lints from.
pub(super) struct Manifest {
    package: DocumentMut,
    workspace: DocumentMut,
}

impl Manifest {
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let read = |path: &str| -> anyhow::Result<DocumentMut> {
            let text = std::fs::read_to_string(root.join(path))
                .with_context(|| format!("{path}: cannot be read"))?;
            text.parse().with_context(|| format!("{path}: cannot be read"))
        };
        Ok(Self { package: read("sdk/Cargo.toml")?, workspace: read("Cargo.toml")? })
    }

    /// The names of the crates that the SDK uses, as code has them.
    pub(super) fn dependencies(&self) -> Vec<String> {
        let tables = DEPENDENCIES.iter().filter_map(|section| self.package.get(section)?.as_table_like());
        let names = tables.flat_map(|table| table.iter().map(|(name, _)| name.replace('-', "_")));
        names.filter(|name| name != CRATE).collect()
    }

    /// The manifest of a crate that holds `files` besides.
    pub(super) fn text(mut self, document: &Document, origin: &Origin<'_>, files: &[&str]) -> String {
        self.describe(document, origin, files);
        self.inherit_package();
        for section in DEPENDENCIES {
            self.inherit_dependencies(section, origin);
        }
        self.inherit_lints();
        // Examples are of another API.
        self.package.remove("example");
        // Wherever it lies, it is no member of a workspace around it.
        self.package["workspace"] = Item::Table(Table::new());
        format!("{}{}", header(origin), self.package)
    }

    fn describe(&mut self, document: &Document, origin: &Origin<'_>, files: &[&str]) {
        let info = &document.openapi.info;
        let package = &mut self.package["package"];
        package["name"] = value(origin.crate_name);
        let is_version = semver::Version::parse(&info.version).is_ok();
        package["version"] = value(if is_version { info.version.as_str() } else { "0.0.0" });
        package["description"] = value(format!("A client for {}", one_line(&info.title)));
        let mut metadata = Table::new();
        metadata["files"] = value(lines(files));
        if let Some(package) = package.as_table_like_mut() {
            for key in ["readme", "keywords", "categories", "publish"] {
                package.remove(key);
            }
        }
        package["metadata"]["codegen"] = Item::Table(metadata);
    }

    /// Puts the workspace's words where the package says `workspace = true`.
    fn inherit_package(&mut self) {
        let Some(package) = self.package["package"].as_table_like_mut() else { return };
        for (key, item) in package.iter_mut() {
            if inherits(item) {
                *item = self.workspace["workspace"]["package"][key.get()].clone();
            }
        }
    }

    fn inherit_lints(&mut self) {
        let mut lints = Table::new();
        lints.set_implicit(true);
        let shared = self.workspace["workspace"].get("lints").and_then(Item::as_table_like);
        for (tool, levels) in shared.into_iter().flat_map(TableLike::iter) {
            let levels = levels.as_table_like().into_iter().flat_map(TableLike::iter);
            lints[tool] = Item::Table(levels.map(|(name, level)| (name, level.clone())).collect());
        }
        self.package["lints"] = Item::Table(lints);
    }

    fn inherit_dependencies(&mut self, section: &str, origin: &Origin<'_>) {
        let Some(dependencies) = self.package.get_mut(section).and_then(Item::as_table_like_mut) else {
            return;
        };
        for (key, item) in dependencies.iter_mut() {
            if inherits(item) {
                *item = merged(&self.workspace["workspace"]["dependencies"][key.get()], item);
            }
        }
        // The crate depends on itself, for its tests.
        if let Some(own) = dependencies.remove(CRATE) {
            dependencies.insert(origin.crate_name, own);
        }
    }
}

/// The line that says whose the crate is.
pub(super) fn header(origin: &Origin<'_>) -> String {
    format!(
        "# Generated from {} by `cargo xtask codegen`. Edit the document, not this file.\n\n",
        origin.document
    )
}

/// The files that a manifest of ours says were generated with it; `None` if it is not ours.
pub(super) fn files(text: &str) -> Option<Vec<String>> {
    let manifest: DocumentMut = text.parse().ok()?;
    let files = manifest.get("package")?.get("metadata")?.get("codegen")?.get("files")?.as_array()?;
    files.iter().map(|file| Some(file.as_str()?.to_owned())).collect()
}

fn inherits(item: &Item) -> bool {
    item.get("workspace").and_then(Item::as_bool) == Some(true)
}

/// What the workspace says of a dependency, and what the package adds.
fn merged(shared: &Item, own: &Item) -> Item {
    let mut merged = match shared.as_value() {
        Some(Value::InlineTable(table)) => table.clone(),
        Some(version) => InlineTable::from_iter([("version", version.clone())]),
        None => InlineTable::new(),
    };
    for (key, item) in own.as_table_like().into_iter().flat_map(TableLike::iter) {
        match (key, item.as_value(), merged.get_mut(key)) {
            ("workspace", ..) | (_, None, _) => {}
            ("features", Some(Value::Array(added)), Some(Value::Array(features))) => {
                features.extend(added.iter().cloned());
            }
            (key, Some(value), _) => {
                merged.insert(key, value.clone());
            }
        }
    }
    merged.fmt();
    match merged.get("version") {
        Some(version) if merged.len() == 1 => value(version.clone()),
        _ => value(merged),
    }
}

/// An array with a line for each text.
fn lines(texts: &[&str]) -> Array {
    let mut array: Array = texts.iter().copied().collect();
    for text in array.iter_mut() {
        text.decor_mut().set_prefix("\n    ");
    }
    array.set_trailing("\n");
    array.set_trailing_comma(true);
    array
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
