//! Faults of networks, proxies, CDNs and services: the client reports the right outcome, keeps created keys and leaks
//! none.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::time::{Duration, Instant};

use certcentral::Outcome::{NotSent, Refused, Unknown, Unreadable};
use certcentral::{Client, RetryPolicy, reqwest};
use conformance::canary::{CALLER, CREATED, Log, forms, seen_in};
use conformance::fault::{FaultServer, Step};
use conformance::fault_check::{BOUND, builder, call, client, differences};
use conformance::faults::{created, head, whole};
use tokio::sync::Mutex;

/// Serializes the tests that read the log, which the process shares.
static TURN: Mutex<()> = Mutex::const_new(());

#[tokio::test]
async fn every_fault_has_its_outcome_without_losing_or_leaking_a_key() {
    let _turn = TURN.lock().await;
    let log = Log::of_process();
    let wrong = differences(log).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tests the search itself.
#[tokio::test]
async fn canary_in_the_log_is_found() {
    let _turn = TURN.lock().await;
    let log = Log::of_process();
    for canary in [CALLER, CREATED] {
        for form in forms(canary) {
            let _ = log.take();
            tracing::trace!(target: "somewhere", "before {form} after");
            assert!(seen_in(&log.take()).is_some(), "{form}");
        }
    }
    // A client without protection: the HTTP library logs its headers.
    let server = FaultServer::start(
        vec![vec![Step::Read, Step::Send(whole(201, "application/json", &created()))]],
        None,
    )
    .await;
    let careless = reqwest::Client::builder().connection_verbose(true).no_proxy().build().unwrap();
    let request = careless.post(server.base_url()).header("X-Key", CALLER).body("{}").send();
    assert!(request.await.unwrap().status().is_success());
    assert!(seen_in(&log.take()).is_some(), "expected the HTTP library's log to be captured");
}

/// A resolver that fails without a DNS request.
struct NoSuchHost;

impl reqwest::dns::Resolve for NoSuchHost {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async { Err("no such host".into()) })
    }
}

#[tokio::test]
async fn unresolvable_host_is_not_sent() {
    let client = Client::builder()
        .base_url("https://host.invalid")
        .api_key(CALLER)
        .configure_http(|http| http.no_proxy().dns_resolver(NoSuchHost))
        .retry(RetryPolicy::default().max_attempts(2).initial_backoff(Duration::from_millis(1)))
        .build()
        .unwrap();
    let error = call(&client).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (NotSent, 2), "{error}");
    assert!(error.to_string().contains("cannot connect to host.invalid"), "{error}");
}

#[tokio::test]
async fn connection_closed_between_calls_causes_no_second_request() {
    let server = FaultServer::start(
        vec![vec![Step::Read, Step::Send(whole(201, "application/json", &created()))]],
        None,
    )
    .await;
    let client = client(&server);
    for call_number in 1..=20 {
        match call(&client).await {
            Ok(created) => assert_eq!(created.api_key.expose_secret(), CREATED),
            // The connection may close while the request is being sent.
            Err(error) => assert_eq!(error.outcome(), Unknown, "{error}"),
        }
        assert!(server.requests() <= call_number);
    }
}

/// Without a response limit, allocating the announced length would abort the process.
#[tokio::test]
async fn announced_length_is_not_allocated() {
    for length in ["9223372036854775807", "18446744073709551613", "1099511627776"] {
        let sends = [head(201, &format!("Content-Length: {length}\r\n")), created().into_bytes()].concat();
        let server = FaultServer::start(vec![vec![Step::Read, Step::Send(sends)]], None).await;
        let client = builder(&server).max_response_bytes(usize::MAX).build().unwrap();
        let error = call(&client).await.unwrap_err();
        assert_eq!((error.outcome(), server.requests()), (Unreadable, 1), "{length}: {error}");
        assert_eq!(error.body().unwrap().expose_secret(), created().as_bytes(), "{length}");
    }
}

#[tokio::test]
async fn dropped_call_closes_its_connection_and_is_not_retried() {
    let stalled = vec![Step::Read, Step::Stall];
    let then = vec![Step::Read, Step::Send(whole(201, "application/json", &created()))];
    let server = FaultServer::start(vec![stalled, then], None).await;
    let client = client(&server);
    let in_flight = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await.map(|_| ()) }
    });
    until(|| server.requests() == 1).await;
    in_flight.abort();
    assert!(in_flight.await.unwrap_err().is_cancelled());
    // The client closes the connection and sends no second request.
    until(|| server.gone() == 1).await;
    assert_eq!(server.requests(), 1);
    assert_eq!(call(&client).await.unwrap().api_key.expose_secret(), CREATED);
}

/// Yields to other tasks until the condition holds.
async fn until(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < BOUND, "the condition does not hold after {BOUND:?}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn deadline_covers_the_waits_between_attempts() {
    let limited = head(429, "Retry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n");
    let server = FaultServer::start(vec![vec![Step::Read, Step::Send(limited)]], None).await;
    let client = client(&server).with_timeout(Duration::from_millis(500));
    let started = Instant::now();
    let error = call(&client).await.unwrap_err();
    // The call does not begin a wait that would end after the deadline.
    assert!(started.elapsed() < Duration::from_millis(500), "{:?}", started.elapsed());
    assert_eq!((error.outcome(), error.attempts()), (Refused, 1), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
}

#[tokio::test]
async fn retries_can_be_turned_off_for_a_call() {
    let limited = head(429, "Content-Length: 0\r\nConnection: close\r\n");
    let created = whole(201, "application/json", &created());
    let scripts = vec![vec![Step::Read, Step::Send(limited)], vec![Step::Read, Step::Send(created)]];
    let server = FaultServer::start(scripts, None).await;
    let client = client(&server);
    let error = call(&client.with_retry(RetryPolicy::off())).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts(), server.requests()), (Refused, 1, 1));
    assert!(call(&client).await.is_ok());
}

#[tokio::test]
async fn timeouts_may_be_zero_or_the_maximum() {
    let limited = head(429, "Content-Length: 0\r\nConnection: close\r\n");
    let created = whole(201, "application/json", &created());
    let scripts = vec![vec![Step::Read, Step::Send(limited)], vec![Step::Read, Step::Send(created)]];
    let server = FaultServer::start(scripts, None).await;
    let client = Client::builder()
        .base_url(server.base_url())
        .api_key(CALLER)
        .timeout(Duration::MAX)
        .attempt_timeout(Duration::MAX)
        .retry(RetryPolicy::default().initial_backoff(Duration::ZERO).max_retry_after(Duration::MAX))
        .build()
        .unwrap();
    assert_eq!(call(&client).await.unwrap().api_key.expose_secret(), CREATED);
    let error = call(&client.with_timeout(Duration::ZERO)).await.unwrap_err();
    assert_eq!((error.outcome(), error.attempts(), server.requests()), (NotSent, 0, 2), "{error}");
}

#[tokio::test]
async fn shorter_timeout_of_the_http_client_gives_the_same_outcomes() {
    for (scripts, outcome, says) in [
        (vec![Step::Read, Step::Stall], Unknown, "did not answer in time"),
        (
            vec![Step::Read, Step::Send(head(201, "Content-Length: 9\r\n")), Step::Stall],
            Unreadable,
            "had not ended after",
        ),
    ] {
        let server = FaultServer::start(vec![scripts], None).await;
        let client = Client::builder()
            .base_url(server.base_url())
            .api_key(CALLER)
            .configure_http(|http| http.read_timeout(Duration::from_millis(100)))
            .build()
            .unwrap();
        let error = call(&client).await.unwrap_err();
        assert_eq!(error.outcome(), outcome, "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
}
