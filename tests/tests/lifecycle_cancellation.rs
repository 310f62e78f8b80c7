//! Dropped futures: whenever the future of an issue or a rotation is dropped, at most one tagged key remains, and
//! `find_keys` finds it. The service lists at once and executes nothing late.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use certcentral::Client;
use certcentral::types::{CreateKeyRequest, CreatedKey, KeyStatus};
use conformance::canary::CALLER;
use conformance::key_service::{Answers, KeyService, Operation, Reaction, in_virtual_time};
use tokio::time::sleep;

const USER: i64 = 7;

/// The fault that a call meets.
#[derive(Clone, Copy, Debug)]
enum Fault {
    None,
    /// The first response to *create key* is lost.
    LostKey,
    /// The first response to *create key* is cut off.
    CutKey,
    /// The first response of every other kind of request is lost.
    LostOthers,
}

impl Fault {
    fn plan(self) -> impl FnMut(&Operation) -> Reaction {
        let mut seen = Vec::new();
        move |operation| {
            let kind = std::mem::discriminant(operation);
            let is_create = matches!(operation, Operation::Create { .. });
            let answers = match self {
                Self::LostKey if is_create => Answers::Close,
                Self::CutKey if is_create => Answers::Cut,
                Self::LostOthers if !is_create => Answers::Close,
                _ => Answers::Truth,
            };
            if seen.contains(&kind) {
                return Reaction::default();
            }
            seen.push(kind);
            Reaction { answers, ..Reaction::default() }
        }
    }
}

/// Polls a future `polls` times at most, and drops it.
async fn poll_times<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut left) = (pin!(future), polls);
    poll_fn(|context| {
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// A service with a guarded store. Its key is not confirmed until something was stored.
struct Scene {
    service: Arc<KeyService>,
    client: Client,
    store: usize,
    old: i64,
}

impl Scene {
    fn new(fault: Fault) -> Self {
        let mut plan = fault.plan();
        let service = Arc::new(KeyService::start(1, move |_, _, operation| plan(operation)));
        let client = service.client_builder(CALLER).build().unwrap();
        let state = &mut *service.state();
        state.registry.register(CALLER, 0);
        state.registry.acceptance = Duration::from_secs(10);
        let (old, secret) = state.create_foreign(USER, "ci", 102);
        state.registry.permit_to_retire(0, old);
        let store = state.registry.stores.add(false, true);
        state.registry.store(0, store, &secret);
        Self { service: Arc::clone(&service), client, store, old }
    }

    /// Stores the key after a while.
    fn storing(&self, key: CreatedKey) -> impl Future<Output = Result<(), Infallible>> + Send + use<> {
        let (service, store) = (Arc::clone(&self.service), self.store);
        async move {
            sleep(Duration::from_secs(1)).await;
            service.state().registry.store(0, store, key.api_key.expose_secret());
            sleep(Duration::from_secs(1)).await;
            Ok(())
        }
    }

    /// Checks what remains after a call was dropped, or ended with a stored key.
    async fn check(&self, is_done: bool) {
        // Until the service has read everything that was sent.
        sleep(Duration::from_secs(1)).await;
        let found = self.client.find_keys(USER).tagged().status(KeyStatus::Active).await.unwrap();
        let state = self.service.state();
        let registry = &state.registry;
        assert_eq!(registry.violations, []);
        assert!(registry.has_working_key(self.store));
        let active: Vec<_> = registry.keys_of(0).filter(|key| key.state().is_active).collect();
        let stored = registry.stores.secrets(self.store);
        let unstored = active.iter().filter(|key| !stored.contains(&key.secret));
        let tagged: Vec<i64> = found.iter().map(|found| found.key.id).collect();
        assert!(unstored.clone().count() <= 1 && active.len() <= 1, "{active:?}");
        assert!(unstored.clone().all(|key| tagged.contains(&key.id)), "{active:?}");
        assert!(!is_done || (tagged.is_empty() && active.len() == 1), "{active:?}");
    }
}

/// A call with a store, which ends with `true` if the key is stored.
type Call = fn(&Scene) -> Pin<Box<dyn Future<Output = bool> + Send + '_>>;

/// Drops the future of a call after each number of polls, until the call ends.
fn drop_after_each_poll(call: Call) {
    for fault in [Fault::None, Fault::LostKey, Fault::CutKey, Fault::LostOthers] {
        let is_done = |polls| {
            in_virtual_time(1, async move {
                let scene = Scene::new(fault);
                let result = poll_times(polls, call(&scene)).await;
                assert_ne!(result, Some(false), "{fault:?}: the call failed");
                scene.check(result.is_some()).await;
                result.is_some()
            })
        };
        let polls = (1..1000).find(|polls| is_done(*polls)).unwrap();
        assert!(polls > 10, "{fault:?}: expected more than 10 polls, found {polls}");
    }
}

#[test]
fn dropped_issue_leaves_at_most_one_tagged_key() {
    drop_after_each_poll(|scene| {
        let issue = scene.client.issue_key(USER, CreateKeyRequest::new("ci")).verify(Duration::from_secs(60));
        Box::pin(async { issue.store(|key| scene.storing(key)).await.is_ok() })
    });
}

#[test]
fn dropped_rotation_leaves_at_most_one_tagged_key() {
    drop_after_each_poll(|scene| {
        let rotation = scene.client.rotate_key(scene.old);
        Box::pin(async { rotation.store(|key| scene.storing(key)).await.is_ok() })
    });
}
