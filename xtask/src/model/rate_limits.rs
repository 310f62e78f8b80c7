//! Rate limits: the number of requests that the service permits in a time window.

use crate::yaml::Node;

/// A rate limit for one API key, in a rolling time window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of requests.
    pub requests: u64,
    /// The length of the window, in seconds.
    pub seconds: u64,
}

/// Reads `x-rate-limits`.
pub(crate) fn rate_limits(root: &Node<'_>) -> Vec<RateLimit> {
    let number = |limit: &Node<'_>, key| limit.get(key).and_then(|number| number.value.as_u64());
    let limits = root.items_of("x-rate-limits").into_iter().filter_map(|limit| {
        Some(RateLimit { requests: number(&limit, "requests")?, seconds: number(&limit, "seconds")? })
    });
    limits.collect()
}
