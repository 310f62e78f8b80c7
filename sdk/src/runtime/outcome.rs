//! What a failed call may have done.

use std::fmt;

use reqwest::StatusCode;

/// What is known of a failed call's effect: may it have done what it was meant to do?
///
/// | outcome | did the call take effect? | what to do |
/// |---|---|---|
/// | [`NotSent`](Self::NotSent) | no | mend the cause, call again |
/// | [`Refused`](Self::Refused) | no | read the service's answer, mend the call |
/// | [`Unknown`](Self::Unknown) | perhaps | find out before calling again |
/// | [`Unreadable`](Self::Unreadable) | yes | take the result from [`Error::body`](crate::Error::body): it is the only copy |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The service never saw the request.
    NotSent,
    /// The service said no.
    Refused,
    /// The request was sent, and what became of it is not known.
    Unknown,
    /// The service said yes, and its answer could not be read.
    Unreadable,
}

impl Outcome {
    /// What a response with `status` says of a call that cannot be counted as a success.
    ///
    /// 4xx refuses, except `408`, which a gateway may send for a request that it passed on. `307` and `308`
    /// say that nothing was done yet (RFC 9110, sections 15.4.8 and 15.4.9), the other 3xx do not. 5xx may
    /// come after the fact.
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
