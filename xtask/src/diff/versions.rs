//! Versions: what changes ask of them, and whether they were raised by that.

use anyhow::Context as _;
use semver::Version;
use serde::Serialize;
use toml_edit::DocumentMut;

use super::change::{Bump, Impact};

/// A version, before and after, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct RequiredBump {
    /// Where the version is written.
    pub(super) of: &'static str,
    /// What it was.
    pub(super) old: String,
    /// What it is.
    pub(super) new: String,
    /// What the worst change costs.
    pub(super) impact: Impact,
    /// The lowest version that admits the changes; none if the old one has no numbers to raise.
    pub(super) needs: Option<String>,
    /// Whether the new version admits them.
    pub(super) admitted: bool,
}

impl RequiredBump {
    pub(super) fn new(of: &'static str, (old, new): (&str, &str), impact: Impact) -> Self {
        let needs = Version::parse(old).ok().map(|old| raised(&old, impact.bump()));
        let core = |version: &Version| (version.major, version.minor, version.patch);
        let admitted = match (&needs, Version::parse(new)) {
            // A version that precedes a release, `2.0.0-rc.1`, is on its way to it.
            (Some(needs), Ok(new)) => core(&new) >= core(needs),
            _ => impact == Impact::None || old != new,
        };
        let needs = needs.map(|needs| needs.to_string());
        Self { of, old: old.to_owned(), new: new.to_owned(), impact, needs, admitted }
    }
}

/// The lowest version that is a bump away. Before 1.0.0 the second number stands for the first, as Cargo has it.
fn raised(old: &Version, bump: Bump) -> Version {
    let Version { major, minor, patch, .. } = *old;
    match (bump, major, minor) {
        (Bump::None, ..) => Version::new(major, minor, patch),
        (Bump::Major, 1.., _) => Version::new(major + 1, 0, 0),
        (Bump::Minor, 1.., _) | (Bump::Major, 0, 1..) => Version::new(major, minor + 1, 0),
        _ => Version::new(major, minor, patch + 1),
    }
}

/// A crate's manifest, as far as it is read.
pub(super) struct Manifest {
    pub(super) name: String,
    pub(super) version: String,
}

impl Manifest {
    /// Reads a manifest, shown as `shown`.
    ///
    /// # Errors
    ///
    /// If it is not TOML, or does not say the crate's name and version as text.
    pub(super) fn parse(text: &str, shown: &str) -> anyhow::Result<Self> {
        let manifest: DocumentMut = text.parse().with_context(|| format!("{shown}: not TOML"))?;
        let text = |key: &str| {
            let said = manifest.get("package")?.get(key)?.as_str()?;
            Some(said.to_owned())
        };
        let read = || Some(Self { name: text("name")?, version: text("version")? });
        read().with_context(|| format!("{shown}: `[package]` has no `name` or no `version` that is text"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

    use super::*;

    #[test]
    fn before_one_the_second_number_is_raised_for_what_breaks_and_the_third_for_all_else() {
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
    fn a_version_admits_changes_if_it_was_raised_by_enough() {
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
