//! Client-side pacing: keeps a client below the rate limits of the service.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::timeout::after;

/// Rate limits that a client stays below: each is a number of requests and the length of a rolling window.
///
/// The limits apply to a client and all its clones together, under every retry policy. Every attempt counts. Calls wait
/// for their turn in order. A call fails at once, as [`NotSent`](crate::Outcome::NotSent), if its turn cannot come
/// before its deadline.
///
/// A request counts until one window after its response, because the client does not know when the service counted it.
/// The client extends each window by 1 % as a margin.
///
/// [`RateLimits::documented`] is the default. The client does not see the requests of other clients with the same API
/// key, which share the service's limits: use one client and its clones, or give each process a part of the limits.
///
/// ```
/// use std::time::Duration;
/// use certcentral::{Client, RateLimits};
///
/// // Half of the documented limits, for one of two processes that share an API key.
/// let limits = RateLimits::new([(50, Duration::from_secs(5)), (500, Duration::from_secs(180))]);
/// let client = Client::builder()
///     .base_url("https://api.example.com/v1")
///     .api_key("not-a-real-key")
///     .rate_limits(limits)
///     .build()?;
/// # Ok::<(), certcentral::ConfigError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateLimits {
    windows: Vec<(u32, Duration)>,
}

impl RateLimits {
    /// Returns no limits: the client sends calls at once.
    ///
    /// After a `429` they still wait, as [`RetryPolicy`](crate::RetryPolicy) describes.
    #[must_use]
    pub fn off() -> Self {
        Self { windows: Vec::new() }
    }

    /// Returns limits of a number of requests and a window each. All of them apply. Without any, this is
    /// [`off`](Self::off).
    ///
    /// [`ClientBuilder::build`](crate::ClientBuilder::build) rejects a limit of zero requests and a window of zero
    /// length.
    #[must_use]
    pub fn new(windows: impl IntoIterator<Item = (u32, Duration)>) -> Self {
        Self { windows: windows.into_iter().collect() }
    }

    /// Returns the first limit of zero requests or with a window of zero length.
    pub(crate) fn invalid(&self) -> Option<(u32, Duration)> {
        self.windows.iter().copied().find(|(requests, window)| *requests == 0 || window.is_zero())
    }
}

/// Length of a period. A request without a response at the end of the period after its own counts as received, because
/// a hanging call would otherwise hold its place.
const PERIOD: Duration = Duration::from_secs(5);

/// Counts the requests of a client against its rate limits.
pub(super) struct Pacing {
    limits: Box<[Limit]>,
    /// The longest window.
    longest: Duration,
    /// The number of the current period, and when it ends.
    period: u64,
    period_end: Instant,
    /// Numbers of requests without a response that were sent in the current period and in the one before.
    in_flight: [usize; 2],
    /// Arrival times of the latest responses, oldest first: at least all that a window still contains.
    answered: VecDeque<Instant>,
}

struct Limit {
    requests: usize,
    /// The window with its margin.
    window: Duration,
}

impl Pacing {
    pub(super) fn new(limits: &RateLimits) -> Self {
        let limits = limits.windows.iter().map(|(requests, window)| Limit {
            requests: usize::try_from(*requests).unwrap_or(usize::MAX),
            window: window.saturating_add(*window / 100),
        });
        let limits: Box<[Limit]> = limits.collect();
        Self {
            longest: limits.iter().map(|limit| limit.window).max().unwrap_or_default(),
            limits,
            period: 0,
            period_end: Instant::now(),
            in_flight: [0; 2],
            answered: VecDeque::new(),
        }
    }

    /// Checks whether a request may be sent now if `ahead` others are sent first. If not, returns the earliest possible
    /// time.
    pub(super) fn check(&mut self, ahead: usize, now: Instant) -> Result<(), Instant> {
        while now >= self.period_end {
            self.begin_period(now);
        }
        let before = self.in_flight[0] + self.in_flight[1] + ahead;
        let mut earliest = now;
        for Limit { requests, window } in &self.limits {
            // The request that must leave the window first is `requests` places before this one. If it has no response
            // yet, go back in steps of `requests` to one that has: each step adds a window to the wait.
            let rounds = if before < *requests { 0 } else { (before - requests) / requests + 1 };
            let back = requests.saturating_mul(rounds + 1) - before;
            let windows = |rounds: usize| window.saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX));
            if let Some(index) = self.answered.len().checked_sub(back) {
                earliest = earliest.max(after(self.answered[index], windows(rounds + 1)));
            }
            if rounds > 0 {
                earliest = earliest.max(after(now, windows(rounds)));
            }
        }
        if earliest == now { Ok(()) } else { Err(earliest) }
    }

    /// Counts a request that is sent now, and returns its period.
    pub(super) fn sent(&mut self) -> u64 {
        self.in_flight[0] += 1;
        self.period
    }

    /// Counts a request that was sent in `period` as received by the service, at the latest `now`.
    pub(super) fn received(&mut self, period: u64, now: Instant) {
        if !self.leaves_flight(period) || self.limits.is_empty() {
            return;
        }
        if self.answered.len() == self.answered.capacity()
            && let Some(expired) = now.checked_sub(self.longest)
        {
            while self.answered.front().is_some_and(|oldest| *oldest <= expired) {
                self.answered.pop_front();
            }
        }
        // Another thread may have reported a slightly later time.
        let latest = self.answered.back().map_or(now, |latest| now.max(*latest));
        self.answered.push_back(latest);
    }

    /// Stops counting a request that was not sent.
    pub(super) fn not_sent(&mut self, period: u64) {
        self.leaves_flight(period);
    }

    /// Ends the flight of a request of `period`. Returns `false` if it already counts as received.
    fn leaves_flight(&mut self, period: u64) -> bool {
        let age = usize::try_from(self.period - period).unwrap_or(usize::MAX);
        let count = self.in_flight.get_mut(age);
        count.map(|count| *count -= 1).is_some()
    }

    fn begin_period(&mut self, now: Instant) {
        for _ in 0..self.in_flight[1] {
            self.received(self.period - 1, now);
        }
        self.in_flight = [0, self.in_flight[0]];
        self.period += 1;
        // After a pause, skips the periods without requests.
        let start = if self.in_flight == [0; 2] { now } else { self.period_end };
        self.period_end = start + PERIOD;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// A pacing whose windows have the given lengths in seconds, including their margins.
    struct Service {
        pacing: Pacing,
        start: Instant,
    }

    impl Service {
        fn new<const N: usize>(limits: [(u32, u32); N]) -> Self {
            let limits = limits.map(|(requests, seconds)| (requests, SECOND * seconds * 100 / 101));
            Self { pacing: Pacing::new(&RateLimits::new(limits)), start: Instant::now() }
        }

        fn at(&self, second: u32) -> Instant {
            self.start + SECOND * second
        }

        /// Returns the earliest second for a request after `ahead` others, as known at `second`.
        fn earliest(&mut self, ahead: usize, second: u32) -> u128 {
            let now = self.at(second);
            let earliest = self.pacing.check(ahead, now).err().unwrap_or(now);
            (earliest - self.start).as_millis().div_ceil(1000)
        }

        fn sent(&mut self, second: u32) -> u64 {
            assert_eq!(self.earliest(0, second), second.into());
            self.pacing.sent()
        }

        fn received(&mut self, number: u64, second: u32) {
            self.pacing.received(number, self.at(second));
        }
    }

    #[test]
    fn request_waits_until_an_earlier_one_leaves_the_window() {
        let mut service = Service::new([(2, 10)]);
        let (first, second) = (service.sent(0), service.sent(0));
        service.received(first, 1);
        service.received(second, 2);
        let earliest = [0, 1, 2, 3, 4].map(|ahead| service.earliest(ahead, 2));
        assert_eq!(earliest, [11, 12, 21, 22, 31]);
        assert_eq!(service.earliest(0, 11), 11);
    }

    #[test]
    fn request_without_a_response_stays_in_the_window() {
        let mut service = Service::new([(2, 10)]);
        let (first, second) = (service.sent(0), service.sent(0));
        assert_eq!(service.earliest(0, 5), 15);
        service.received(second, 7);
        assert_eq!(service.earliest(0, 8), 17);
        service.received(first, 8);
        assert_eq!([0, 1].map(|ahead| service.earliest(ahead, 8)), [17, 18]);
    }

    #[test]
    fn all_limits_hold_at_once() {
        let mut service = Service::new([(2, 10), (3, 100)]);
        for second in [0, 1, 20] {
            assert_eq!(service.earliest(0, second), u128::from(second));
            let number = service.sent(second);
            service.received(number, second);
        }
        assert_eq!([0, 1].map(|ahead| service.earliest(ahead, 20)), [100, 101]);
    }

    #[test]
    fn time_does_not_go_back() {
        let mut service = Service::new([(2, 10)]);
        let (first, second) = (service.sent(0), service.sent(0));
        service.received(first, 5);
        service.received(second, 4);
        assert_eq!([0, 1].map(|ahead| service.earliest(ahead, 5)), [15, 15]);
    }

    #[test]
    fn unsent_request_is_not_counted() {
        let mut service = Service::new([(1, 10)]);
        let number = service.sent(0);
        service.pacing.not_sent(number);
        assert_eq!(service.earliest(0, 0), 0);
    }

    #[test]
    fn hanging_request_counts_as_received_after_a_while() {
        let mut service = Service::new([(1, 5)]);
        let hanging = service.sent(0);
        assert_eq!([10, 13].map(|second| service.earliest(0, second)), [15, 15]);
        // Its late response changes nothing.
        service.received(hanging, 14);
        assert_eq!(service.earliest(0, 15), 15);
    }

    /// Simulates random delays: no window of the service ever contains more requests than the limit.
    #[test]
    fn service_never_counts_more_than_the_limit() {
        let (requests, window) = (5, 10_000);
        for seed in 0..50 {
            let mut random = fastrand::Rng::with_seed(seed);
            let mut service = Service::new([(requests, 10)]);
            let mut responses: Vec<(u64, u64)> = Vec::new();
            let mut arrivals: Vec<u64> = Vec::new();
            for millisecond in (0..100_000).step_by(10) {
                let now = service.start + Duration::from_millis(millisecond);
                responses.retain(|(number, at)| {
                    if *at <= millisecond {
                        service.pacing.received(*number, now);
                    }
                    *at > millisecond
                });
                if service.pacing.check(0, now).is_ok() {
                    let arrival = millisecond + random.u64(0..2000);
                    arrivals.push(arrival);
                    responses.push((service.pacing.sent(), arrival + random.u64(0..2000)));
                }
            }
            arrivals.sort_unstable();
            let spans = arrivals.windows(requests as usize + 1).map(|span| span[requests as usize] - span[0]);
            assert!(arrivals.len() > 30, "seed {seed}: {arrivals:?}");
            assert!(spans.min() >= Some(window), "seed {seed}: {arrivals:?}");
        }
    }
}
