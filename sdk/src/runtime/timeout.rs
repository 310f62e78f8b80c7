//! How long an attempt waits: in all, and for the next sign of the service. One timer serves both.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use super::throttle::after;

/// When an attempt has waited long enough.
pub(super) struct AttemptTimer<'a> {
    pub(super) started: Instant,
    /// When the attempt has to be over.
    pub(super) deadline: Instant,
    /// How long the service may stay silent.
    pub(super) silence: Duration,
    pub(super) timer: Pin<&'a mut Sleep>,
}

impl AttemptTimer<'_> {
    /// Waits for `event`; `None` if it does not come in time.
    pub(super) async fn wait<T>(&mut self, event: impl Future<Output = T>) -> Option<T> {
        let now = Instant::now();
        // Who always has something to say is not waited for, and yet has to end.
        if now >= self.deadline {
            return None;
        }
        let mut event = pin!(event);
        // What is there already takes no timer.
        let mut is_set = false;
        poll_fn(|context| {
            if let Poll::Ready(came) = event.as_mut().poll(context) {
                return Poll::Ready(Some(came));
            }
            if !is_set {
                self.timer.as_mut().reset(self.deadline.min(after(now, self.silence)));
                is_set = true;
            }
            self.timer.as_mut().poll(context).map(|()| None)
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::time::{advance, sleep_until};

    use super::*;

    const SILENCE: Duration = Duration::from_secs(10);

    /// Waits for as many events as are never to come; how long each took.
    async fn waits(timeout: Duration, events: usize) -> Vec<Duration> {
        let started = Instant::now();
        let deadline = after(started, timeout);
        let timer = pin!(sleep_until(deadline));
        let mut patience = AttemptTimer { started, deadline, silence: SILENCE, timer };
        let mut waits = Vec::new();
        for _ in 0..events {
            let before = Instant::now();
            assert_eq!(patience.wait(pending::<()>()).await, None);
            waits.push(before.elapsed());
        }
        waits
    }

    #[tokio::test(start_paused = true)]
    async fn each_silence_may_last_as_long_until_the_attempt_is_over() {
        assert_eq!(waits(SILENCE * 5 / 2, 3).await, [SILENCE, SILENCE, SILENCE / 2]);
        assert_eq!(waits(Duration::MAX, 1).await, [SILENCE]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_always_has_something_to_say_is_heard_until_the_deadline() {
        let started = Instant::now();
        let timer = pin!(sleep_until(started));
        let mut patience =
            AttemptTimer { started, deadline: after(started, SILENCE), silence: SILENCE, timer };
        assert_eq!(patience.wait(ready("a")).await, Some("a"));
        advance(SILENCE).await;
        assert_eq!(patience.wait(ready("b")).await, None);
    }
}
