//! Outcomes: whether a failed call may have taken effect.

use std::fmt;

use reqwest::StatusCode;

/// Whether a failed call may have taken effect.
///
/// The guide [*Outcomes and retries*](crate::guide::outcomes_and_retries) lists what leads to each outcome, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The service never received the whole request: the call did not take effect.
    NotSent,
    /// The service refused the request: the call did not take effect.
    Refused,
    /// The request was sent, and nothing proves what became of it: the call may have taken effect.
    Unknown,
    /// The call took effect, and its response cannot be decoded. [`Error::body`](crate::Error::body) holds the only copy
    /// of what it brought.
    Unreadable,
}

impl Outcome {
    /// Returns the outcome of a response with `status` that does not count as a success.
    ///
    /// A 4xx refuses, except `408`, which a gateway may send for a request that it passed on. `307` and `308`
    /// state that nothing was done yet (RFC 9110, sections 15.4.8 and 15.4.9); other 3xx do not. A 5xx may follow an
    /// effect.
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
    fn only_an_answer_that_says_no_counts_as_refused() {
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
