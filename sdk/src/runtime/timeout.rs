//! Timeouts of one attempt, with a single timer.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, Sleep};

/// Maximum extra wait after a late wake-up, for events that occurred in the meantime.
pub(super) const LATE_WAIT: Duration = Duration::from_secs(1);

/// Returns the time `wait` after `start`. Limits `wait` to a hundred years, because longer ones may overflow.
pub(crate) fn after(start: Instant, wait: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    start + wait.min(CENTURY)
}

/// The timer of an attempt.
pub(super) struct AttemptTimer<'a>(pub(super) Pin<&'a mut Sleep>);

impl AttemptTimer<'_> {
    /// Waits from `now` for `event`. Returns `None` if it does not occur before `until`.
    ///
    /// If the program was stopped or blocked past `until`, both the timer and the event may be due. The wait is then
    /// extended by as long as the timer was late, up to [`LATE_WAIT`], so that the connection can process what arrived.
    pub(super) async fn wait<T>(
        &mut self,
        now: Instant,
        until: Instant,
        event: impl Future<Output = T>,
    ) -> Option<T> {
        // Otherwise a sequence of events that are always ready would never time out.
        if now >= until {
            return None;
        }
        let mut event = pin!(event);
        let mut wait = Wait::NotSet;
        poll_fn(|context| {
            if let Poll::Ready(value) = event.as_mut().poll(context) {
                return Poll::Ready(Some(value));
            }
            if wait == Wait::NotSet {
                if self.0.deadline() != until {
                    self.0.as_mut().reset(until);
                }
                wait = Wait::Regular;
            }
            while self.0.as_mut().poll(context).is_ready() {
                let now = Instant::now();
                let late = now.saturating_duration_since(until).min(LATE_WAIT);
                if wait == Wait::Late || late.is_zero() {
                    return Poll::Ready(None);
                }
                self.0.as_mut().reset(now + late);
                wait = Wait::Late;
            }
            Poll::Pending
        })
        .await
    }
}

/// State of the timer.
#[derive(PartialEq)]
enum Wait {
    /// Not set yet, because an event that is ready needs no timer.
    NotSet,
    /// Set to the end of the regular wait.
    Regular,
    /// Set to the end of the extra wait after a late wake-up.
    Late,
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use futures_util::FutureExt as _;
    use tokio::time::{advance, sleep, sleep_until};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn pending_event_times_out_on_time() {
        let start = Instant::now();
        let mut timer = pin!(sleep_until(start));
        let mut timer = AttemptTimer(timer.as_mut());
        assert_eq!(timer.wait(start, start + 5 * SECOND, pending::<()>()).await, None);
        assert_eq!(start.elapsed(), 5 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn ready_event_counts_only_before_the_deadline() {
        let start = Instant::now();
        let mut timer = pin!(sleep_until(start));
        let mut timer = AttemptTimer(timer.as_mut());
        assert_eq!(timer.wait(start, start + SECOND, ready("a")).await, Some("a"));
        assert_eq!(timer.wait(start + SECOND, start + SECOND, ready("b")).await, None);
    }

    /// Polls a wait once, then again `late` after its end. The event occurs after another `event`.
    async fn wake_up_late(late: Duration, event: Duration) -> Option<()> {
        let start = Instant::now();
        let mut timer = pin!(sleep_until(start));
        let mut timer = AttemptTimer(timer.as_mut());
        let mut event = pin!(sleep(SECOND + late + event));
        let mut wait = pin!(timer.wait(start, start + SECOND, event.as_mut()));
        assert_eq!(wait.as_mut().now_or_never(), None);
        advance(SECOND + late).await;
        wait.await
    }

    #[tokio::test(start_paused = true)]
    async fn late_wake_up_waits_a_limited_time_for_the_event() {
        let ms = Duration::from_millis;
        assert_eq!(wake_up_late(ms(500), ms(400)).await, Some(()));
        assert_eq!(wake_up_late(ms(500), ms(600)).await, None);
        assert_eq!(wake_up_late(60 * SECOND, ms(900)).await, Some(()));
        assert_eq!(wake_up_late(60 * SECOND, ms(1100)).await, None);
    }
}
