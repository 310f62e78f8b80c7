//! Paths and names in this workspace.

use std::path::{Path, PathBuf};

/// The document, relative to the workspace's root.
pub const DOCUMENT: &str = "openapi/certcentral.yaml";

/// The name of the SDK's crate.
pub const CRATE: &str = "certcentral";

/// The packages that implement the commands, relative to the workspace's root.
const PACKAGES: [&str; 2] = ["xtask", "xtask/docs"];

/// Returns the workspace's root. It does not depend on the current directory.
#[must_use]
pub fn root() -> PathBuf {
    // `cargo run` sets the variable. Without cargo, uses the directory in which the package was built.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let now = package.as_deref().and_then(above);
    let built = || above(Path::new(env!("CARGO_MANIFEST_DIR")));
    now.or_else(built).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Returns the workspace's root if `package` is the directory of one of the [`PACKAGES`].
fn above(package: &Path) -> Option<&Path> {
    let name = PACKAGES.iter().find(|name| package.ends_with(name))?;
    package.ancestors().nth(Path::new(name).components().count())
}
