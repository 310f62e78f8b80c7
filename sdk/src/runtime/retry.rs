//! When a call is made again.
//!
//! Only where it cannot have taken effect: the connection was never made, or the service said `429`. Methods
//! that HTTP defines as idempotent (RFC 9110, section 9.2.2) may take effect twice without harm, and are
//! made again after `502`, `503`, `504` and a lost connection too.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};

use super::Outcome;

/// How often and after how long a call is made again.
///
/// Whether it may be is not for a policy to say: a call that may have taken effect is not made again.
///
/// Between attempts a call waits for a random time from zero to a ceiling that doubles from attempt to
/// attempt (exponential backoff with full jitter), or as long as the service asks for in `Retry-After`. After a
/// `429` all calls of a client wait together: then one is sent, and the others when it gets through.
///
/// ```
/// use std::time::Duration;
/// use certcentral::{Client, RetryPolicy};
///
/// let client = Client::builder()
///     .base_url("https://api.example.com/v1")
///     .api_key("not-a-real-key")
///     .retry(RetryPolicy::default().max_attempts(3).max_backoff(Duration::from_secs(5)))
///     .build()?;
/// let once = client.with_retry(RetryPolicy::off());
/// # Ok::<(), certcentral::ConfigError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 5,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(30),
            max_retry_after: Duration::from_secs(180),
        }
    }
}

impl RetryPolicy {
    /// No call is made again, and none waits for others.
    #[must_use]
    pub fn off() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// How often a call is made at most, the first time included. Default: 5; 0 counts as 1, which is off.
    ///
    /// Attempts that the service turns away with `429` do not count: they go on until the call's time is up
    /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The ceiling of the first wait. Default: 500 milliseconds.
    #[must_use]
    pub fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// What the ceiling doubles up to. Default: 30 seconds.
    #[must_use]
    pub fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// The longest `Retry-After` that is waited for. Default: 3 minutes, the longer of the service's two rate
    /// limit windows. When the service asks for more, the call fails at once, and its error says what was
    /// asked for.
    #[must_use]
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    pub(super) fn is_off(&self) -> bool {
        self.max_attempts <= 1
    }

    /// Whether there may be another attempt, after `failures` that count.
    pub(super) fn allows(&self, failures: u32) -> bool {
        failures < self.max_attempts
    }

    /// A random wait, after `failures` failures in a row: at least one.
    pub(super) fn backoff(&self, failures: u32) -> Duration {
        let doubled = 2_u32.checked_pow(failures.saturating_sub(1)).unwrap_or(u32::MAX);
        let ceiling = self.initial_backoff.saturating_mul(doubled).min(self.max_backoff);
        // Rounding up the longest duration there is would be too much.
        ceiling.min(Duration::MAX / 2).mul_f64(fastrand::f64())
    }

    /// How long to wait when the service asks for `asked`; `None` if that is too long.
    pub(super) fn accept(&self, asked: Duration) -> Option<Duration> {
        (asked <= self.max_retry_after).then_some(asked)
    }
}

/// Whether a call with `method` may be made again after a response with `status`.
pub(super) fn is_retryable_status(method: &Method, status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
        || (method.is_idempotent() && matches!(status.as_u16(), 502..=504))
}

/// Whether a call with `method` may be made again when no response came.
pub(super) fn is_retryable_transport_error(method: &Method, outcome: Outcome) -> bool {
    outcome == Outcome::NotSent || method.is_idempotent()
}

/// How long the service asks to wait, in either form of `Retry-After`; `None` if it says nothing sensible.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a time that nobody waits for.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    // A date that has passed asks for no wait.
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_in_both_forms_and_nothing_else() {
        let now = httpdate::parse_http_date("Mon, 23 Nov 2026 12:00:00 GMT").expect("a date");
        for (text, seconds) in [
            ("0", Some(0)),
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Mon, 23 Nov 2026 12:01:30 GMT", Some(90)),
            ("Mon, 23 Nov 2026 11:00:00 GMT", Some(0)),
            ("Monday, 23-Nov-26 12:00:10 GMT", Some(10)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().expect("a header"));
            assert_eq!(retry_after(&headers, now), seconds.map(Duration::from_secs), "{text:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn backoff_is_random_below_a_ceiling_that_doubles() {
        let policy = RetryPolicy::default();
        for (failures, ceiling) in [(1, 500), (2, 1000), (3, 2000), (7, 30_000), (100, 30_000)] {
            let ceiling = Duration::from_millis(ceiling);
            let waits: Vec<Duration> = (0..200).map(|_| policy.backoff(failures)).collect();
            assert!(waits.iter().all(|wait| *wait <= ceiling), "{failures}");
            // Full jitter: the chance that 200 waits all fall into one half is 2^-199.
            assert!(waits.iter().any(|wait| *wait < ceiling / 2), "{failures}");
            assert!(waits.iter().any(|wait| *wait > ceiling / 2), "{failures}");
        }
        let endless = policy.initial_backoff(Duration::MAX).max_backoff(Duration::MAX);
        assert!(endless.backoff(u32::MAX) < Duration::MAX);
    }

    #[test]
    fn only_what_cannot_have_taken_effect_is_made_again() {
        let statuses = |method: &Method| -> Vec<u16> {
            let all = (100..=599).filter_map(|status| StatusCode::from_u16(status).ok());
            all.filter(|status| is_retryable_status(method, *status)).map(|status| status.as_u16()).collect()
        };
        assert_eq!(statuses(&Method::POST), [429]);
        assert_eq!(statuses(&Method::PATCH), [429]);
        assert_eq!(statuses(&Method::GET), [429, 502, 503, 504]);
        assert_eq!(statuses(&Method::PUT), [429, 502, 503, 504]);
        assert!(is_retryable_transport_error(&Method::POST, Outcome::NotSent));
        assert!(!is_retryable_transport_error(&Method::POST, Outcome::Unknown));
        assert!(is_retryable_transport_error(&Method::PUT, Outcome::Unknown));
    }
}
