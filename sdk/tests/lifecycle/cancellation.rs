//! Dropping the future at any poll leaves at most one key, which carries a tag until it is stored.

use std::future::{Future, poll_fn, ready};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use certcentral::types::{CreateKeyRequest, KeyStatus};

use crate::service::Operation::Create;
use crate::service::Reaction::Lost;
use crate::service::{Service, USER};

const SOON: Duration = Duration::from_millis(1);

/// Polls `future` at most `polls` times, and drops it. Returns `true` if it ended.
async fn ends_within(polls: usize, future: impl Future) -> bool {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn dropped_issue_leaves_at_most_one_tagged_key() {
    for polls in 0.. {
        let service = Service::start().await;
        let client = service.client();
        service.plan(Create, [Lost]);
        let mut is_stored = false;
        let issue = client.issue_key(USER, CreateKeyRequest::new("ci"));
        let issue = issue.verify(Duration::from_secs(60)).poll_interval(SOON).settle_time(SOON);
        let store = async |_| {
            is_stored = true;
            Ok::<_, ()>(())
        };
        let is_done = ends_within(polls, issue.store(store)).await;
        // A request that was sent may still be executed, but this service executes it at once.
        let found = client.find_keys(USER).status(KeyStatus::Active).await.unwrap();
        assert!(found.len() <= 1, "{polls}");
        assert!(is_stored || found.iter().all(|found| found.tag.is_some()), "{polls}");
        if is_done {
            assert!(polls > 20, "{polls}");
            break;
        }
    }
}

#[tokio::test]
async fn dropped_rotation_leaves_a_stored_key_that_works() {
    for polls in 0.. {
        let service = Service::start().await;
        let client = service.client();
        let old = service.add("ci");
        let mut held = old;
        let rotate = client.rotate_key(old).poll_interval(SOON);
        let store = |key: certcentral::types::CreatedKey| {
            held = key.id;
            ready(Ok::<_, ()>(()))
        };
        let is_done = ends_within(polls, rotate.store(store)).await;
        let active = client.find_keys(USER).status(KeyStatus::Active).await.unwrap();
        assert!(active.iter().any(|found| found.key.id == held), "{polls}");
        let others: Vec<_> = active.iter().filter(|found| found.key.id != held).collect();
        assert!(others.len() <= 1, "{polls}");
        assert!(others.iter().all(|found| found.tag.is_some() || found.key.id == old), "{polls}");
        if is_done {
            break;
        }
    }
}
