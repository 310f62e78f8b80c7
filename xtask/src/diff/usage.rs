//! Where a schema is met, and what its changes cost there.

use super::change::{Impact, Kind, Place};
use super::recorder::{Entry, Recorder};
use crate::yaml::Node;

/// Who sends what a schema describes. What narrows a request breaks callers, and so does what widens a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Callers do.
    Request,
    /// The service does.
    Response,
    /// Nobody does: no operation uses it.
    Unused,
}

/// What becomes of the set of values that a schema accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueSet {
    /// Nothing: only what they mean is another.
    Same,
    Subset,
    Superset,
    /// Some values are gone, others are new, or it cannot be told.
    Incomparable,
}

impl Direction {
    /// What a schema's values costs callers.
    pub(super) fn cost(self, values: ValueSet) -> Impact {
        match (self, values) {
            (Self::Unused, _) | (_, ValueSet::Same) => Impact::None,
            (_, ValueSet::Incomparable)
            | (Self::Request, ValueSet::Subset)
            | (Self::Response, ValueSet::Superset) => Impact::Breaking,
            (Self::Request, ValueSet::Superset) | (Self::Response, ValueSet::Subset) => Impact::Compatible,
        }
    }

    /// Why it costs that, if it breaks them.
    pub(super) fn why(self, values: ValueSet) -> Option<&'static str> {
        match (self, values) {
            (Self::Request, ValueSet::Subset | ValueSet::Incomparable) => {
                Some("a request that was accepted may be refused")
            }
            (Self::Response, ValueSet::Superset | ValueSet::Incomparable) => {
                Some("a response may hold what callers were told it never holds")
            }
            _ => None,
        }
    }
}

/// Where a schema is met.
#[derive(Clone)]
pub(super) struct Usage {
    pub(super) place: Place,
    pub(super) direction: Direction,
    /// Whether the crate has a type for it.
    pub(super) generated: bool,
    /// Whether the value may be missing: in the old document, in the new one.
    pub(super) optional: (bool, bool),
}

impl Usage {
    pub(super) fn new(place: Place, direction: Direction) -> Self {
        Self { place, direction, generated: true, optional: (false, false) }
    }

    /// A place within this one.
    pub(super) fn within(&self, place: Place, optional: (bool, bool)) -> Self {
        Self { place, optional, ..self.clone() }
    }

    /// What sets this usage apart from others of the same schema.
    pub(super) fn key(&self) -> String {
        format!("{:?} {} {:?}", self.direction, self.generated, self.optional)
    }

    /// What a change costs the crate's users here.
    pub(super) fn users(&self, impact: Impact) -> Impact {
        if self.generated { impact } else { Impact::None }
    }

    /// Tells that the values that are accepted here have changed.
    pub(super) fn record<'a>(
        &self,
        recorder: &mut Recorder<'a>,
        (what, values, users): (String, ValueSet, Impact),
        (old, new): (Option<&Node<'a>>, Option<&Node<'a>>),
    ) {
        let (callers, why) = (self.direction.cost(values), self.direction.why(values));
        let (users, kind) = (self.users(users), Kind::Changed);
        recorder.record(&self.place, Entry { kind, what, why, callers, users, old, new });
    }
}
