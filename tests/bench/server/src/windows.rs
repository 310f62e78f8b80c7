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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_room_again_when_its_oldest_request_has_left_it() {
        let mut window = Window::parse("2/50").expect("a window");
        let start = Instant::now();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        for (milliseconds, has_room) in
            [(0, true), (10, true), (20, false), (49, false), (50, true), (59, false), (60, true)]
        {
            assert_eq!(window.has_room(at(milliseconds)), has_room, "{milliseconds}");
            if has_room {
                window.take(at(milliseconds));
            }
        }
        for wrong in ["", "2", "2/", "/50", "two/50", "2/50/3"] {
            assert!(Window::parse(wrong).is_none(), "{wrong}");
        }
    }
}
