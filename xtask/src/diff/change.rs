//! What a change is: where, what, and what it costs whom.

use std::fmt;

use serde::Serialize;

/// What a change costs those who are touched by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// Nothing: they cannot tell.
    None,
    /// A text is another one.
    Documentation,
    /// What worked still works.
    Compatible,
    /// Something that worked does not work any more, or may not.
    Breaking,
}

impl Impact {
    /// The part of a version that it asks to be raised.
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

/// The part of a version that is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bump {
    /// None: the version may stay.
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

/// What happened, as a changelog sorts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something is there that was not.
    Added,
    /// Something is another way.
    Changed,
    /// Something is said to go.
    Deprecated,
    /// Something is gone.
    Removed,
}

/// Where a consumer meets a change: `create_key › request body › name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(Vec<String>);

impl Place {
    /// The place of that name, which is in no other.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(vec![name.into()])
    }

    /// The type that the crate makes of a schema.
    #[must_use]
    pub fn of_type(name: &str) -> Self {
        Self::new(format!("type `{name}`"))
    }

    /// Whether it is in a type as such, whatever uses it.
    #[must_use]
    pub fn is_type(&self) -> bool {
        self.0.first().is_some_and(|first| first.starts_with("type `"))
    }

    /// A place within this one.
    #[must_use]
    pub fn within(&self, name: impl Into<String>) -> Self {
        let mut segments = self.0.clone();
        segments.push(name.into());
        Self(segments)
    }

    /// A place where this one is.
    #[must_use]
    pub fn beside(&self, name: impl Into<String>) -> Self {
        let mut segments = self.0.clone();
        segments.pop();
        segments.push(name.into());
        Self(segments)
    }

    /// What is in this place many times over, as with `[]` for the items of a list.
    #[must_use]
    pub fn each(&self, marker: &str) -> Self {
        let mut segments = self.0.clone();
        if let Some(last) = segments.last_mut() {
            last.push_str(marker);
        }
        Self(segments)
    }

    /// This place and `other` as one, if they differ in the response's status alone.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Option<Self> {
        let status = |place: &Self| place.0.get(1)?.strip_prefix("response ").map(str::to_owned);
        let (first, second) = (status(self)?, status(other)?);
        let same_elsewhere = self.0[0] == other.0[0] && self.0[2..] == other.0[2..];
        let statuses = first.strip_suffix("[]").unwrap_or(&first);
        // `response 400[]`: the marker belongs to the body, so that only like is joined with like.
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

/// Where a change was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Location {
    /// Whether it is in the old document, because the new one does not have it any more.
    pub in_old: bool,
    /// The document, as it is shown.
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
    /// Where it was written.
    pub location: Location,
    /// Where consumers meet it.
    pub places: Vec<Place>,
    /// What changed.
    pub what: String,
    /// Why it costs what it costs, where that is not plain.
    pub why: Option<&'static str>,
    /// What happened.
    pub kind: Kind,
    /// What it costs those who call the API.
    pub callers: Impact,
    /// What it costs those who use the crate.
    pub users: Impact,
}

impl Change {
    /// Where consumers meet it, the responses of an operation in one.
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
