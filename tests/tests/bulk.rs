//! Many concurrent calls: every key is accounted for, and rate limits are kept.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use certcentral::types::{CreateKeyRequest, CreatedKey, ErrorResponse};
use certcentral::{Client, Error, Outcome, RateLimits, Response, RetryPolicy};
use conformance::fake_service::{Action, Service, Windows};

type Made = Result<Response<CreatedKey>, Error<ErrorResponse>>;

/// Builds a client. The attempt timeout defaults to the call's.
fn client(service: &Service, limits: RateLimits, attempt_timeout: Option<Duration>) -> Client {
    let timeout = Duration::from_secs(60);
    Client::builder()
        .base_url(service.base_url())
        .api_key("not-a-real-caller-key")
        .attempt_timeout(attempt_timeout.unwrap_or(timeout))
        .timeout(timeout)
        .rate_limits(limits)
        .retry(
            RetryPolicy::default()
                .initial_backoff(Duration::from_millis(5))
                .max_backoff(Duration::from_millis(300)),
        )
        .build()
        .unwrap()
}

/// Makes `calls` calls from `tasks` tasks that share a client; returns the results by key name.
async fn make(client: &Client, calls: usize, tasks: usize) -> HashMap<String, Made> {
    let next = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..tasks)
        .map(|_| {
            let (client, next) = (client.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                let mut made = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= calls {
                        return made;
                    }
                    let name = format!("key {number}");
                    let call = client.create_key(1, CreateKeyRequest::new(name.as_str()));
                    made.push((name, call.send().await));
                }
            })
        })
        .collect();
    let mut made = HashMap::new();
    for task in tasks {
        made.extend(task.await.unwrap());
    }
    assert_eq!(made.len(), calls);
    made
}

/// The documented limits at a hundredth of the time.
const LIMITS: [(u32, Duration); 2] = [(100, Duration::from_millis(50)), (1000, Duration::from_millis(1800))];

/// Makes `calls` calls under rate limits, and checks that each of them got its key. Returns how many requests the
/// service refused.
async fn make_limited(mut windows: Windows, limits: RateLimits, calls: usize, tasks: usize) -> usize {
    let service = Service::start(move || windows.decide()).await;
    let made = make(&client(&service, limits, None), calls, tasks).await;
    let (ledger, requests) = service.books();
    for (name, result) in made {
        let created = result.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(ledger[&name], [created.api_key.expose_secret()], "{name}");
    }
    assert_eq!(ledger.len(), calls);
    requests - calls
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bulk_job_stays_below_the_rate_limits() {
    let refused = make_limited(Windows::new(LIMITS), RateLimits::new(LIMITS), 2000, 64).await;
    assert_eq!(refused, 0);
}

#[tokio::test]
async fn documented_limits_hold_by_default_and_without_retries() {
    let service = Service::start(|| Action::Create).await;
    let (requests, window) = certcentral::document::RATE_LIMITS[0];
    let client = client(&service, RateLimits::default(), None).with_timeout(window / 2);
    let clones = [client.with_retry(RetryPolicy::off()), client];
    for number in 0..requests {
        let client = &clones[number as usize % 2];
        client.create_key(1, CreateKeyRequest::new("ci")).await.unwrap();
    }
    for client in clones {
        let error = client.create_key(1, CreateKeyRequest::new("ci")).await.unwrap_err();
        assert_eq!((error.outcome(), error.attempts()), (Outcome::NotSent, 0), "{error}");
    }
    assert_eq!(service.books().1, requests as usize);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bulk_job_without_pacing_waits_out_the_rate_limits() {
    let refused = make_limited(Windows::new(LIMITS), RateLimits::off(), 2000, 16).await;
    // Few requests probe whether the limit still holds.
    assert!(refused > 0, "expected the limit to be reached");
    assert!(refused < 1000, "{refused} requests were refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn burst_gets_all_keys_if_refused_requests_count() {
    let limits = [(10, Duration::from_millis(200)), (1000, Duration::from_secs(60))];
    let windows = Windows::new(limits).counting_refused();
    let refused = make_limited(windows, RateLimits::off(), 90, 90).await;
    // The first burst accounts for 80. Without slow start, the total is about 290.
    assert!((80..240).contains(&refused), "{refused} requests were refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_created_key_is_returned_kept_or_reported_unknown() {
    let seed = fastrand::u64(..);
    println!("seed: {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let service = Service::start(move || match random.u32(..1000) {
        0..600 => Action::Create,
        600..650 => Action::CreateUnreadable,
        650..700 => Action::CreateCut,
        700..750 => Action::CreateSilently,
        750..800 => Action::CreateAndFail,
        800..802 => Action::CreateAndStall,
        802..840 => Action::Answer(400),
        840..880 => Action::Answer(403),
        880..900 => Action::Answer(429),
        900..950 => Action::Answer(503),
        _ => Action::Close,
    })
    .await;
    // Short, so that stalled calls end soon. Late responses of a slow machine count as stalled.
    let client = client(&service, RateLimits::off(), Some(Duration::from_millis(500)));
    let made = make(&client, 20_000, 64).await;
    let (ledger, _) = service.books();
    let mut counts: HashMap<Option<Outcome>, usize> = HashMap::new();
    for (name, result) in made {
        let keys = ledger.get(&name).map_or(&[][..], Vec::as_slice);
        assert!(keys.len() <= 1, "seed {seed}: {name} was created {} times", keys.len());
        let key = keys.first();
        let outcome = result.as_ref().err().map(Error::outcome);
        *counts.entry(outcome).or_default() += 1;
        match result {
            Ok(created) => assert_eq!(Some(created.api_key.expose_secret()), key.map(String::as_str)),
            Err(error) => match error.outcome() {
                Outcome::NotSent | Outcome::Refused => {
                    assert_eq!(key, None, "seed {seed}: {name} was created: {error}");
                }
                Outcome::Unreadable => {
                    let body = String::from_utf8_lossy(error.body().unwrap().expose_secret()).into_owned();
                    assert!(body.contains(key.unwrap().as_str()), "seed {seed}: {name} is lost: {error}");
                }
                Outcome::Unknown => {}
            },
        }
    }
    for outcome in [None, Some(Outcome::Refused), Some(Outcome::Unreadable), Some(Outcome::Unknown)] {
        assert!(counts.get(&outcome).is_some_and(|count| *count > 100), "seed {seed}: {counts:?}");
    }
}
