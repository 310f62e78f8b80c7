//! Compares two documents.

use super::change::Change;
use super::recorder::Recorder;
use super::{operations, rate_limits, servers, types, unclassified};
use crate::check::Comparable;

/// Compares two documents. Returns the changes in the order of the new document.
#[must_use]
pub fn compare(old: &Comparable, new: &Comparable) -> Vec<Change> {
    let mut recorder = Recorder::new(old, new);
    servers::compare(&mut recorder);
    rate_limits::compare(&mut recorder);
    let pairs = operations::compare(&mut recorder);
    types::compare(&mut recorder);
    unclassified::compare(&mut recorder, &pairs);
    recorder.finish()
}
