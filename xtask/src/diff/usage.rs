//! The usage of a schema, which determines the impact of its changes.

use super::change::{Impact, Kind, Place};
use super::recorder::{Entry, Recorder};
use crate::yaml::Node;

/// The direction in which values of a schema travel. Narrowing a request or widening a response breaks callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Callers send the values.
    Request,
    /// The service sends the values.
    Response,
    /// No operation uses the schema.
    Unused,
}

/// The new set of values that a schema accepts, relative to the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueSet {
    /// The set is the same; only the meaning differs.
    Same,
    Subset,
    Superset,
    /// Some values are gone and others are new, or the relation is unknown.
    Incomparable,
}

impl Direction {
    /// Returns the impact on callers.
    pub(super) fn cost(self, values: ValueSet) -> Impact {
        match (self, values) {
            (Self::Unused, _) | (_, ValueSet::Same) => Impact::None,
            (_, ValueSet::Incomparable)
            | (Self::Request, ValueSet::Subset)
            | (Self::Response, ValueSet::Superset) => Impact::Breaking,
            (Self::Request, ValueSet::Superset) | (Self::Response, ValueSet::Subset) => Impact::Compatible,
        }
    }

    /// Returns the reason, if the change breaks callers.
    pub(super) fn why(self, values: ValueSet) -> Option<&'static str> {
        match (self, values) {
            (Self::Request, ValueSet::Subset | ValueSet::Incomparable) => {
                Some("a request that was accepted may be refused")
            }
            (Self::Response, ValueSet::Superset | ValueSet::Incomparable) => {
                Some("a response may contain what the old document ruled out")
            }
            _ => None,
        }
    }
}

/// The usage of a schema.
#[derive(Clone)]
pub(super) struct Usage {
    pub(super) place: Place,
    pub(super) direction: Direction,
    /// True if the crate has a type for it.
    pub(super) generated: bool,
    /// True if the value may be missing, in the old and in the new document.
    pub(super) optional: (bool, bool),
}

impl Usage {
    pub(super) fn new(place: Place, direction: Direction) -> Self {
        Self { place, direction, generated: true, optional: (false, false) }
    }

    /// Returns the usage of a part at `place`.
    pub(super) fn within(&self, place: Place, optional: (bool, bool)) -> Self {
        Self { place, optional, ..self.clone() }
    }

    /// Returns a key that distinguishes usages of the same schema.
    pub(super) fn key(&self) -> String {
        format!("{:?} {} {:?}", self.direction, self.generated, self.optional)
    }

    /// Returns the impact on users of the crate, which is none if the crate has no type for the schema.
    pub(super) fn users(&self, impact: Impact) -> Impact {
        if self.generated { impact } else { Impact::None }
    }

    /// Records a change of the accepted values.
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
