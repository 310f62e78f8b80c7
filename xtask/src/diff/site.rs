//! Where a schema is met, and what its changes cost there.

use super::change::{Impact, Kind, Place};
use super::comparison::{Comparison, Telling};
use super::node::Node;

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
pub(super) enum Motion {
    /// Nothing: only what they mean is another.
    Still,
    Narrowed,
    Widened,
    /// Some values are gone, others are new, or it cannot be told.
    Moved,
}

impl Direction {
    /// What a schema's motion costs callers.
    pub(super) fn cost(self, motion: Motion) -> Impact {
        match (self, motion) {
            (Self::Unused, _) | (_, Motion::Still) => Impact::None,
            (_, Motion::Moved) | (Self::Request, Motion::Narrowed) | (Self::Response, Motion::Widened) => {
                Impact::Breaking
            }
            (Self::Request, Motion::Widened) | (Self::Response, Motion::Narrowed) => Impact::Compatible,
        }
    }

    /// Why it costs that, if it breaks them.
    pub(super) fn why(self, motion: Motion) -> Option<&'static str> {
        match (self, motion) {
            (Self::Request, Motion::Narrowed | Motion::Moved) => {
                Some("a request that was accepted may be refused")
            }
            (Self::Response, Motion::Widened | Motion::Moved) => {
                Some("a response may hold what callers were told it never holds")
            }
            _ => None,
        }
    }
}

/// Where a schema is met.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) place: Place,
    pub(super) direction: Direction,
    /// Whether the crate has a type for it.
    pub(super) generated: bool,
    /// Whether the value may be missing: in the old document, in the new one.
    pub(super) optional: (bool, bool),
}

impl Site {
    pub(super) fn new(place: Place, direction: Direction) -> Self {
        Self { place, direction, generated: true, optional: (false, false) }
    }

    /// A place within this one.
    pub(super) fn within(&self, place: Place, optional: (bool, bool)) -> Self {
        Self { place, optional, ..self.clone() }
    }

    /// What sets this site apart from others of the same schema.
    pub(super) fn key(&self) -> String {
        format!("{:?} {} {:?}", self.direction, self.generated, self.optional)
    }

    /// What a change costs the crate's users here.
    pub(super) fn users(&self, impact: Impact) -> Impact {
        if self.generated { impact } else { Impact::None }
    }

    /// Tells that the values that are accepted here have changed.
    pub(super) fn tell<'a>(
        &self,
        comparison: &mut Comparison<'a>,
        (what, motion, users): (String, Motion, Impact),
        (old, new): (Option<&Node<'a>>, Option<&Node<'a>>),
    ) {
        let (callers, why) = (self.direction.cost(motion), self.direction.why(motion));
        let (users, kind) = (self.users(users), Kind::Changed);
        comparison.tell(&self.place, Telling { kind, what, why, callers, users, old, new });
    }
}
