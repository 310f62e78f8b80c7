//! Deadlines end the wait for a response, but do not truncate a success that is arriving.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::time::{Duration, Instant};

use certcentral::ClientBuilder;
use certcentral::Outcome::{Refused, Unknown, Unreadable};
use conformance::canary::CREATED;
use conformance::fault::{FaultServer, Step};
use conformance::fault_check::{BOUND, Created, builder, call};
use conformance::faults::{created, head};

const ATTEMPT: Duration = Duration::from_secs(1);
const CALL: Duration = Duration::from_millis(1200);
const IDLE: Duration = Duration::from_millis(300);
/// Number of bytes that take longer to drip than the call timeout, at 5 ms each.
const SLOW: usize = 300;
/// Number of bytes that take longer to drip than any test.
const ENDLESSLY: usize = 4_000;

/// Calls a server that reads the request and follows `steps`; returns the result and the elapsed time.
async fn call_with(
    steps: Vec<Step>,
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (Created, Duration) {
    let server = FaultServer::start(vec![[vec![Step::Read], steps].concat()], None).await;
    let builder = builder(&server).read_timeout(IDLE).attempt_timeout(ATTEMPT).timeout(CALL);
    let client = configure(builder.grace_period(BOUND)).build().unwrap();
    let started = Instant::now();
    let result = call(&client).await;
    assert!(server.requests() <= 1, "expected no retry");
    (result, started.elapsed())
}

fn as_configured(builder: ClientBuilder) -> ClientBuilder {
    builder
}

/// Returns a head, and a body of `length` bytes that ends with a key.
fn success(length: usize) -> (Vec<u8>, Vec<u8>) {
    let body = format!("{:>length$}", created()).into_bytes();
    (head(201, &format!("Content-Length: {length}\r\n")), body)
}

#[tokio::test]
async fn trickling_body_of_a_success_is_read_past_the_deadlines() {
    let (head, body) = success(SLOW);
    let (result, time) = call_with(vec![Step::Send(head), Step::Drip(body)], as_configured).await;
    assert_eq!(result.unwrap().api_key.expose_secret(), CREATED);
    assert!(time > CALL, "{time:?}");
}

#[tokio::test]
async fn success_with_a_late_head_is_read_past_the_deadlines() {
    let (head, body) = success(SLOW);
    let steps = vec![Step::Delay(ATTEMPT / 2), Step::Send(head), Step::Drip(body)];
    let (result, time) = call_with(steps, as_configured).await;
    assert_eq!(result.unwrap().api_key.expose_secret(), CREATED);
    assert!(time > CALL, "{time:?}");
}

#[tokio::test]
async fn trickling_body_of_a_refusal_ends_soon_after_the_deadline() {
    let steps = vec![Step::Send(head(403, "")), Step::Drip(vec![b' '; ENDLESSLY])];
    let (result, time) = call_with(steps, as_configured).await;
    assert_eq!(result.unwrap_err().outcome(), Refused);
    assert!(time < BOUND, "{time:?}");
}

#[tokio::test]
async fn trickling_body_of_a_success_ends_with_the_grace_period() {
    for (grace, at_least) in [(Duration::from_millis(1), ATTEMPT), (2 * CALL, 2 * CALL)] {
        let (head, body) = (head(201, ""), created().into_bytes());
        let steps = vec![Step::Send(head), Step::Send(body), Step::Drip(vec![b' '; ENDLESSLY])];
        let (result, time) = call_with(steps, |builder| builder.grace_period(grace)).await;
        let error = result.unwrap_err();
        assert_eq!(error.outcome(), Unreadable, "{error}");
        let body = String::from_utf8_lossy(error.body().unwrap().expose_secret()).into_owned();
        assert!(body.starts_with(&created()), "{body}");
        assert!(time >= at_least && time < BOUND, "{time:?}");
    }
}

#[tokio::test]
async fn idle_timeout_ends_the_body_of_a_success() {
    let steps = vec![Step::Send(head(201, "")), Step::Send(created().into_bytes()), Step::Stall];
    let (result, time) = call_with(steps, |builder| builder.attempt_timeout(BOUND).timeout(BOUND)).await;
    let error = result.unwrap_err();
    assert_eq!(error.outcome(), Unreadable, "{error}");
    assert!(time >= IDLE && time < BOUND, "{time:?}");
}

#[tokio::test]
async fn head_that_trickles_past_the_idle_timeout_is_read() {
    let slow = format!("HTTP/1.1 201 Created\r\nX-Slow: {:0100}\r\n", 0);
    let rest = format!("Content-Length: {}\r\n\r\n{}", created().len(), created());
    let steps = vec![Step::Drip(slow.into_bytes()), Step::Send(rest.into_bytes())];
    let (result, time) = call_with(steps, |builder| builder.attempt_timeout(BOUND).timeout(BOUND)).await;
    assert_eq!(result.unwrap().api_key.expose_secret(), CREATED);
    assert!(time > IDLE, "{time:?}");
}

#[tokio::test]
async fn slow_interim_responses_before_a_success_are_waited_for() {
    let (head, body) = success(created().len());
    let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n".repeat(2);
    let steps = vec![Step::Drip(interim), Step::Send(head), Step::Send(body)];
    let (result, time) = call_with(steps, |builder| builder.attempt_timeout(BOUND).timeout(BOUND)).await;
    assert_eq!(result.unwrap().api_key.expose_secret(), CREATED);
    assert!(time > IDLE, "{time:?}");
}

#[tokio::test]
async fn endless_interim_responses_end_at_the_deadline() {
    let interim = b"HTTP/1.1 100 Continue\r\n\r\n".to_vec();
    for step in [Step::Drip(interim.repeat(ENDLESSLY / 25)), Step::Endless(interim)] {
        let (result, time) = call_with(vec![step, Step::Stall], as_configured).await;
        let error = result.unwrap_err();
        assert_eq!((error.outcome(), error.status()), (Unknown, None), "{error}");
        assert!(time >= ATTEMPT && time < BOUND, "{time:?}");
    }
}
