//! A call: attempts, the waits between them, and the deadline over all of it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, StatusCode};
use tokio::time::{Instant, sleep};

use super::error::Cause;
use super::request::{RequestBuilder, authority};
use super::retry::{RetryPolicy, is_retryable_status, is_retryable_transport_error};
use super::telemetry::CallSpan;
use super::throttle::{Throttle, after};
use super::transport::Transport;
use super::{OperationInfo, Outcome, Request, Response, TransportError};

/// Makes calls with an API key. A copy shares the connections and the rate limit.
#[derive(Clone)]
pub(crate) struct HttpClient {
    pub(crate) transport: Arc<Transport>,
    pub(crate) throttle: Arc<Throttle>,
    pub(crate) policy: RetryPolicy,
    /// How long a call may take in all.
    pub(crate) timeout: Duration,
    /// How long one attempt may take, from connecting to the last byte read.
    pub(crate) attempt_timeout: Duration,
}

/// What came of an attempt.
type Attempt = Result<Response, TransportError>;

/// What follows an attempt.
enum Next {
    /// Nothing: the call is over.
    Done,
    /// Another attempt, after a wait of its own.
    After(Duration),
    /// Another attempt, when the rate limit lets it.
    WhenLimitLifts,
}

impl HttpClient {
    /// Starts a request; the generated code says the rest.
    pub(crate) fn request(&self, method: Method) -> RequestBuilder<'_> {
        RequestBuilder::new(method, &self.transport.base_url)
    }

    /// The base URL without its trailing slash.
    pub(crate) fn base_url(&self) -> &str {
        self.transport.base_url.as_str().trim_end_matches('/')
    }

    /// Makes a call: sends `request`, and again where its operation cannot have taken effect.
    pub(crate) async fn call(
        &self,
        request: Request,
        operation: &'static OperationInfo,
    ) -> Result<Response, TransportError> {
        let span = CallSpan::of_call(&request, operation);
        let mut result = span.observe(self.attempts(request, operation, &span)).await;
        if let Ok(response) = &mut result {
            // Whether the body can be read is still to be seen.
            response.span = Some(span);
        }
        result
    }

    async fn attempts(
        &self,
        request: Request,
        operation: &'static OperationInfo,
        span: &CallSpan,
    ) -> Attempt {
        let deadline = after(Instant::now(), self.timeout);
        let mut last: Option<Attempt> = None;
        let mut attempts = 0;
        // How many of them were more than turned away.
        let mut failures = 0;
        // Whether an attempt before the last one may have taken effect.
        let mut may_have_succeeded = false;
        loop {
            let permit = if self.policy.is_off() {
                None
            } else {
                match self.throttle.permit(deadline).await {
                    None => return last.unwrap_or_else(|| Err(too_late(&request, operation))),
                    permit => permit,
                }
            };
            let started = Instant::now();
            if started >= deadline {
                return last.unwrap_or_else(|| Err(too_late(&request, operation)));
            }
            attempts += 1;
            let until = deadline.min(after(started, self.attempt_timeout));
            let mut attempt = self.transport.send(&request, operation, span, started, until).await;
            span.attempt(attempts, &attempt, started);
            match &mut attempt {
                Ok(response) => {
                    (response.attempts, response.may_have_succeeded) = (attempts, may_have_succeeded);
                }
                Err(error) => {
                    error.attempts = attempts;
                    if may_have_succeeded {
                        error.outcome = Outcome::Unknown;
                    }
                }
            }
            failures += u32::from(!is_limited(&attempt));
            let next = self.next(&request.method, &attempt, failures);
            if let Some(permit) = permit {
                match &attempt {
                    Ok(response) if is_limited(&attempt) => {
                        let asked = response.retry_after.and_then(|asked| self.policy.accept(asked));
                        permit.throttled(|failures| asked.unwrap_or_else(|| self.policy.backoff(failures)));
                    }
                    Ok(_) => permit.admitted(),
                    // Nothing is known of the limit: another call may try.
                    Err(_) => drop(permit),
                }
            }
            let wait = match next {
                Next::Done => return attempt,
                Next::After(wait) => wait,
                Next::WhenLimitLifts => Duration::ZERO,
            };
            if wait >= deadline.saturating_duration_since(Instant::now()) {
                return attempt;
            }
            may_have_succeeded |= outcome(&attempt) == Outcome::Unknown;
            last = Some(attempt);
            sleep(wait).await;
        }
    }

    fn next(&self, method: &Method, attempt: &Attempt, failures: u32) -> Next {
        let may_follow = match attempt {
            Ok(response) => is_retryable_status(method, response.status),
            Err(error) => is_retryable_transport_error(method, error.outcome),
        };
        if !may_follow || self.policy.is_off() || !self.policy.allows(failures) {
            return Next::Done;
        }
        let asked = attempt.as_ref().ok().and_then(|response| response.retry_after);
        let accepted = asked.map(|asked| self.policy.accept(asked));
        match accepted {
            // The service asks for more patience than the policy has.
            Some(None) => Next::Done,
            _ if is_limited(attempt) => Next::WhenLimitLifts,
            Some(Some(wait)) => Next::After(wait),
            None => Next::After(self.policy.backoff(failures)),
        }
    }
}

/// Whether the service turned the attempt away, and may take the next one.
fn is_limited(attempt: &Attempt) -> bool {
    attempt.as_ref().is_ok_and(|response| response.status == StatusCode::TOO_MANY_REQUESTS)
}

fn outcome(attempt: &Attempt) -> Outcome {
    match attempt {
        Ok(response) => response.outcome(),
        Err(error) => error.outcome,
    }
}

fn too_late(request: &Request, operation: &'static OperationInfo) -> TransportError {
    TransportError {
        operation,
        outcome: Outcome::NotSent,
        host: authority(&request.url),
        cause: Cause::TooLate,
        attempts: 0,
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Transport { api_key, user_agent, max_response_bytes, .. } = &*self.transport;
        f.debug_struct("HttpClient")
            .field("base_url", &self.base_url())
            .field("api_key_header", &api_key.as_ref().map(|key| &key.header))
            .field("user_agent", user_agent)
            .field("max_response_bytes", max_response_bytes)
            .field("policy", &self.policy)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .finish_non_exhaustive()
    }
}
