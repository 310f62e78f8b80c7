//! The crate's `Cargo.toml`: the SDK's manifest, without references to the workspace.

use std::path::Path;

use anyhow::Context as _;
use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

use crate::codegen::file::Origin;

/// The manifest's path in the crate.
pub(super) const PATH: &str = "Cargo.toml";

/// The string that identifies a generated manifest.
pub(super) const MARKER: &str = "by `cargo xtask codegen`";

/// Returns the manifest of a standalone crate.
pub(super) fn text(root: &Path, origin: &Origin<'_>) -> anyhow::Result<String> {
    let read = |path: &str| -> anyhow::Result<DocumentMut> {
        let text =
            std::fs::read_to_string(root.join(path)).with_context(|| format!("{path}: cannot be read"))?;
        text.parse().with_context(|| format!("{path}: expected TOML"))
    };
    let (mut manifest, workspace) = (read("sdk/Cargo.toml")?, read("Cargo.toml")?);
    let workspace = &workspace["workspace"];
    let mut package = Table::new();
    package["name"] = value(origin.crate_name);
    for key in ["edition", "rust-version"] {
        package[key] = workspace["package"][key].clone();
    }
    manifest["package"] = Item::Table(package);
    let dependencies = manifest["dependencies"].as_table_like_mut().into_iter();
    let dependencies = dependencies.flat_map(TableLike::iter_mut);
    for (key, item) in dependencies.filter(|(_, item)| item.get("workspace").is_some()) {
        *item = merged(&workspace["dependencies"][key.get()], item);
    }
    for section in ["dev-dependencies", "example"] {
        manifest.remove(section);
    }
    manifest["lints"] = lints(workspace);
    // Makes the crate its own workspace, wherever it is written.
    manifest["workspace"] = Item::Table(Table::new());
    Ok(format!("# {}\n\n{manifest}", origin.header()))
}

fn lints(workspace: &Item) -> Item {
    let mut lints = Table::new();
    lints.set_implicit(true);
    let shared = workspace.get("lints").and_then(Item::as_table_like);
    for (tool, levels) in shared.into_iter().flat_map(TableLike::iter) {
        let levels = levels.as_table_like().into_iter().flat_map(TableLike::iter);
        lints[tool] = Item::Table(levels.map(|(name, level)| (name, level.clone())).collect());
    }
    Item::Table(lints)
}

/// Merges the workspace's entry for a dependency with the SDK's.
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
    value(merged)
}
