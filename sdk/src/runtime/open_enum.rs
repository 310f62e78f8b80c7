//! Enumerations that the service may extend.

use std::fmt;

/// A number or string that the document does not list for its enumeration.
///
/// Enumerations accept such values, because the service may add values before the document lists them. Only an
/// enumeration's `From<i64>`, `From<f64>` or `From<String>` creates one, so that a listed value always has its own variant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue<T = i64>(T);

impl<T> UnknownValue<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }
}

impl UnknownValue {
    /// Returns the number, as on the wire.
    #[must_use]
    pub fn value(self) -> i64 {
        self.0
    }
}

impl UnknownValue<f64> {
    /// Returns the number, as on the wire.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl UnknownValue<String> {
    /// Returns the string, as on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for UnknownValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
