//! Where the calls of a client wait together while the service limits them.
//!
//! After a `429` the gate closes for a while. Then one call goes through and tries; the others follow when it
//! was not turned away. So a job that meets a limit does not spend its next requests on finding out, task
//! by task, that the limit still holds.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// The time `wait` after `start`; a wait that has no end in time ends in a hundred years.
pub(super) fn after(start: Instant, wait: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    start + wait.min(CENTURY)
}

/// The gate of one client and its clones.
#[derive(Default)]
pub(crate) struct Throttle {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    /// Until when nobody goes through; `None` while the gate is open.
    closed_until: Option<Instant>,
    /// Whether a call has gone through a closed gate, to try.
    is_tried: bool,
    /// How often in a row the service turned a try away.
    failures: u32,
}

impl Throttle {
    /// Waits until the gate lets a call through; `None` as soon as it is known that it will not by `deadline`.
    pub(super) async fn permit(&self, deadline: Instant) -> Option<Permit<'_>> {
        loop {
            let changed = self.changed.notified();
            let closed_until = {
                let mut state = self.state();
                match state.closed_until {
                    None => return Some(Permit { gate: self, is_try: false }),
                    Some(until) if !state.is_tried && until <= Instant::now() => {
                        state.is_tried = true;
                        return Some(Permit { gate: self, is_try: true });
                    }
                    Some(until) if !state.is_tried => Some(until),
                    Some(_) => None,
                }
            };
            let until = closed_until.unwrap_or(deadline);
            if until > deadline {
                return None;
            }
            if timeout_at(until, changed).await.is_err() && until == deadline {
                return None;
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that holds the lock can panic half-way.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's leave to go through. Dropped without a word – the call was given up – it lets another one try.
pub(super) struct Permit<'a> {
    gate: &'a Throttle,
    is_try: bool,
}

impl Permit<'_> {
    /// The service turned the call away: the gate closes for what `wait` makes of the failures in a row.
    pub(super) fn throttled(mut self, wait: impl FnOnce(u32) -> Duration) {
        let mut state = self.gate.state();
        // Calls that went through together are turned away together: that is one failure.
        if self.is_try || state.closed_until.is_none() {
            state.failures += 1;
            state.is_tried = false;
        }
        let until = after(Instant::now(), wait(state.failures));
        state.closed_until = Some(state.closed_until.map_or(until, |closed| closed.max(until)));
        drop(state);
        self.is_try = false;
        self.gate.changed.notify_waiters();
    }

    /// The service did not turn the call away.
    pub(super) fn admitted(mut self) {
        if std::mem::take(&mut self.is_try) {
            *self.gate.state() = State::default();
            self.gate.changed.notify_waiters();
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.is_try {
            self.gate.state().is_tried = false;
            self.gate.changed.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    const WAIT: Duration = Duration::from_secs(10);

    async fn permit(gate: &Throttle) -> Permit<'_> {
        gate.permit(Instant::now() + 100 * WAIT).await.expect("time enough")
    }

    #[tokio::test(start_paused = true)]
    async fn who_cannot_pass_in_time_is_told_at_once() {
        let gate = Throttle::default();
        permit(&gate).await.throttled(|_| WAIT);
        let before = Instant::now();
        assert!(gate.permit(before + WAIT / 2).await.is_none());
        assert_eq!(Instant::now(), before);
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_another_call_to_try_waits_until_its_deadline() {
        let gate = Throttle::default();
        permit(&gate).await.throttled(|_| WAIT);
        let _trying = permit(&gate).await;
        let before = Instant::now();
        assert!(gate.permit(before + WAIT).await.is_none());
        assert_eq!(Instant::now(), before + WAIT);
    }

    #[tokio::test(start_paused = true)]
    async fn one_call_tries_and_the_others_follow_when_it_gets_through() {
        let gate = Throttle::default();
        permit(&gate).await.throttled(|_| WAIT);
        assert!(permit(&gate).now_or_never().is_none(), "closed");
        let before = Instant::now();
        let first = permit(&gate).await;
        assert_eq!(Instant::now() - before, WAIT);
        assert!(permit(&gate).now_or_never().is_none(), "one call tries");
        first.admitted();
        assert!(permit(&gate).now_or_never().is_some(), "open");
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_is_given_up_lets_another_one_try() {
        let gate = Throttle::default();
        permit(&gate).await.throttled(|_| WAIT);
        let first = permit(&gate).await;
        drop(first);
        assert!(permit(&gate).now_or_never().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn failures_in_a_row_are_counted_once_a_try() {
        let gate = Throttle::default();
        let together = [permit(&gate).await, permit(&gate).await, permit(&gate).await];
        let mut seen = Vec::new();
        for permit in together {
            permit.throttled(|failures| {
                seen.push(failures);
                WAIT
            });
        }
        for _ in 0..2 {
            permit(&gate).await.throttled(|failures| {
                seen.push(failures);
                WAIT
            });
        }
        permit(&gate).await.admitted();
        permit(&gate).await.throttled(|failures| {
            seen.push(failures);
            WAIT
        });
        assert_eq!(seen, [1, 1, 1, 2, 3, 1]);
    }
}
