//! The retry loop: makes the attempts of a call, with the waits between them and a deadline over all of it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use tokio::time::{Instant, sleep};

use super::error::Cause;
use super::request::{RequestBuilder, authority};
use super::retry::{RetryPolicy, is_retryable_status, is_retryable_transport_error, shortest_delay};
use super::telemetry::CallSpan;
use super::throttle::{Permit, Report, Throttle};
use super::timeout::after;
use super::transport::Transport;
use super::{BodyError, OperationInfo, Outcome, Request, Response, SecretBytes, TransportError};

/// An attempt after a wait is started only if at least this long is left for its response.
const SHORTEST_ATTEMPT: Duration = Duration::from_secs(1);

/// How many bytes of a body, and how many of headers, a call keeps of a failed response while it waits.
const KEPT_BYTES: usize = 1024;

/// Makes calls with an API key. A copy shares the connections and the throttle.
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

/// The result of an attempt.
type Attempt = Result<Box<Response>, TransportError>;

impl HttpClient {
    /// Starts a request; the generated code says the rest.
    pub(crate) fn request(&self, method: Method) -> RequestBuilder<'_> {
        RequestBuilder::new(method, &self.transport.base_url)
    }

    /// The base URL without its trailing slash.
    pub(crate) fn base_url(&self) -> &str {
        self.transport.base_url.as_str()
    }

    /// Makes a call: sends `request`, and retries it as the module [`retry`](super::retry) describes.
    pub(crate) async fn call(
        &self,
        request: Request,
        operation: &'static OperationInfo,
    ) -> Result<Box<Response>, TransportError> {
        let span = CallSpan::of_call(&request, operation);
        let now = Instant::now();
        let call = Call {
            client: self,
            request: &request,
            operation,
            span: &span,
            started: now,
            deadline: after(now, self.timeout),
            attempts: 0,
            failures: 0,
            refusals: 0,
            may_have_succeeded: false,
            last: None,
        };
        let mut result = span.observe(call.run()).await;
        if let Ok(response) = &mut result {
            // Whether the body can be read is still to be seen.
            response.span = Some(span);
        }
        result
    }
}

/// The state of a call.
struct Call<'a> {
    client: &'a HttpClient,
    request: &'a Request,
    operation: &'static OperationInfo,
    span: &'a CallSpan,
    /// When the call was started, or the last attempt of it.
    started: Instant,
    deadline: Instant,
    /// How many attempts were started.
    attempts: u32,
    /// How many of them failed otherwise than with `429`.
    failures: u32,
    /// How many in a row failed with `429`.
    refusals: u32,
    /// Whether an attempt before the last one may have taken effect.
    may_have_succeeded: bool,
    /// The last attempt, while the call waits for the next one.
    last: Option<Attempt>,
}

impl Call<'_> {
    async fn run(mut self) -> Attempt {
        // An attempt that need not wait is started whenever time is left.
        let (mut now, mut latest) = (self.started, self.latest_start(Duration::ZERO));
        let mut end = self.deadline;
        loop {
            let HttpClient { throttle, attempt_timeout, .. } = self.client;
            let permit = if now < end { throttle.permit(now, latest, *attempt_timeout).await } else { None };
            let Some(permit) = permit else {
                return self.last.unwrap_or_else(|| Err(too_late(self.request, self.operation)));
            };
            let (attempt, ended) = self.attempt(permit).await;
            let Some(delay) = self.delay_after(&attempt) else { return attempt };
            latest = self.latest_start(ended.saturating_duration_since(self.started));
            if after(ended, delay) > latest {
                return attempt;
            }
            self.may_have_succeeded |= outcome(&attempt) == Outcome::Unknown;
            self.last = Some(attempt.map(without_bulk));
            sleep(delay).await;
            (now, end) = (Instant::now(), latest);
        }
    }

    /// The latest time at which an attempt is started after a wait, if the last response took this long.
    fn latest_start(&self, took: Duration) -> Instant {
        self.deadline.checked_sub(took.max(SHORTEST_ATTEMPT)).unwrap_or(self.started)
    }

    /// Makes one attempt, and notes what follows from it for this call and for others. Returns when it ended, too.
    async fn attempt(&mut self, permit: Permit<'_>) -> (Attempt, Instant) {
        let started = permit.sent();
        self.started = started;
        let HttpClient { transport, policy, attempt_timeout, .. } = self.client;
        self.attempts += 1;
        let until = self.deadline.min(after(started, *attempt_timeout));
        let mut attempt = transport.send(self.request, self.operation, self.span, started, until).await;
        self.span.attempt(self.attempts, &attempt, started);
        match &mut attempt {
            Ok(response) => {
                response.attempts = self.attempts;
                response.may_have_succeeded = self.may_have_succeeded;
            }
            Err(error) => {
                error.attempts = self.attempts;
                if self.may_have_succeeded {
                    error.outcome = Outcome::Unknown;
                }
            }
        }
        let now = Instant::now();
        let report = report(&attempt);
        if let Report::Limited { .. } = report {
            self.refusals += 1;
        } else {
            (self.failures, self.refusals) = (self.failures + 1, 0);
        }
        permit.report(&report, now, |failures| policy.delay(failures, retry_after(&attempt)));
        (attempt, now)
    }

    /// How long to wait before the next attempt; `None` if there is none.
    fn delay_after(&self, attempt: &Attempt) -> Option<Duration> {
        let (method, policy) = (&self.request.method, &self.client.policy);
        let is_retryable = match attempt {
            Ok(response) => is_retryable_status(method, response.status),
            Err(error) => is_retryable_transport_error(method, error.outcome),
        };
        let asked = retry_after(attempt);
        let may_follow =
            is_retryable && !policy.is_off() && policy.allows(self.failures) && policy.accepts(asked);
        may_follow.then(|| match self.refusals {
            0 => policy.delay(self.failures, asked),
            // The throttle makes all calls wait for the limit. This one does not hurry where it opens early.
            refusals => shortest_delay(refusals),
        })
    }
}

/// What an attempt says of the rate limits.
fn report(attempt: &Attempt) -> Report {
    match attempt {
        Ok(response) if response.status == StatusCode::TOO_MANY_REQUESTS => {
            Report::Limited { asked: response.retry_after }
        }
        Ok(response) if is_processed(response) => Report::Processed,
        Err(error) if error.outcome == Outcome::NotSent => Report::NotSent,
        Ok(_) | Err(_) => Report::Unclear,
    }
}

/// Whether a response proves that the service processed the request, and so that no rate limit holds: a success, or a
/// JSON refusal. Any other response may be a gateway's.
fn is_processed(response: &Response) -> bool {
    let status = response.status;
    let is_refusal = status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT;
    status.is_success() || (is_refusal && is_json(&response.headers))
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).map(|value| value.as_bytes().to_ascii_lowercase());
    media_type.is_some_and(|media_type| media_type.starts_with(b"application/json"))
}

/// The response without what many waiting calls had better not keep: a large body, and headers that share its memory.
fn without_bulk(mut response: Box<Response>) -> Box<Response> {
    let body = response.body.expose_secret();
    let kept = body.len().min(KEPT_BYTES);
    if kept < body.len() {
        response.fault.get_or_insert(BodyError::TooLarge(KEPT_BYTES));
    }
    let mut headers = HeaderMap::new();
    let mut room = KEPT_BYTES;
    for (name, value) in &response.headers {
        let size = name.as_str().len() + value.len();
        if size <= room
            && let Ok(value) = HeaderValue::from_bytes(value.as_bytes())
        {
            room -= size;
            headers.append(name.clone(), value);
        }
    }
    response.body = SecretBytes::from(body[..kept].to_vec());
    response.headers = headers;
    response
}

fn retry_after(attempt: &Attempt) -> Option<Duration> {
    attempt.as_ref().ok().and_then(|response| response.retry_after)
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
