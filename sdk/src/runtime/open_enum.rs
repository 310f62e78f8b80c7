//! Enumerations that the service may extend.

use std::fmt;

/// A number that the document does not list for its enumeration.
///
/// Such a number is kept, not refused: the service adds values before the document learns of them. It
/// can be made only from the enumeration (`ApiKeyRole::from(104)`), so that a listed number always
/// has its own variant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Undocumented(i64);

impl Undocumented {
    pub(crate) fn new(value: i64) -> Self {
        Self(value)
    }

    /// The number, as it is on the wire.
    #[must_use]
    pub fn value(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for Undocumented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
