//! Whatever a network, a proxy, a CDN or a changed service does to a call: what it may have done is said, a
//! created key is not lost, and no key is seen.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::time::{Duration, Instant};

use agreement::canary::{CALLER, CREATED, Log, forms, seen_in};
use agreement::fault::{FaultServer, Step};
use agreement::fault_check::{BOUND, builder, call, client, differences};
use agreement::faults::{created, head, whole};
use certcentral::Outcome::{NotSent, Refused, Unknown, Unreadable};
use certcentral::{Client, RetryPolicy, reqwest};
use tokio::sync::Mutex;

/// One log for the process: those who look into it take turns.
static TURN: Mutex<()> = Mutex::const_new(());

#[tokio::test]
async fn every_fault_says_what_may_have_happened_and_loses_and_leaks_no_key() {
    let _turn = TURN.lock().await;
    let log = Log::of_process();
    let wrong = differences(log).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The looking itself: a canary that is there is seen.
#[tokio::test]
async fn a_canary_that_is_logged_or_written_is_seen() {
    let _turn = TURN.lock().await;
    let log = Log::of_process();
    for canary in [CALLER, CREATED] {
        for form in forms(canary) {
            let _ = log.take();
            tracing::trace!(target: "somewhere", "before {form} after");
            assert!(seen_in(&log.take()).is_some(), "{form}");
        }
    }
    // What a careless client's HTTP library logs.
    let server = FaultServer::start(
        vec![vec![Step::Read, Step::Send(whole(201, "application/json", &created()))]],
        None,
    )
    .await;
    let careless = reqwest::Client::builder().connection_verbose(true).no_proxy().build().unwrap();
    let request = careless.post(server.base_url()).header("X-Key", CALLER).body("{}").send();
    assert!(request.await.unwrap().status().is_success());
    assert!(seen_in(&log.take()).is_some(), "the HTTP library's log is not captured");
}

/// Finds no host, without asking anybody.
struct NoSuchHost;

impl reqwest::dns::Resolve for NoSuchHost {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async { Err("no such host".into()) })
    }
}

#[tokio::test]
async fn a_host_that_cannot_be_found_was_sent_nothing() {
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
async fn a_connection_that_died_between_calls_costs_no_call() {
    let server = FaultServer::start(
        vec![vec![Step::Read, Step::Send(whole(201, "application/json", &created()))]],
        None,
    )
    .await;
    let client = client(&server);
    for call_number in 1..=20 {
        match call(&client).await {
            Ok(created) => assert_eq!(created.api_key.expose_secret(), CREATED),
            // The connection may die while the request is on its way: then that is said.
            Err(error) => assert_eq!(error.outcome(), Unknown, "{error}"),
        }
        assert!(server.requests() <= call_number);
    }
}

/// Without a size limit, an allocation of what is announced would abort the process.
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
async fn a_call_that_is_dropped_stops_and_leaves_nothing_behind() {
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
    // The server sees the client go, and no second request.
    until(|| server.gone() == 1).await;
    assert_eq!(server.requests(), 1);
    assert_eq!(call(&client).await.unwrap().api_key.expose_secret(), CREATED);
}

/// Lets the others work until it is so.
async fn until(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < BOUND, "it does not come to that");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn the_deadline_covers_the_waits_between_attempts() {
    let limited = head(429, "Retry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n");
    let server = FaultServer::start(vec![vec![Step::Read, Step::Send(limited)]], None).await;
    let client = client(&server).with_timeout(Duration::from_millis(500));
    let started = Instant::now();
    let error = call(&client).await.unwrap_err();
    // The wait would end after the deadline: it is not begun.
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
async fn a_call_may_have_all_the_time_there_is_or_none() {
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
async fn an_http_client_that_was_given_less_patience_says_the_same() {
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
