//! Checks that versions were raised as the changes require.

use anyhow::Context as _;
use semver::Version;
use serde::Serialize;
use toml_edit::DocumentMut;

use super::change::{Bump, Impact};

/// An old and a new version, and the version that the changes require.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct RequiredBump {
    /// The name of the version's source.
    pub(super) of: &'static str,
    /// The old version.
    pub(super) old: String,
    /// The new version.
    pub(super) new: String,
    /// The impact of the worst change.
    pub(super) impact: Impact,
    /// The lowest version that permits the changes, or `None` if the old one is not a semantic version.
    pub(super) needs: Option<String>,
    /// True if the new version permits the changes.
    pub(super) admitted: bool,
}

impl RequiredBump {
    pub(super) fn new(of: &'static str, (old, new): (&str, &str), impact: Impact) -> Self {
        let needs = Version::parse(old).ok().map(|old| raised(&old, impact.bump()));
        let core = |version: &Version| (version.major, version.minor, version.patch);
        let admitted = match (&needs, Version::parse(new)) {
            // A pre-release such as `2.0.0-rc.1` counts as the release.
            (Some(needs), Ok(new)) => core(&new) >= core(needs),
            _ => impact == Impact::None || old != new,
        };
        let needs = needs.map(|needs| needs.to_string());
        Self { of, old: old.to_owned(), new: new.to_owned(), impact, needs, admitted }
    }
}

/// Returns the lowest version after the bump. Before 1.0.0, a major bump raises the second number, as in Cargo.
fn raised(old: &Version, bump: Bump) -> Version {
    let Version { major, minor, patch, .. } = *old;
    match (bump, major, minor) {
        (Bump::None, ..) => Version::new(major, minor, patch),
        (Bump::Major, 1.., _) => Version::new(major + 1, 0, 0),
        (Bump::Minor, 1.., _) | (Bump::Major, 0, 1..) => Version::new(major, minor + 1, 0),
        _ => Version::new(major, minor, patch + 1),
    }
}

/// The name and version in a crate's manifest.
pub(super) struct Manifest {
    pub(super) name: String,
    pub(super) version: String,
}

impl Manifest {
    /// Parses a manifest. Errors name it `shown`.
    ///
    /// # Errors
    ///
    /// If it is not TOML, or the crate's name or version is not a string.
    pub(super) fn parse(text: &str, shown: &str) -> anyhow::Result<Self> {
        let manifest: DocumentMut = text.parse().with_context(|| format!("{shown}: expected TOML"))?;
        let text = |key: &str| {
            let value = manifest.get("package")?.get(key)?.as_str()?;
            Some(value.to_owned())
        };
        let read = || Some(Self { name: text("name")?, version: text("version")? });
        read().with_context(|| format!("{shown}: expected `name` and `version` as strings in `[package]`"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

    use super::*;

    #[test]
    fn before_1_0_0_a_major_bump_raises_the_second_number() {
        let cases = [
            ("1.2.3", Bump::Major, "2.0.0"),
            ("1.2.3", Bump::Minor, "1.3.0"),
            ("1.2.3", Bump::Patch, "1.2.4"),
            ("1.2.3", Bump::None, "1.2.3"),
            ("0.2.3", Bump::Major, "0.3.0"),
            ("0.2.3", Bump::Minor, "0.2.4"),
            ("0.2.3", Bump::Patch, "0.2.4"),
            ("0.0.3", Bump::Major, "0.0.4"),
        ];
        for (old, bump, new) in cases {
            assert_eq!(raised(&Version::parse(old).unwrap(), bump).to_string(), new, "{old} {bump}");
        }
    }

    #[test]
    fn version_must_be_raised_as_far_as_the_changes_require() {
        let cases = [
            ("1.0.0", "2.0.0", Impact::Breaking, true),
            ("1.0.0", "1.9.9", Impact::Breaking, false),
            ("1.0.0", "2.0.0-rc.1", Impact::Breaking, true),
            ("1.0.0", "1.1.0", Impact::Compatible, true),
            ("1.0.0", "1.0.1", Impact::Compatible, false),
            ("1.0.0", "1.0.0", Impact::Documentation, false),
            ("1.0.0", "1.0.0", Impact::None, true),
            ("1.0.0", "0.9.0", Impact::None, false),
            ("2026-01", "2026-02", Impact::Breaking, true),
            ("2026-01", "2026-01", Impact::Breaking, false),
        ];
        for (old, new, impact, admitted) in cases {
            assert_eq!(
                RequiredBump::new("it", (old, new), impact).admitted,
                admitted,
                "{old} {new} {impact}"
            );
        }
    }
}
