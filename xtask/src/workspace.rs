//! Where things are in this workspace.

use std::path::{Path, PathBuf};

/// The document, relative to the workspace's root.
pub const DOCUMENT: &str = "openapi/certcentral.yaml";

/// The name of the SDK's crate.
pub const CRATE: &str = "certcentral";

/// The workspace's root, wherever the command was started.
#[must_use]
pub fn root() -> PathBuf {
    // `cargo run` says where the package is now; without cargo, it is where it was built.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.filter(|path| path.ends_with("xtask"));
    let package = package.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    package.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
