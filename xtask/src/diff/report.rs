//! The report that `cargo xtask diff` prints, for people or as JSON.

use std::fmt;

use serde::Serialize;
use serde_json::{Value, json};

use super::change::{Change, Impact};
use super::semver_checks::{CrateCheck, TOOL};
use super::versions::RequiredBump;

/// The changes between two documents, and the versions and changelog entries that they require.
#[derive(Debug)]
pub struct Report {
    /// The old document's path or revision, as printed.
    pub(super) old: String,
    /// The new document's path, as printed.
    pub(super) new: String,
    pub(super) changes: Vec<Change>,
    pub(super) crate_check: CrateState,
    pub(super) required_bumps: Vec<RequiredBump>,
    pub(super) problems: Vec<Problem>,
    /// True if problems make the command fail: after the first release, or if two files are compared.
    pub(super) binding: bool,
}

/// The result of comparing the crate's Rust API.
#[derive(Debug)]
pub(super) enum CrateState {
    /// There is no old crate to compare with.
    NotCompared,
    /// Nothing has been released, and no revision was named.
    NotAsked,
    /// The tool is not installed.
    NotInstalled,
    /// The tool has compared the crate.
    Compared(CrateCheck),
}

/// A reason why the versions or the changelog do not match the changes.
#[derive(Debug, Serialize)]
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) help: String,
}

impl Report {
    /// Returns true if there are no problems, or nothing was released yet.
    #[must_use]
    pub fn is_admitted(&self) -> bool {
        !self.binding || self.problems.is_empty()
    }

    /// Returns the report as JSON. Keys are never removed; `format` increases if the meaning of one changes.
    #[must_use]
    pub fn json(&self) -> Value {
        let changes = self.changes.iter().map(|change| {
            let Change { location, places, what, why, kind, callers, users } = change;
            let places: Vec<_> = places.iter().map(ToString::to_string).collect();
            json!({
                "places": places, "what": what, "why": why, "kind": kind,
                "callers": callers, "crate": users, "location": location,
            })
        });
        let crate_check = match &self.crate_check {
            CrateState::NotCompared => json!({ "state": "not_compared" }),
            CrateState::NotAsked => json!({ "state": "not_asked" }),
            CrateState::NotInstalled => json!({ "state": "not_installed" }),
            CrateState::Compared(CrateCheck { impact, findings }) => {
                json!({ "state": "compared", "impact": impact, "findings": findings })
            }
        };
        json!({
            "format": 1,
            "old": self.old,
            "new": self.new,
            "changes": changes.collect::<Vec<_>>(),
            "crate_check": crate_check,
            "versions": self.required_bumps,
            "problems": self.problems,
            "released": self.binding,
            "admitted": self.is_admitted(),
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { old, new, changes, .. } = self;
        match changes.len() {
            0 => writeln!(f, "{new}: no changes since {old}")?,
            1 => writeln!(f, "{new}: 1 change since {old}")?,
            count => writeln!(f, "{new}: {count} changes since {old}")?,
        }
        for change in changes {
            write_change(f, change)?;
        }
        self.write_crate(f)?;
        writeln!(f)?;
        for RequiredBump { of, old, new, impact, needs, .. } in &self.required_bumps {
            let needs = match needs {
                Some(needs) if *impact != Impact::None => format!(", which requires {needs} or higher"),
                _ => String::new(),
            };
            writeln!(f, "{of}: was {old}, is {new}; worst change: {impact}{needs}")?;
        }
        if !self.binding {
            writeln!(f, "\nNothing was released yet (no tag `v*`), so this report is for information only.")?;
            return Ok(());
        }
        for Problem { message, help } in &self.problems {
            writeln!(f, "\nerror: {message}\n  help: {help}")?;
        }
        Ok(())
    }
}

impl Report {
    fn write_crate(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.crate_check {
            CrateState::NotCompared => Ok(()),
            CrateState::NotAsked => writeln!(
                f,
                "\nthe crate's hand-written code was not compared: before the first release, {TOOL} runs only if you name a revision"
            ),
            CrateState::NotInstalled => writeln!(
                f,
                "\n{TOOL} is not installed, so the crate's hand-written code was not compared\n  help: `cargo install --locked {TOOL}`"
            ),
            CrateState::Compared(CrateCheck { impact, findings }) => {
                writeln!(f, "\n{TOOL} on the crate's whole API: {impact}")?;
                for finding in findings {
                    writeln!(f, "  {}", finding.rule)?;
                    for place in &finding.places {
                        writeln!(f, "    {place}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

/// The maximum number of places printed per change. JSON contains all recorded places.
const PLACES: usize = 6;

fn write_change(f: &mut fmt::Formatter<'_>, change: &Change) -> fmt::Result {
    let Change { location, what, why, callers, users, .. } = change;
    let places = change.joined_places();
    let first = places.first().map(ToString::to_string).unwrap_or_default();
    writeln!(f, "\n{location}: {first}: {what}")?;
    for place in places.iter().take(PLACES).skip(1) {
        writeln!(f, "  and {place}")?;
    }
    if let Some(more @ 1..) = places.len().checked_sub(PLACES) {
        writeln!(f, "  and in {more} more places")?;
    }
    write!(f, "  callers: {callers}, crate: {users}")?;
    match why {
        Some(why) if *callers.max(users) == Impact::Breaking => writeln!(f, " – {why}"),
        _ => writeln!(f),
    }
}
