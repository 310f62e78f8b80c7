//! Outcomes of failed calls.

use std::fmt;

use reqwest::StatusCode;

/// Outcome of a failed call: states whether the call may have taken effect.
///
/// The guide [*Outcomes and retries*](crate::guide::outcomes_and_retries) lists the causes of each outcome and what to
/// do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The service never received the whole request: the call did not take effect.
    NotSent,
    /// The service refused the request: the call did not take effect.
    Refused,
    /// The request was sent, and no response proves its result: the call may have taken effect.
    Unknown,
    /// The call took effect, but its response cannot be decoded. [`Error::body`](crate::Error::body) returns the only
    /// copy of the result.
    Unreadable,
}

impl Outcome {
    /// Returns the outcome of a failed call whose response has `status`.
    ///
    /// A gateway may send `408` for a request that it passed on. `307` and `308` state that the service did nothing yet
    /// (RFC 9110, sections 15.4.8 and 15.4.9); other 3xx do not. The service may fail with 5xx after it created a key.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            200..=299 => Self::Unreadable,
            408 => Self::Unknown,
            307 | 308 | 400..=499 => Self::Refused,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "not sent",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Unreadable => "unreadable",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_determines_the_outcome() {
        use Outcome::{Refused, Unknown, Unreadable};
        for (status, outcome) in [
            (200, Unreadable),
            (201, Unreadable),
            (204, Unreadable),
            (301, Unknown),
            (302, Unknown),
            (303, Unknown),
            (307, Refused),
            (308, Refused),
            (400, Refused),
            (403, Refused),
            (408, Unknown),
            (429, Refused),
            (499, Refused),
            (500, Unknown),
            (503, Unknown),
            (599, Unknown),
            (600, Unknown),
        ] {
            let status = StatusCode::from_u16(status).expect("a valid status");
            assert_eq!(Outcome::of_status(status), outcome, "{status}");
        }
    }
}
