//! One attempt: adds the API key and the other headers, sends the request, and reads the response.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, sleep_until};

use super::default_headers::{DefaultHeaders, RequestKind};
use super::error::Cause;
use super::redact::root_cause;
use super::request_body::{BodyClaim, TrackedBody};
use super::telemetry::CallSpan;
use super::timeout::{AttemptTimer, LATE_WAIT, after};
use super::{
    BaseUrl, BodyError, OperationInfo, Outcome, RateLimits, RawResponse, Request, SecretBytes, TransportError,
};

/// Maximum initial capacity of a body buffer, whatever `Content-Length` announces.
const MAX_INITIAL_CAPACITY: usize = 64 * 1024;

/// Settings and state that all requests of a client share.
#[derive(Clone)]
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    /// The URL to which the paths of the API are appended.
    pub(crate) base_url: BaseUrl,
    pub(crate) default_headers: DefaultHeaders,
    /// The caller's API key, or `None` if the document has no security scheme.
    pub(crate) api_key: Option<ApiKey>,
    pub(crate) user_agent: HeaderValue,
    /// Idle timeout of response bodies.
    pub(crate) read_timeout: Duration,
    /// Minimum time for the body of a success after its head arrived, whatever the deadlines.
    pub(crate) grace_period: Duration,
    /// Maximum size of a response body, in bytes.
    pub(crate) max_response_bytes: usize,
    /// The limits of each API key.
    pub(crate) rate_limits: RateLimits,
    /// Arrival time of the last response's head.
    pub(crate) last_response: Arc<LastResponse>,
}

/// The caller's API key and its header.
#[derive(Clone)]
pub(crate) struct ApiKey {
    /// Name of the header (`securitySchemes`).
    pub(crate) header: HeaderName,
    /// Value of the header, marked sensitive.
    pub(crate) value: HeaderValue,
    /// The key without a prefix, for redaction.
    pub(crate) key: HeaderValue,
}

impl Transport {
    /// Returns a copy with another API key. It shares the connections.
    pub(crate) fn with_api_key(&self, api_key: ApiKey) -> Self {
        let default_headers = self.default_headers.with_api_key(&api_key.header, &api_key.value);
        Self { default_headers, api_key: Some(api_key), ..self.clone() }
    }

    /// Sends `request` once and reads the response.
    ///
    /// Returns an error if the head of the response does not arrive before `deadline`.
    pub(super) async fn send(
        &self,
        request: &Request,
        operation: &'static OperationInfo,
        span: &CallSpan,
        started: Instant,
        deadline: Instant,
    ) -> Result<Box<RawResponse>, TransportError> {
        self.last_response.settle(started).await;
        let mut timer = pin!(sleep_until(deadline));
        let mut timer = AttemptTimer(timer.as_mut());
        let claim = BodyClaim::default();
        span.sending(request.body.is_some().then_some(&claim));
        let sent = self.http.execute(self.to_reqwest(request, operation, &claim));
        let cause = match timer.wait(started, deadline, sent).await {
            Some(Ok(response)) => {
                let mut response = self.read(response, operation, started, deadline, timer).await;
                response.request_has_secret = request.has_secret;
                #[cfg(feature = "httpmock")]
                super::mock::explain_unmatched(&mut response, request);
                return Ok(response);
            }
            // `configure_http` may have set a shorter timeout.
            Some(Err(error)) if error.is_timeout() && !error.is_connect() => Cause::TimedOut,
            Some(Err(error)) => Cause::http(&error, self.key()),
            None => Cause::TimedOut,
        };
        let is_unsent = request.body.is_some() && claim.is_first();
        let outcome =
            if is_unsent || cause.is_before_sending() { Outcome::NotSent } else { Outcome::Unknown };
        Err(TransportError { operation, outcome, host: self.base_url.authority(), cause, attempts: 1 })
    }

    /// Returns the caller's API key.
    fn key(&self) -> Option<&HeaderValue> {
        self.api_key.as_ref().map(|api_key| &api_key.key)
    }

    fn to_reqwest(
        &self,
        request: &Request,
        operation: &OperationInfo,
        claim: &BodyClaim,
    ) -> reqwest::Request {
        let Request { method, url, accepts_json, headers, body, has_secret: _ } = request;
        let kind = RequestKind {
            is_authenticated: operation.authenticated,
            accepts_json: *accepts_json,
            sends_json: body.is_some(),
        };
        let mut sent = reqwest::Request::new(method.clone(), url.clone());
        *sent.headers_mut() = self.default_headers.of(kind).clone();
        for (name, value) in headers {
            sent.headers_mut().insert(name, value.clone());
        }
        *sent.body_mut() = body.clone().map(|bytes| reqwest::Body::wrap(TrackedBody::new(bytes, claim)));
        sent
    }

    /// Reads the body up to the size limit. If that fails, the response contains the error and what arrived before it.
    ///
    /// A success may be read past the deadline: see
    /// [`ClientBuilder::grace_period`](crate::ClientBuilder::grace_period).
    async fn read(
        &self,
        mut response: reqwest::Response,
        operation: &'static OperationInfo,
        started: Instant,
        deadline: Instant,
        mut timer: AttemptTimer<'_>,
    ) -> Box<RawResponse> {
        let arrived = Instant::now();
        self.last_response.record(arrived);
        let grace = if response.status().is_success() { self.grace_period } else { LATE_WAIT };
        let deadline = deadline.max(after(arrived, grace));
        let limit = self.max_response_bytes;
        let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
        let mut body =
            SecretBytes::with_capacity(announced.unwrap_or(1024).min(limit).min(MAX_INITIAL_CAPACITY));
        let fault = loop {
            // The whole announced body has arrived.
            if announced == Some(body.len()) {
                break None;
            }
            let now = if body.is_empty() { arrived } else { Instant::now() };
            let until = deadline.min(after(now, self.read_timeout));
            match timer.wait(now, until, response.chunk()).await {
                Some(Ok(Some(chunk))) => {
                    let room = limit - body.len();
                    body.extend(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        break Some(BodyError::TooLarge(limit));
                    }
                }
                Some(Ok(None)) => break None,
                Some(Err(error)) if !error.is_timeout() => {
                    break Some(BodyError::Broken(root_cause(&error, self.key())));
                }
                Some(Err(_)) | None => break Some(BodyError::TimedOut(started.elapsed())),
            }
        };
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let api_key = self.key().cloned();
        Box::new(RawResponse {
            fault,
            api_key,
            ..RawResponse::new(operation, status, headers, body, arrived)
        })
    }
}

/// Arrival time of the last response's head.
pub(crate) struct LastResponse {
    start: Instant,
    nanoseconds: AtomicU64,
}

impl LastResponse {
    /// Minimum pause after which waiting another millisecond does not matter.
    const LONG_AGO: Duration = Duration::from_millis(10);

    fn record(&self, now: Instant) {
        let nanoseconds = now.saturating_duration_since(self.start).as_nanos();
        self.nanoseconds.store(u64::try_from(nanoseconds).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Lets the I/O driver run before a request is sent on a connection that was idle.
    ///
    /// In the meantime the server may have closed the connection or sent an unsolicited response, which a program that
    /// was busy or stopped has not processed yet.
    async fn settle(&self, now: Instant) {
        let last = Duration::from_nanos(self.nanoseconds.load(Ordering::Relaxed));
        let pause = now.saturating_duration_since(self.start).saturating_sub(last);
        if last.is_zero() {
            return;
        }
        if pause < Self::LONG_AGO {
            yield_now().await;
        } else {
            // After a stop, other threads of the runtime need time to wake up.
            sleep(Duration::from_millis(1)).await;
        }
    }
}

impl Default for LastResponse {
    fn default() -> Self {
        Self { start: Instant::now(), nanoseconds: AtomicU64::new(0) }
    }
}
