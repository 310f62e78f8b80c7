//! A change: its place, its description, and its impact on callers and users.

use std::fmt;

use serde::Serialize;

/// The impact of a change on consumers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// Consumers do not notice the change.
    None,
    /// Only documentation changed.
    Documentation,
    /// Existing code still works.
    Compatible,
    /// Existing code may stop working.
    Breaking,
}

impl Impact {
    /// Returns the version bump that the change requires.
    #[must_use]
    pub const fn bump(self) -> Bump {
        match self {
            Self::None => Bump::None,
            Self::Documentation => Bump::Patch,
            Self::Compatible => Bump::Minor,
            Self::Breaking => Bump::Major,
        }
    }
}

impl fmt::Display for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Documentation => "documentation",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        })
    }
}

/// The part of a version to raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bump {
    /// No part: the version may stay the same.
    None,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// The kind of a change, as in a changelog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something is new.
    Added,
    /// Something is different.
    Changed,
    /// Something is deprecated now.
    Deprecated,
    /// Something is gone.
    Removed,
}

/// The place of a change as consumers see it: `create_key › request body › name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(Vec<String>);

impl Place {
    /// Creates a top-level place.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(vec![name.into()])
    }

    /// Creates the place of a type in the crate.
    #[must_use]
    pub fn of_type(name: &str) -> Self {
        Self::new(format!("type `{name}`"))
    }

    /// Returns true if the place is in a type rather than in an operation that uses it.
    #[must_use]
    pub fn is_type(&self) -> bool {
        self.0.first().is_some_and(|first| first.starts_with("type `"))
    }

    /// Returns a place inside this one.
    #[must_use]
    pub fn within(&self, name: impl Into<String>) -> Self {
        let mut segments = self.0.clone();
        segments.push(name.into());
        Self(segments)
    }

    /// Returns a sibling of this place.
    #[must_use]
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        let mut segments = self.0.clone();
        segments.pop();
        segments.push(name.into());
        Self(segments)
    }

    /// Returns the place of the elements in this one. `marker` is `[]` for a list's items and `{}` for a map's values.
    #[must_use]
    pub fn each(&self, marker: &str) -> Self {
        let mut segments = self.0.clone();
        if let Some(last) = segments.last_mut() {
            last.push_str(marker);
        }
        Self(segments)
    }

    /// Merges this place and `other` if they differ only in the response's status.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Option<Self> {
        let status = |place: &Self| place.0.get(1)?.strip_prefix("response ").map(str::to_owned);
        let (first, second) = (status(self)?, status(other)?);
        let same_elsewhere = self.0[0] == other.0[0] && self.0[2..] == other.0[2..];
        let statuses = first.strip_suffix("[]").unwrap_or(&first);
        // In `response 400[]` the marker belongs to the body, so both places must have it.
        (same_elsewhere && first.ends_with("[]") == second.ends_with("[]")).then(|| {
            let mut segments = self.0.clone();
            segments[1] = format!("response {statuses}, {second}");
            Self(segments)
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" › "))
    }
}

/// The position of a change in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Location {
    /// True if the position is in the old document, because the new one does not contain the node any more.
    pub in_old: bool,
    /// The document's path, as printed.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, .. } = self;
        write!(f, "{path}:{line}:{column}")
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The position in the document.
    pub location: Location,
    /// The places where consumers see it.
    pub places: Vec<Place>,
    /// The description of the change.
    pub what: String,
    /// The reason for its impact, if that is not obvious.
    pub why: Option<&'static str>,
    /// The kind of change.
    pub kind: Kind,
    /// The impact on callers of the API.
    pub callers: Impact,
    /// The impact on users of the crate.
    pub users: Impact,
}

impl Change {
    /// Returns the places where consumers see it, with the responses of an operation merged.
    #[must_use]
    pub fn joined_places(&self) -> Vec<Place> {
        let mut joined: Vec<Place> = Vec::new();
        for place in &self.places {
            match joined.iter_mut().find_map(|known| known.joined(place).map(|both| (known, both))) {
                Some((known, both)) => *known = both,
                None => joined.push(place.clone()),
            }
        }
        joined
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places: Vec<_> = self.joined_places().iter().map(ToString::to_string).collect();
        write!(f, "{}: {} | {} | {}", places.join("; "), self.what, self.callers, self.users)
    }
}
