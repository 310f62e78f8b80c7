//! Rolling windows: so many requests in so much time.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A rolling window.
pub(crate) struct Window {
    limit: usize,
    length: Duration,
    passed: VecDeque<Instant>,
}

impl Window {
    /// Reads `LIMIT/MILLISECONDS`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (limit, milliseconds) = text.split_once('/')?;
        let length = Duration::from_millis(milliseconds.parse().ok()?);
        Some(Self { limit: limit.parse().ok()?, length, passed: VecDeque::new() })
    }

    /// Whether one more request passes now.
    pub(crate) fn has_room(&mut self, now: Instant) -> bool {
        while self.passed.front().is_some_and(|at| now.duration_since(*at) >= self.length) {
            self.passed.pop_front();
        }
        self.passed.len() < self.limit
    }

    /// Counts a request.
    pub(crate) fn take(&mut self, now: Instant) {
        self.passed.push_back(now);
    }
}
