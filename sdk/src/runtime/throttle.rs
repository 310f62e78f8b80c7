//! Throttle: all calls of a client and its clones wait here for their turn.
//!
//! Three rules decide when a request may be sent:
//!
//! - **Rate limits.** The requests of the client stay below the service's limits: see [`Pacing`].
//! - **Gate.** After a `429`, no request is sent until a wait is over. Then one request probes whether the limit has
//!   lifted. Each response that proves it lets two more requests follow: see [`Gate`].
//! - **Order.** Calls wait in the order of their arrival. A call that is not polled when its turn comes loses the turn
//!   to the next call, but keeps its place.
//!
//! A call takes its turn when it is polled; no other code assigns it. A future that is dropped, leaked or never polled
//! again therefore delays the others for a limited time only.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::rate_limits::{Pacing, RateLimits};
use super::timeout::after;

/// Time after which the next call takes a turn that a waiting call has not used.
const TURN_TIMEOUT: Duration = Duration::from_millis(100);

/// Interval at which a call that waits for the responses of others checks again.
const RECHECK: Duration = Duration::from_secs(1);

/// Time limits of a call's next attempt.
#[derive(Clone, Copy)]
pub(super) struct AttemptTime {
    /// Latest end of the attempt.
    pub(super) deadline: Instant,
    /// Maximum duration of the attempt.
    pub(super) timeout: Duration,
    /// Minimum time before the deadline for an attempt that starts after a wait.
    pub(super) reserve: Duration,
}

impl AttemptTime {
    /// Returns the latest end of an attempt that starts at `start`.
    pub(super) fn end(&self, start: Instant) -> Instant {
        self.deadline.min(after(start, self.timeout))
    }

    /// Returns the latest start of an attempt after a wait.
    fn latest_start(&self) -> Instant {
        self.deadline.checked_sub(self.reserve).unwrap_or(self.deadline)
    }

    /// Reports whether `start` is too late for an attempt after a wait.
    pub(super) fn is_too_late(&self, start: Instant) -> bool {
        self.deadline.saturating_duration_since(start) < self.reserve
    }
}

/// The throttle of one client and its clones.
pub(crate) struct Throttle(Mutex<State>);

struct State {
    pacing: Pacing,
    gate: Gate,
    /// The waiting calls, in the order of their tickets.
    queue: VecDeque<Waiter>,
    next_ticket: u64,
    /// `true` if calls left the queue or returned their turn, so that others may go earlier than they expect.
    has_gaps: bool,
}

/// A waiting call.
struct Waiter {
    ticket: u64,
    /// Time of its next check.
    due: Instant,
    waker: Waker,
}

impl Throttle {
    pub(crate) fn new(limits: &RateLimits) -> Self {
        Self(Mutex::new(State {
            pacing: Pacing::new(limits),
            gate: Gate::default(),
            queue: VecDeque::new(),
            next_ticket: 0,
            has_gaps: false,
        }))
    }

    /// Returns a permit if a request may be sent without a wait. Counts the request.
    pub(super) fn try_permit(&self, now: Instant, time: &AttemptTime) -> Option<Permit<'_>> {
        let mut state = self.state();
        let turn = if state.queue.is_empty() { state.take_turn(0, now, time).ok() } else { None };
        drop(state);
        turn.map(|turn| Permit::new(self, turn))
    }

    /// Waits until a request may be sent, and counts it. Returns `None` as soon as its turn is certain to come too
    /// late.
    pub(super) async fn permit(&self, time: AttemptTime) -> Option<Permit<'_>> {
        let place = Place::in_queue_of(self);
        let last_look = time.latest_start() + Duration::from_millis(1);
        let mut timer = pin!(sleep_until(last_look));
        poll_fn(|context| {
            loop {
                let now = Instant::now();
                if time.is_too_late(now) {
                    return Poll::Ready(None);
                }
                let mut wakers = Vec::new();
                let turn = self.state().turn_of(place.0, now, &time, context.waker(), &mut wakers);
                wakers.into_iter().for_each(Waker::wake);
                match turn {
                    Ok(turn) => return Poll::Ready(Some(Permit::new(self, turn))),
                    Err(wait) if time.is_too_late(wait.at_least) => return Poll::Ready(None),
                    Err(wait) => timer.as_mut().reset(wait.until.min(last_look)),
                }
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that holds the lock panics while the state is inconsistent.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The wait of a call.
struct Wait {
    /// Earliest possible time of its turn.
    at_least: Instant,
    /// Time of its next check, unless it is woken earlier.
    until: Instant,
}

/// The turn of a request.
struct Turn {
    /// Period of the pacing.
    period: u64,
    /// Epoch of the gate.
    epoch: u64,
    sent: Instant,
}

impl State {
    /// Takes a turn for a request after `ahead` others, if it may be sent now.
    fn take_turn(&mut self, ahead: usize, now: Instant, time: &AttemptTime) -> Result<Turn, Wait> {
        match (self.gate.check(ahead, now), self.pacing.check(ahead, now)) {
            (Err(wait), Ok(())) => Err(wait),
            (Ok(()), Err(paced)) => Err(Wait { at_least: paced, until: paced }),
            (Err(wait), Err(paced)) => {
                Err(Wait { at_least: wait.at_least.max(paced), until: wait.until.max(paced) })
            }
            (Ok(()), Ok(())) => {
                self.gate.pass(now, time);
                Ok(Turn { period: self.pacing.sent(), epoch: self.gate.epoch, sent: now })
            }
        }
    }

    /// Takes the turn of a waiting call, or records its next check. Adds the calls that must check now to `wakers`.
    fn turn_of(
        &mut self,
        ticket: u64,
        now: Instant,
        time: &AttemptTime,
        waker: &Waker,
        wakers: &mut Vec<Waker>,
    ) -> Result<Turn, Wait> {
        while let Some(first) = self.queue.front()
            && first.ticket != ticket
            && now.saturating_duration_since(first.due) > TURN_TIMEOUT
        {
            wakers.extend(self.queue.pop_front().map(|waiter| waiter.waker));
        }
        let place = self.queue.binary_search_by_key(&ticket, |waiter| waiter.ticket);
        let (Ok(ahead) | Err(ahead)) = place;
        let turn = self.take_turn(ahead, now, time);
        match (&turn, place) {
            (Ok(_), place) => {
                if place.is_ok() {
                    self.queue.remove(ahead);
                }
                if std::mem::take(&mut self.has_gaps) {
                    self.wake(usize::MAX, wakers);
                }
            }
            (Err(wait), Ok(index)) => {
                self.queue[index].due = wait.until;
                self.queue[index].waker.clone_from(waker);
            }
            (Err(wait), Err(index)) => {
                self.queue.insert(index, Waiter { ticket, due: wait.until, waker: waker.clone() });
            }
        }
        turn
    }

    /// Records that a call does not take a turn that others expected it to take.
    fn leave_gap(&mut self, wakers: &mut Vec<Waker>) {
        // The first call checks now. When it takes its turn, it wakes the others.
        self.has_gaps = true;
        self.wake(1, wakers);
    }

    fn wake(&self, first: usize, wakers: &mut Vec<Waker>) {
        wakers.extend(self.queue.iter().take(first).map(|waiter| waiter.waker.clone()));
    }
}

/// The place of a call in the queue, from its first wait to its turn.
struct Place<'a>(u64, &'a Throttle);

impl<'a> Place<'a> {
    fn in_queue_of(throttle: &'a Throttle) -> Self {
        let mut state = throttle.state();
        let ticket = state.next_ticket;
        state.next_ticket += 1;
        drop(state);
        Self(ticket, throttle)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let Self(ticket, throttle) = *self;
        let mut wakers = Vec::new();
        let mut state = throttle.state();
        if let Ok(index) = state.queue.binary_search_by_key(&ticket, |waiter| waiter.ticket) {
            // Dropping a waker may run the caller's code, so the lock is released first.
            wakers.extend(state.queue.remove(index).map(|waiter| waiter.waker));
            state.leave_gap(&mut wakers);
        }
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// The evidence about the rate limits at the end of a request.
pub(super) enum Report {
    /// The service refused the request with `429`, and may have asked for a wait.
    Limited {
        /// The wait that the service asked for.
        asked: Option<Duration>,
    },
    /// The service processed the request.
    Processed,
    /// There was no response, or one that may come from a gateway and proves nothing.
    Unclear,
    /// The request was not sent.
    NotSent,
}

/// Permission to send one request. If it is dropped without a report, the request counts as sent and proves nothing.
pub(super) struct Permit<'a> {
    throttle: &'a Throttle,
    turn: Turn,
    is_reported: bool,
}

impl<'a> Permit<'a> {
    fn new(throttle: &'a Throttle, turn: Turn) -> Self {
        Self { throttle, turn, is_reported: false }
    }

    /// Returns the time of the permit, from which the request counts.
    pub(super) fn sent(&self) -> Instant {
        self.turn.sent
    }

    /// Reports how the request ended, and when. After a `429` that is a new failure, the gate closes for the time that
    /// `wait` returns for the number of failures in a row.
    pub(super) fn report(mut self, report: &Report, now: Instant, wait: impl FnOnce(u32) -> Duration) {
        self.is_reported = true;
        self.throttle.finish(&self.turn, report, now, wait);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if !self.is_reported {
            self.throttle.finish(&self.turn, &Report::Unclear, Instant::now(), |_| Duration::ZERO);
        }
    }
}

impl Throttle {
    fn finish(&self, turn: &Turn, report: &Report, now: Instant, wait: impl FnOnce(u32) -> Duration) {
        let mut state = self.state();
        let State { pacing, gate, queue, .. } = &mut *state;
        match report {
            Report::NotSent => pacing.not_sent(turn.period),
            _ => pacing.received(turn.period, now),
        }
        let room = match report {
            Report::Limited { asked } => gate.close(turn.epoch, now, *asked, wait),
            Report::Processed => gate.open_further(turn.epoch, queue.len()),
            _ => gate.end_probe(turn.epoch),
        };
        if state.queue.is_empty() {
            return;
        }
        let mut wakers = Vec::new();
        state.wake(room, &mut wakers);
        if let Report::NotSent = report {
            state.leave_gap(&mut wakers);
        }
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }
}

/// The gate that a `429` closes for all calls of a client.
///
/// When the wait is over, one request probes whether the limit has lifted. It and the requests after it are *probes*.
/// Each probe that the service processes raises the number of simultaneous probes by one, so that two follow it: 1, 2,
/// 4, 8 and so on. The gate is open when it permits as many probes as calls wait.
#[derive(Default)]
struct Gate {
    /// End of the wait, or `None` if the gate is open.
    closed_until: Option<Instant>,
    /// Maximum number of probes in flight.
    allowed: usize,
    /// Number of probes in flight.
    probes: usize,
    /// Latest end of the probes in flight, even without a report.
    probes_end: Option<Instant>,
    /// Number of times that the gate closed since a response last proved that the limit had lifted.
    failures: u32,
    /// Number of times that probing started. A request of an earlier epoch proves nothing about the current limit.
    epoch: u64,
}

impl Gate {
    /// Checks whether a request may pass after `ahead` others.
    fn check(&mut self, ahead: usize, now: Instant) -> Result<(), Wait> {
        let Some(closed_until) = self.closed_until else { return Ok(()) };
        if closed_until > now {
            return Err(Wait { at_least: closed_until, until: closed_until });
        }
        if self.probes_end.is_some_and(|end| end <= now) {
            // The probes ended without a report.
            self.start_probing();
        }
        if self.probes + ahead < self.allowed {
            return Ok(());
        }
        let recheck = now + RECHECK;
        Err(Wait { at_least: now, until: self.probes_end.map_or(recheck, |end| end.min(recheck)) })
    }

    /// Counts a request that passes now.
    fn pass(&mut self, now: Instant, time: &AttemptTime) {
        if self.closed_until.is_some() {
            self.probes += 1;
            self.probes_end = self.probes_end.max(Some(time.end(now)));
        }
    }

    fn start_probing(&mut self) {
        self.epoch += 1;
        (self.allowed, self.probes, self.probes_end) = (1, 0, None);
    }

    /// Closes the gate after a `429`. Returns the number of waiting calls that must check again.
    fn close(
        &mut self,
        epoch: u64,
        now: Instant,
        asked: Option<Duration>,
        wait: impl FnOnce(u32) -> Duration,
    ) -> usize {
        // Several refusals of requests that passed together are one failure.
        let is_new = epoch == self.epoch || self.closed_until.is_none();
        let wait = if is_new {
            self.failures += 1;
            self.start_probing();
            wait(self.failures)
        } else {
            asked.unwrap_or_default()
        };
        self.closed_until = self.closed_until.max(Some(after(now, wait)));
        // Calls that cannot wait that long give up now.
        if is_new { usize::MAX } else { 0 }
    }

    /// Permits more probes after one that the service processed. Returns the number of `waiting` calls that may go.
    fn open_further(&mut self, epoch: u64, waiting: usize) -> usize {
        if self.closed_until.is_none() || epoch != self.epoch {
            return 0;
        }
        self.failures = 0;
        self.allowed += 1;
        let room = self.end_probe(epoch);
        if room > waiting {
            self.closed_until = None;
        }
        room
    }

    /// Ends a probe that proves nothing. Returns the number of waiting calls that may go.
    fn end_probe(&mut self, epoch: u64) -> usize {
        if self.closed_until.is_none() || epoch != self.epoch {
            return 0;
        }
        self.probes = self.probes.saturating_sub(1);
        if self.probes == 0 {
            self.probes_end = None;
        }
        self.allowed - self.probes
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::FutureExt as _;
    use futures_util::future::BoxFuture;
    use tokio::task::JoinHandle;
    use tokio::time::advance;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const WAIT: Duration = Duration::from_secs(10);
    /// Timeout of the attempts in these tests.
    const ATTEMPT: Duration = Duration::from_secs(60);

    /// Returns a throttle with a limit of `requests` in ten seconds, including the margin.
    fn paced(requests: u32) -> Throttle {
        Throttle::new(&RateLimits::new([(requests, WAIT * 100 / 101)]))
    }

    fn unpaced() -> Throttle {
        Throttle::new(&RateLimits::off())
    }

    async fn permit_until(throttle: &Throttle, latest: Instant) -> Option<Permit<'_>> {
        let time = AttemptTime { deadline: latest + SECOND, timeout: ATTEMPT, reserve: SECOND };
        match throttle.try_permit(Instant::now(), &time) {
            Some(permit) => Some(permit),
            None => throttle.permit(time).await,
        }
    }

    async fn permit(throttle: &Throttle) -> Permit<'_> {
        permit_until(throttle, Instant::now() + 100 * WAIT).await.expect("time enough")
    }

    /// Returns a waiting call, which has been polled once.
    fn waiting(throttle: &Throttle) -> BoxFuture<'_, Permit<'_>> {
        let mut waiting = permit(throttle).boxed();
        assert!((&mut waiting).now_or_never().is_none(), "it does not wait");
        waiting
    }

    fn report(permit: Permit<'_>, report: &Report) {
        permit.report(report, Instant::now(), |failures| WAIT * failures);
    }

    fn refused(permit: Permit<'_>) {
        report(permit, &Report::Limited { asked: None });
    }

    /// Returns the number of requests that may be sent now, up to 100.
    fn room(throttle: &Throttle) -> usize {
        let permits: Vec<_> = std::iter::from_fn(|| permit(throttle).now_or_never()).take(100).collect();
        let room = permits.len();
        // Returns the permits.
        for permit in permits {
            report(permit, &Report::NotSent);
        }
        room
    }

    #[tokio::test(start_paused = true)]
    async fn requests_stay_below_a_rate_limit() {
        let throttle = paced(3);
        let start = Instant::now();
        let mut seconds = Vec::new();
        for _ in 0..8 {
            report(permit(&throttle).await, &Report::Processed);
            seconds.push((Instant::now() - start).as_secs());
            advance(SECOND).await;
        }
        assert_eq!(seconds, [0, 1, 2, 10, 11, 12, 20, 21]);
    }

    #[tokio::test(start_paused = true)]
    async fn dropped_request_counts_and_unsent_request_does_not() {
        let throttle = paced(2);
        drop(permit(&throttle).await);
        report(permit(&throttle).await, &Report::NotSent);
        assert_eq!(room(&throttle), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn call_whose_turn_comes_too_late_fails_at_once() {
        let throttle = paced(1);
        let start = Instant::now();
        drop(permit(&throttle).await);
        assert!(permit_until(&throttle, start + WAIT - SECOND).await.is_none());
        // The second call in the queue fails in the same way.
        let _first = waiting(&throttle);
        assert!(permit_until(&throttle, start + 2 * WAIT - SECOND).await.is_none());
        assert_eq!(Instant::now(), start);
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_calls_go_in_order() {
        let throttle = Arc::new(paced(1));
        drop(permit(&throttle).await);
        let (sender, mut order) = tokio::sync::mpsc::unbounded_channel();
        for number in 0..5 {
            let (throttle, sender) = (Arc::clone(&throttle), sender.clone());
            tokio::spawn(async move {
                drop(permit(&throttle).await);
                sender.send(number).expect("a receiver");
            });
            tokio::task::yield_now().await;
        }
        drop(sender);
        for expected in 0..5 {
            assert_eq!(order.recv().await, Some(expected));
        }
    }

    /// Spawns a task that waits for a permit until `latest`. It returns the time it waited, and `true` if it got a
    /// permit.
    async fn spawn_waiting(throttle: &Arc<Throttle>, latest: Instant) -> JoinHandle<(Duration, bool)> {
        let (throttle, start) = (Arc::clone(throttle), Instant::now());
        let task = tokio::spawn(async move {
            let is_permitted = permit_until(&throttle, latest).await.is_some();
            (Instant::now() - start, is_permitted)
        });
        tokio::task::yield_now().await;
        task
    }

    #[tokio::test(start_paused = true)]
    async fn call_that_gives_up_leaves_its_turn_to_the_next() {
        let throttle = Arc::new(paced(1));
        let late = Instant::now() + 100 * WAIT;
        drop(permit(&throttle).await);
        let first = waiting(&throttle);
        let second = spawn_waiting(&throttle, late).await;
        let third = spawn_waiting(&throttle, late).await;
        drop(first);
        assert_eq!(second.await.expect("no panic"), (WAIT, true));
        assert_eq!(third.await.expect("no panic"), (2 * WAIT, true));
    }

    #[tokio::test(start_paused = true)]
    async fn new_call_does_not_overtake_one_that_waits() {
        let throttle = paced(1);
        drop(permit(&throttle).await);
        let first = waiting(&throttle);
        advance(WAIT).await;
        let second = waiting(&throttle);
        assert!(first.now_or_never().is_some());
        drop(second);
    }

    #[tokio::test(start_paused = true)]
    async fn unpolled_or_leaked_call_costs_one_turn() {
        let throttle = paced(1);
        let start = Instant::now();
        drop(permit(&throttle).await);
        let _parked = waiting(&throttle);
        std::mem::forget(waiting(&throttle));
        drop(permit(&throttle).await);
        assert!(Instant::now() - start <= 3 * WAIT, "{:?}", start.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn hanging_request_does_not_hold_its_place_forever() {
        let throttle = paced(1);
        let start = Instant::now();
        let _hanging = permit(&throttle).await;
        drop(permit(&throttle).await);
        assert!(Instant::now() - start <= 2 * WAIT + SECOND, "{:?}", start.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn closed_gate_fails_calls_with_an_earlier_deadline() {
        let throttle = Arc::new(paced(1));
        let latest = Instant::now() + 2 * WAIT;
        let first = permit(&throttle).await;
        let second = spawn_waiting(&throttle, latest).await;
        first.report(&Report::Limited { asked: None }, Instant::now(), |_| 3 * WAIT);
        assert_eq!(second.await.expect("no panic"), (Duration::ZERO, false));
        assert!(permit_until(&throttle, latest).now_or_never().expect("at once").is_none());
    }

    /// Makes calls after a `429`. Returns the time at which each one was sent, in response times from the end of the
    /// wait. The first response is `first`; the others prove that the limit has lifted.
    async fn starts_after_limit(calls: usize, first: Report) -> Vec<u128> {
        const RESPONSE: Duration = Duration::from_millis(300);
        let throttle = Arc::new(unpaced());
        refused(permit(&throttle).await);
        let start = Instant::now() + WAIT;
        let first = Arc::new(Mutex::new(Some(first)));
        let tasks: Vec<_> = (0..calls)
            .map(|_| {
                let (throttle, first) = (Arc::clone(&throttle), Arc::clone(&first));
                tokio::spawn(async move {
                    let permit = permit(&throttle).await;
                    let sent = Instant::now();
                    tokio::time::sleep(RESPONSE).await;
                    let evidence = first.lock().expect("no panic").take();
                    report(permit, &evidence.unwrap_or(Report::Processed));
                    (sent - start).as_millis() / RESPONSE.as_millis()
                })
            })
            .collect();
        let mut starts = Vec::new();
        for task in tasks {
            starts.push(task.await.expect("no panic"));
        }
        starts.sort_unstable();
        starts
    }

    #[tokio::test(start_paused = true)]
    async fn gate_lets_one_two_four_and_eight_calls_through() {
        let starts = starts_after_limit(100, Report::Processed).await;
        let rounds: Vec<_> =
            (0..7).map(|round| starts.iter().filter(|start| **start == round).count()).collect();
        assert_eq!(rounds, [1, 2, 4, 8, 16, 32, 37]);
    }

    #[tokio::test(start_paused = true)]
    async fn response_that_proves_nothing_does_not_open_the_gate() {
        for evidence in [Report::Unclear, Report::NotSent] {
            let starts = starts_after_limit(4, evidence).await;
            assert_eq!(starts, [0, 1, 2, 2]);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn refusals_of_requests_sent_together_are_one_failure() {
        let throttle = unpaced();
        let mut seen = Vec::new();
        let mut refuse = |permit: Permit<'_>| {
            permit.report(&Report::Limited { asked: None }, Instant::now(), |failures| {
                seen.push(failures);
                WAIT
            });
        };
        let together = [permit(&throttle).await, permit(&throttle).await, permit(&throttle).await];
        together.into_iter().for_each(&mut refuse);
        refuse(permit(&throttle).await);
        refuse(permit(&throttle).await);
        report(permit(&throttle).await, &Report::Processed);
        refuse(permit(&throttle).await);
        assert_eq!(seen, [1, 2, 3, 1]);
    }

    #[tokio::test(start_paused = true)]
    async fn late_refusal_extends_the_wait_to_its_retry_after() {
        let throttle = unpaced();
        let start = Instant::now();
        let [first, second, third] =
            [permit(&throttle).await, permit(&throttle).await, permit(&throttle).await];
        refused(first);
        refused(second);
        report(third, &Report::Limited { asked: Some(3 * WAIT) });
        drop(permit(&throttle).await);
        assert_eq!(Instant::now() - start, 3 * WAIT);
    }

    #[tokio::test(start_paused = true)]
    async fn leaked_probe_blocks_others_until_its_attempt_ends() {
        for (latest_start, expected) in [(100 * WAIT, WAIT + ATTEMPT), (2 * WAIT, 2 * WAIT + SECOND)] {
            let throttle = unpaced();
            let start = Instant::now();
            refused(permit(&throttle).await);
            std::mem::forget(permit_until(&throttle, start + latest_start).await);
            drop(permit(&throttle).await);
            assert_eq!(Instant::now() - start, expected);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn unpolled_call_does_not_block_the_gate() {
        let throttle = unpaced();
        let start = Instant::now();
        refused(permit(&throttle).await);
        let _parked = [waiting(&throttle), waiting(&throttle)];
        std::mem::forget(waiting(&throttle));
        drop(permit(&throttle).await);
        assert!(Instant::now() - start <= WAIT + 2 * RECHECK, "{:?}", start.elapsed());
    }
}
