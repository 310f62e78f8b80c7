//! Retry loop: makes the attempts of a call and waits between them, until the call's deadline.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use tokio::time::{Instant, sleep};

use super::error::Cause;
use super::redact::media_type;
use super::request::{RequestBuilder, authority};
use super::retry::{RetryPolicy, is_retryable_status, is_retryable_transport_error, shortest_delay};
use super::telemetry::CallSpan;
use super::throttle::{AttemptTime, Permit, Report, Throttle};
use super::timeout::after;
use super::transport::Transport;
use super::{
    BodyError, Error, Operation, OperationInfo, Outcome, RawResponse, Request, Response, SecretBytes,
    TransportError,
};

/// Minimum time before the deadline for an attempt that starts after a wait.
const SHORTEST_ATTEMPT: Duration = Duration::from_secs(1);

/// Maximum number of body bytes, and of header bytes, that a waiting call keeps of a failed response.
const KEPT_BYTES: usize = 1024;

/// Makes calls with an API key. Clones share the connections and the throttle.
#[derive(Clone)]
pub(crate) struct HttpClient {
    pub(crate) transport: Arc<Transport>,
    pub(crate) throttle: Arc<Throttle>,
    pub(crate) policy: RetryPolicy,
    /// Timeout of a call with all its attempts.
    pub(crate) timeout: Duration,
    /// Timeout of one attempt, from connecting to the last byte of the response.
    pub(crate) attempt_timeout: Duration,
}

/// The result of an attempt.
type Attempt = Result<Box<RawResponse>, TransportError>;

impl HttpClient {
    /// Returns a builder for a request.
    pub(crate) fn request(&self, method: Method) -> RequestBuilder<'_> {
        RequestBuilder::new(method, &self.transport.base_url)
    }

    /// Returns the base URL without a trailing slash.
    pub(crate) fn base_url(&self) -> &str {
        self.transport.base_url.as_str()
    }

    /// Makes a call: builds the request, sends it, and decodes the response.
    pub(crate) async fn send<O: Operation>(
        &self,
        request: RequestBuilder<'_>,
    ) -> Result<Response<O::Success>, Error<O::Error>> {
        let request = request.build(&O::INFO)?;
        self.call(request, &O::INFO).await?.decode()
    }

    /// Sends a request, and retries it as the module [`retry`](super::retry) describes.
    async fn call(
        &self,
        request: Request,
        operation: &'static OperationInfo,
    ) -> Result<Box<RawResponse>, TransportError> {
        let span = CallSpan::of_call(&request, operation);
        let now = Instant::now();
        let call = Call {
            client: self,
            request: &request,
            operation,
            span: &span,
            started: now,
            time: AttemptTime {
                deadline: after(now, self.timeout),
                timeout: self.attempt_timeout,
                reserve: SHORTEST_ATTEMPT,
            },
            attempts: 0,
            failures: 0,
            refusals: 0,
            may_have_succeeded: false,
            last: None,
        };
        let mut result = span.observe(call.run()).await;
        if let Ok(response) = &mut result {
            // Decoding the body decides the outcome.
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
    /// Start of the last attempt, or of the call before the first attempt.
    started: Instant,
    time: AttemptTime,
    /// Number of attempts that were started.
    attempts: u32,
    /// Number of failures other than `429`.
    failures: u32,
    /// Number of `429` responses in a row.
    refusals: u32,
    /// `true` if an attempt before the last one may have taken effect.
    may_have_succeeded: bool,
    /// Result of the last attempt while the call waits for the next one.
    last: Option<Attempt>,
}

impl Call<'_> {
    async fn run(mut self) -> Attempt {
        let mut now = self.started;
        // The first attempt needs no reserve of time, if it need not wait.
        let mut is_too_late = now >= self.time.deadline;
        loop {
            let throttle = &self.client.throttle;
            let mut permit = None;
            if !is_too_late {
                permit = throttle.try_permit(now, &self.time);
                if permit.is_none() {
                    // Boxed, to keep the future of a call small.
                    permit = Box::pin(throttle.permit(self.time)).await;
                }
            }
            let Some(permit) = permit else {
                return self.last.unwrap_or_else(|| Err(too_late(self.request, self.operation)));
            };
            let attempt = self.attempt(permit).await;
            let Some(delay) = self.delay_after(&attempt) else { return attempt };
            let ended = Instant::now();
            self.time.reserve = ended.saturating_duration_since(self.started).max(SHORTEST_ATTEMPT);
            if self.time.is_too_late(after(ended, delay)) {
                return attempt;
            }
            self.may_have_succeeded |= outcome(&attempt) == Outcome::Unknown;
            self.last = Some(attempt.map(without_bulk));
            sleep(delay).await;
            now = Instant::now();
            is_too_late = self.time.is_too_late(now);
        }
    }

    /// Makes one attempt, and records its result for this call and in the throttle.
    async fn attempt(&mut self, permit: Permit<'_>) -> Attempt {
        let started = permit.sent();
        self.started = started;
        let HttpClient { transport, policy, .. } = self.client;
        self.attempts += 1;
        let until = self.time.end(started);
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
        let arrived = attempt.as_ref().map_or_else(|_| Instant::now(), |response| response.arrived);
        let report = report(&attempt);
        if let Report::Limited { .. } = report {
            self.refusals += 1;
        } else {
            (self.failures, self.refusals) = (self.failures + 1, 0);
        }
        permit.report(&report, arrived, |failures| policy.delay(failures, retry_after(&attempt)));
        attempt
    }

    /// Returns the delay before the next attempt, or `None` if the call ends.
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
            // The throttle makes all calls wait for the limit. The minimum applies even if the throttle opens early.
            refusals => shortest_delay(refusals),
        })
    }
}

/// Returns what an attempt proves about the rate limits.
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

/// Reports whether a response proves that the service processed the request, and so that the rate limit has lifted: a
/// success, or a refusal in JSON. Any other response may come from a gateway.
fn is_processed(response: &RawResponse) -> bool {
    let status = response.status;
    let is_refusal = status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT;
    status.is_success() || (is_refusal && media_type(&response.headers) == "application/json")
}

/// Reduces a response to at most [`KEPT_BYTES`] of its body and of its headers, because many calls may wait. Copies the
/// headers, which otherwise keep a larger buffer alive.
fn without_bulk(mut response: Box<RawResponse>) -> Box<RawResponse> {
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

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::runtime::ErrorBody;
    use crate::{Client, ClientBuilder, RateLimits};

    static OPERATION: OperationInfo = OperationInfo {
        operation_id: "operation",
        path: "/path",
        authenticated: true,
        success_statuses: &[200..=200],
        has_body: true,
        error_body: ErrorBody::Json,
        error_properties: &[],
        on_unknown: None,
        on_unreadable: None,
    };

    /// A loopback server that sends the same response to every request.
    struct Server {
        base_url: String,
        requests: Arc<AtomicU32>,
    }

    impl Server {
        fn start(head: &'static str, body: usize, delay: Duration) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            let base_url = format!("http://{}", listener.local_addr().expect("an address"));
            let requests = Arc::new(AtomicU32::new(0));
            let counter = Arc::clone(&requests);
            std::thread::spawn(move || {
                for stream in listener.incoming().map_while(Result::ok) {
                    let counter = Arc::clone(&counter);
                    std::thread::spawn(move || serve(&stream, head, body, delay, &counter));
                }
            });
            Self { base_url, requests }
        }

        fn client(&self, configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> HttpClient {
            let builder = Client::builder().base_url(&self.base_url).api_key("not-a-real-key");
            configure(builder.rate_limits(RateLimits::off())).build().expect("a client").http
        }

        fn requests(&self) -> u32 {
            self.requests.load(Ordering::SeqCst)
        }
    }

    fn serve(
        stream: &TcpStream,
        head: &str,
        body: usize,
        delay: Duration,
        requests: &AtomicU32,
    ) -> Option<()> {
        let mut lines = BufReader::new(stream);
        loop {
            let mut line = String::new();
            let mut length = 0;
            while line != "\r\n" {
                line.clear();
                lines.read_line(&mut line).ok().filter(|length| *length > 0)?;
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().ok()?;
                }
            }
            lines.read_exact(&mut vec![0; length]).ok()?;
            requests.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(delay);
            let response = format!("HTTP/1.1 {head}\r\nContent-Length: {body}\r\n\r\n{}", "x".repeat(body));
            (&mut &*stream).write_all(response.as_bytes()).ok()?;
        }
    }

    async fn call(client: &HttpClient, method: Method) -> Attempt {
        let request = client.request(method).path("/path").json(&"body").build(&OPERATION);
        let Ok(request) = request else { panic!("an invalid request") };
        client.call(request, &OPERATION).await
    }

    /// A policy without delays and without a maximum of attempts.
    fn hasty() -> RetryPolicy {
        RetryPolicy::default()
            .max_attempts(u32::MAX)
            .initial_backoff(Duration::ZERO)
            .max_backoff(Duration::ZERO)
    }

    #[tokio::test]
    async fn zero_delays_make_no_busy_loop() {
        for (method, head) in [
            (Method::PUT, "503 Unavailable\r\nRetry-After: 0"),
            (Method::POST, "429 Limited\r\nRetry-After: 0"),
            (Method::POST, "429 Limited\r\nRetry-After: Mon, 01 Jan 2024 00:00:00 GMT"),
        ] {
            let server = Server::start(head, 0, Duration::ZERO);
            let client = server.client(|builder| builder.timeout(Duration::from_millis(1500)).retry(hasty()));
            let response = call(&client, method).await.expect("a response");
            // After 10, 20, 40, 80, 160 and 320 milliseconds.
            assert!((2..=6).contains(&response.attempts), "{head}: {}", response.attempts);
            assert_eq!(server.requests(), response.attempts, "{head}");
        }
    }

    #[tokio::test]
    async fn all_calls_wait_at_most_the_maximum_retry_after() {
        let server = Server::start("429 Limited\r\nRetry-After: 3600", 0, Duration::ZERO);
        let client = server.client(|builder| builder.retry(hasty().max_retry_after(Duration::from_secs(1))));
        let start = Instant::now();
        assert_eq!(call(&client, Method::POST).await.expect("a response").attempts, 1);
        let mut other = client.clone();
        other.timeout = Duration::from_millis(900);
        let error = call(&other, Method::POST).await.expect_err("no time");
        assert_eq!((error.outcome, error.attempts), (Outcome::NotSent, 0));
        other.policy = RetryPolicy::off();
        other.timeout = Duration::from_secs(10);
        assert_eq!(call(&other, Method::POST).await.expect("a response").attempts, 1);
        assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
        assert_eq!(server.requests(), 2);
    }

    #[tokio::test]
    async fn attempt_is_not_started_without_time_for_its_response() {
        for (response_takes, timeout, attempts) in [(0, 900, 1), (0, 5000, 2), (1200, 2300, 1)] {
            let server = Server::start("503 Unavailable", 0, Duration::from_millis(response_takes));
            let client = server.client(|builder| {
                builder.timeout(Duration::from_millis(timeout)).retry(hasty().max_attempts(2))
            });
            let response = call(&client, Method::PUT).await.expect("a response");
            assert_eq!(
                (response.attempts, server.requests()),
                (attempts, attempts),
                "{response_takes} {timeout}"
            );
        }
    }

    #[tokio::test]
    async fn waiting_call_keeps_little_of_the_response() {
        let head = "429 Limited\r\nRetry-After: 1\r\nX-Request-Id: 7";
        let server = Server::start(head, 500_000, Duration::ZERO);
        let client = server.client(|builder| builder.timeout(Duration::from_millis(1500)).retry(hasty()));
        // The call does not wait, because less than a second would be left.
        let response = call(&client, Method::POST).await.expect("a response");
        assert_eq!(response.body.expose_secret(), [b'x'; KEPT_BYTES]);
        assert_eq!(response.fault, Some(BodyError::TooLarge(KEPT_BYTES)));
        assert_eq!(response.headers["X-Request-Id"], "7");
        assert_eq!(response.retry_after, Some(Duration::from_secs(1)));
    }
}
