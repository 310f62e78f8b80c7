//! Enumerations that the service may extend.

use std::fmt;

/// A number or a text that the document does not list for its enumeration.
///
/// Such a value is kept, not refused: the service adds values before the document learns of them. It
/// can be made only from the enumeration (`From<i64>`, `From<String>`), so that a listed value always
/// has its own variant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Undocumented<T = i64>(T);

impl<T> Undocumented<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }
}

impl Undocumented {
    /// The number, as it is on the wire.
    #[must_use]
    pub fn value(self) -> i64 {
        self.0
    }
}

impl Undocumented<String> {
    /// The text, as it is on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Undocumented<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
