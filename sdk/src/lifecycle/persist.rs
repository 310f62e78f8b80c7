//! Repeats a call until it succeeds, is refused for good, or takes too long.

use std::time::Duration;

use reqwest::StatusCode;
use tokio::time::{Instant, sleep};

use crate::runtime::after;
use crate::types::ErrorResponse;
use crate::{Error, Outcome};

/// Time for one step of clean-up with its repetitions.
const CLEAN_UP_TIME: Duration = Duration::from_secs(60);

/// Minimum number of repetitions, because a call may wait longer for a rate limit.
const MIN_REPETITIONS: u32 = 3;

/// Maximum number of repetitions, whatever the pause between them.
const MAX_REPETITIONS: u32 = 60;

/// Limits of repeating a call: the time, the pause, and the refusals that may be temporary.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    pub(super) until: Instant,
    interval: Duration,
    tolerated: &'static [StatusCode],
    repetitions: u32,
}

impl Patience {
    pub(super) fn new(interval: Duration, tolerated: &'static [StatusCode]) -> Self {
        Self { until: after(Instant::now(), CLEAN_UP_TIME), interval, tolerated, repetitions: 0 }
    }

    /// Waits before the next repetition. Returns `false` if there is none.
    pub(super) async fn wait(&mut self) -> bool {
        self.repetitions += 1;
        let is_late = after(Instant::now(), self.interval) >= self.until;
        let may_repeat =
            self.repetitions <= MIN_REPETITIONS || (self.repetitions <= MAX_REPETITIONS && !is_late);
        if may_repeat {
            sleep(self.interval).await;
        }
        may_repeat
    }

    /// Reports whether another attempt cannot succeed.
    fn is_final(&self, error: &Error<ErrorResponse>) -> bool {
        match error {
            Error::InvalidRequest(_) => true,
            // Any other refusal may come from a gateway.
            Error::ErrorResponse(_) => {
                let is_tolerated =
                    |status| status == StatusCode::TOO_MANY_REQUESTS || self.tolerated.contains(&status);
                error.outcome() == Outcome::Refused && !error.status().is_some_and(is_tolerated)
            }
            _ => false,
        }
    }
}

/// A failure that a call of the service may have caused.
pub(super) trait Failure {
    fn call_error(&self) -> Option<&Error<ErrorResponse>>;

    fn is_forbidden(&self) -> bool {
        self.call_error().and_then(Error::status) == Some(StatusCode::FORBIDDEN)
    }
}

impl Failure for Error<ErrorResponse> {
    fn call_error(&self) -> Option<&Error<ErrorResponse>> {
        Some(self)
    }
}

/// Repeats `attempt`. `gives_up` names further failures after which it is not repeated.
pub(super) async fn persist<T, X, Fut>(
    patience: &mut Patience,
    gives_up: impl Fn(&X) -> bool,
    attempt: impl Fn() -> Fut,
) -> Result<T, X>
where
    X: Failure,
    Fut: Future<Output = Result<T, X>>,
{
    loop {
        let error = match attempt().await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let is_final = error.call_error().is_some_and(|error| patience.is_final(error));
        if is_final || gives_up(&error) || !patience.wait().await {
            return Err(error);
        }
    }
}
