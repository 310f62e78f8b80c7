//! Retry policy: which failures are retried, how often, and after what delay. `sdk/docs/outcomes_and_retries.md` states
//! the rule.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};

use super::Outcome;

/// Retry policy: how often a call is retried, and after what delay. A policy cannot enable an unsafe retry.
///
/// The guide [*Outcomes and retries*](crate::guide::outcomes_and_retries) states which failures are retried, and how
/// long the delay is.
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
    /// Returns a policy that retries no call.
    ///
    /// Calls still wait for the client's rate limits ([`RateLimits`](crate::RateLimits)) and, after a `429` to any call
    /// of the client, for as long as the service asks, up to [`max_retry_after`](Self::max_retry_after).
    #[must_use]
    pub fn off() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// Sets the maximum number of attempts, including the first one. Default: 5. With 0 or 1, no call is retried.
    ///
    /// Attempts that the service refuses with `429` do not count: they continue until the call's deadline
    /// ([`ClientBuilder::timeout`](crate::ClientBuilder::timeout)).
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the ceiling of the first delay. Default: 500 milliseconds.
    #[must_use]
    pub fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// Sets the highest ceiling of a delay. Default: 30 seconds.
    #[must_use]
    pub fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// Sets the longest `Retry-After` that a call waits for. Default: 3 minutes.
    ///
    /// If the service asks for more, the call fails at once, and its error states the wait that the service asked for.
    /// After such a `429`, the other calls of the client wait for this maximum.
    #[must_use]
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Reports whether another attempt may follow `failures` that count.
    pub(super) fn allows(&self, failures: u32) -> bool {
        failures < self.max_attempts
    }

    pub(super) fn is_off(&self) -> bool {
        self.max_attempts <= 1
    }

    /// Returns the delay after `failures` failures in a row (at least one). `asked` is the last `Retry-After`.
    pub(super) fn delay(&self, failures: u32, asked: Option<Duration>) -> Duration {
        let asked = asked.unwrap_or_default().min(self.max_retry_after);
        if self.is_off() {
            return asked.max(shortest_delay(failures));
        }
        let doubled = 2_u32.checked_pow(failures.saturating_sub(1)).unwrap_or(u32::MAX);
        let ceiling = self.initial_backoff.saturating_mul(doubled).min(self.max_backoff);
        // Halves the longest duration, because `mul_f64` panics if rounding makes it longer.
        let backoff = ceiling.min(Duration::MAX / 2).mul_f64(fastrand::f64());
        backoff.max(asked).max(shortest_delay(failures))
    }

    /// Reports whether a call waits as long as the service asks.
    pub(super) fn accepts(&self, asked: Option<Duration>) -> bool {
        asked.is_none_or(|asked| asked <= self.max_retry_after)
    }
}

/// Returns the shortest delay after `failures` failures in a row (at least one), which no setting shortens.
pub(super) fn shortest_delay(failures: u32) -> Duration {
    Duration::from_millis(10 << failures.saturating_sub(1).min(10)).min(Duration::from_secs(1))
}

/// Reports whether a call with `method` may be retried after a response with `status`.
pub(super) fn is_retryable_status(method: &Method, status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
        || (matches!(status.as_u16(), 502..=504) && method.is_idempotent())
}

/// Reports whether a call with `method` may be retried after an attempt without a response.
pub(super) fn is_retryable_transport_error(method: &Method, outcome: Outcome) -> bool {
    outcome == Outcome::NotSent || method.is_idempotent()
}

/// Returns the wait that `Retry-After` asks for, as seconds or as a date; `None` if the header is missing or malformed.
///
/// A date is compared with the `Date` of the same response, because the local clock may be wrong.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is longer than any maximum.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let sent = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    // A date that has passed asks for no wait.
    Some(date.duration_since(sent.unwrap_or_else(SystemTime::now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderName;

    use super::*;

    fn headers(entries: &[(HeaderName, &str)]) -> HeaderMap {
        let value = |text: &str| text.parse().expect("a header");
        entries.iter().map(|(name, text)| (name.clone(), value(text))).collect()
    }

    #[test]
    fn retry_after_accepts_seconds_and_dates() {
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
            let headers = headers(&[(RETRY_AFTER, text), (DATE, "Mon, 23 Nov 2026 12:00:00 GMT")]);
            assert_eq!(retry_after(&headers), seconds.map(Duration::from_secs), "{text:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }

    #[test]
    fn retry_after_date_without_date_header_uses_the_clock() {
        let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(100));
        for date in [None, Some("yesterday")] {
            let mut entries = vec![(RETRY_AFTER, soon.as_str())];
            entries.extend(date.map(|date| (DATE, date)));
            let asked = retry_after(&headers(&entries)).expect("a wait").as_secs();
            assert!((90..=100).contains(&asked), "{date:?}: {asked}");
        }
    }

    #[test]
    fn delay_is_random_below_a_ceiling_that_doubles() {
        let policy = RetryPolicy::default();
        for (failures, ceiling) in [(1, 500), (2, 1000), (3, 2000), (7, 30_000), (100, 30_000)] {
            let ceiling = Duration::from_millis(ceiling);
            let delays: Vec<Duration> = (0..200).map(|_| policy.delay(failures, None)).collect();
            assert!(delays.iter().all(|delay| *delay <= ceiling), "{failures}");
            // Full jitter: the chance that 200 delays all fall into one half is 2^-199.
            assert!(delays.iter().any(|delay| *delay < ceiling / 2), "{failures}");
            assert!(delays.iter().any(|delay| *delay > ceiling / 2), "{failures}");
        }
        let endless = policy.initial_backoff(Duration::MAX).max_backoff(Duration::MAX);
        assert!(endless.delay(u32::MAX, None) < Duration::MAX);
    }

    #[test]
    fn no_policy_and_no_response_makes_a_busy_loop() {
        let hasty = RetryPolicy::default().initial_backoff(Duration::ZERO).max_backoff(Duration::ZERO);
        for asked in [None, Some(Duration::ZERO)] {
            let delays = [1, 2, 3, 7, 8, u32::MAX].map(|failures| hasty.delay(failures, asked).as_millis());
            assert_eq!(delays, [10, 20, 40, 640, 1000, 1000]);
        }
    }

    #[test]
    fn retry_after_is_a_lower_bound_up_to_the_maximum() {
        let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(60));
        let seconds = |asked| policy.delay(1, Some(Duration::from_secs(asked))).as_secs();
        assert_eq!([seconds(5), seconds(60), seconds(61)], [5, 60, 60]);
        assert!(policy.delay(1, Some(Duration::ZERO)) >= Duration::from_millis(10));
        let off = RetryPolicy::off();
        let seconds = |asked| off.delay(1, Some(Duration::from_secs(asked))).as_secs();
        assert_eq!([seconds(5), seconds(1000)], [5, 180]);
        let accepted = [None, Some(60), Some(61)].map(|asked| policy.accepts(asked.map(Duration::from_secs)));
        assert_eq!(accepted, [true, true, false]);
    }

    #[test]
    fn only_safe_failures_are_retried() {
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
