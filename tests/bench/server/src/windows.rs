//! Rate limits as rolling windows.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A rolling window that permits a number of requests in a length of time.
pub(crate) struct Window {
    limit: usize,
    length: Duration,
    passed: VecDeque<Instant>,
}

impl Window {
    /// Parses `LIMIT/MILLISECONDS`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (limit, milliseconds) = text.split_once('/')?;
        let length = Duration::from_millis(milliseconds.parse().ok()?);
        Some(Self { limit: limit.parse().ok()?, length, passed: VecDeque::new() })
    }

    /// Returns `true` if the window permits one more request now.
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
    fn window_has_room_again_after_its_oldest_request_expires() {
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
