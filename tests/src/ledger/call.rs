//! Calls of the ledger, with random options, whose futures are dropped at random.

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use certcentral::Client;
use certcentral::lifecycle::{IssuedKey, LifecycleError, RotatedKey, Unverified};
use certcentral::types::{ApiKeyRole, CreateKeyRequest};
use fastrand::Rng;
use tokio::time::{Instant, timeout};

use super::storing::{Full, Storing};
use super::{End, Entry, Ledger, Permits, Size, pause};
use crate::key_service::{Answers, Call, Outage};

/// The names of the keys. With a tag, the long one is longer than the service permits.
pub(super) const NAMES: [&str; 2] = ["ci", "deployments of the European site"];
/// The maximum length of names.
pub(super) const NAME_LIMIT: usize = 32;

/// One or two calls.
#[derive(Clone, Copy, Debug)]
pub(super) enum Job {
    Issue,
    Rotate,
    /// A rotation of the key that the caller calls with.
    RotateOwn,
    /// Two rotations of one key at the same time.
    RotateTwice,
}

impl Job {
    /// Returns the jobs in random order.
    pub(super) fn all(random: &mut Rng, size: Size) -> Vec<Self> {
        let (twice, own) = (size.rotations / 20, size.rotations / 5);
        let mut jobs = vec![Self::Issue; size.issues];
        jobs.extend(vec![Self::RotateTwice; twice]);
        jobs.extend(vec![Self::RotateOwn; own]);
        jobs.extend(vec![Self::Rotate; size.rotations - own - 2 * twice]);
        random.shuffle(&mut jobs);
        jobs
    }
}

/// Options that issues and rotations have in common.
struct Options {
    exact_name: bool,
    keep_tag: bool,
    on_unverified: Unverified,
    /// The time for verification; `None` for the default.
    verify: Option<Duration>,
    deadline: Duration,
    attempts: u32,
    storing: Storing,
    /// The time after which the future is dropped.
    drop_after: Option<Duration>,
}

impl Options {
    fn random(random: &mut Rng) -> Self {
        Self {
            exact_name: random.u8(..20) == 0,
            keep_tag: random.u8(..20) == 0,
            on_unverified: if random.u8(..3) == 0 { Unverified::Keep } else { Unverified::Revoke },
            verify: (random.u8(..4) == 0).then_some(Duration::from_secs(30)),
            deadline: Duration::from_secs(if random.u8(..16) == 0 { 4 } else { 300 }),
            attempts: random.u32(1..5),
            storing: Storing::random(random),
            drop_after: (random.u8(..8) == 0).then(|| {
                let longest = if random.bool() { 3.0 } else { 30.0 };
                Duration::from_secs_f64(longest * random.f64())
            }),
        }
    }

    fn permits(&self, exact_name: bool) -> Permits {
        Permits {
            exact_name,
            unverified_key: self.on_unverified == Unverified::Keep,
            unknown_store: self.storing.is_unknown(),
        }
    }
}

impl Ledger {
    pub(super) async fn work(self: &Arc<Self>, job: Job) {
        match job {
            Job::Issue => self.issue().await,
            Job::Rotate => {
                let (key, _) = self.key_to_rotate();
                let (call, client) = self.begin();
                self.rotate(call, client, key).await;
            }
            Job::RotateOwn => {
                let (key, secret) = self.key_to_rotate();
                let (call, client) = self.begin();
                self.service.state().registry.register(secret.as_str(), call);
                let client = client.with_api_key(secret).expect("a valid key");
                self.rotate(call, client, key).await;
            }
            Job::RotateTwice => {
                let (key, _) = self.key_to_rotate();
                let calls = [self.begin(), self.begin()];
                let [(first, client), (second, other)] = calls;
                tokio::join!(self.rotate(first, client, key), self.rotate(second, other, key));
            }
        }
    }

    fn random(&self, call: Call) -> Rng {
        let mut random = Rng::with_seed(self.seed.wrapping_add(call as u64 * 2));
        // One in fifty calls loses the service for some minutes.
        if random.u8(..50) == 0 {
            let start = Instant::now() + Duration::from_secs(10).mul_f64(random.f64());
            let end = start + Duration::from_secs(300).mul_f64(random.f64());
            let answers = [Answers::Close, Answers::Page(503), Answers::Limited(None)];
            let answers = *random.choice(answers.iter()).unwrap_or(&Answers::Close);
            self.service.state().set_outage(call, Outage { start, end, answers });
        }
        random
    }

    async fn issue(self: &Arc<Self>) {
        let (call, client) = self.begin();
        let (random, user) = (&mut self.random(call), Self::user(call));
        let options = Options::random(random);
        let role = random_role(random);
        let store = self.service.state().registry.stores.add(random.bool(), false);
        pause(random, Duration::from_secs(2)).await;
        let name = random_name(random);
        let request = CreateKeyRequest::new(name).restricted_to_role_id(ApiKeyRole::from(role));
        let mut issue = client
            .issue_key(user, request)
            .on_unverified(options.on_unverified)
            .attempts(options.attempts)
            .deadline(options.deadline);
        if options.exact_name {
            issue = issue.exact_name();
        }
        if options.keep_tag {
            issue = issue.keep_tag();
        }
        if let Some(within) = options.verify {
            issue = issue.verify(within);
        }
        let ledger = Arc::clone(self);
        let storing = options.storing;
        let stores = move |key| storing.store(ledger, call, store, key);
        let result = within(options.drop_after, issue.store_or_unknown(stores)).await;
        let permits = options.permits(options.exact_name);
        let ((end, texts), ended) = (end(result, storing), Instant::now());
        let (name, old) = (name.to_owned(), None);
        self.enter(Entry { call, user, name, role, store, old, permits, end, ended, texts });
    }

    /// Creates a key and puts it into a guarded store; returns it with its value.
    fn key_to_rotate(&self) -> (KeyToRotate, String) {
        let state = &mut *self.service.state();
        let number = self.calls.load(Ordering::Relaxed);
        let (user, role) = (Self::user(number), random_role(&mut state.random));
        let name = random_name(&mut state.random);
        let (old, secret) = state.create_foreign(user, name, role);
        let has_history = state.random.bool();
        let store = state.registry.stores.add(has_history, true);
        state.registry.store(number, store, &secret);
        (KeyToRotate { user, name, role, store, old }, secret)
    }

    async fn rotate(
        self: &Arc<Self>,
        call: Call,
        client: Client,
        KeyToRotate { user, name, role, store, old }: KeyToRotate,
    ) {
        let random = &mut self.random(call);
        self.service.state().registry.permit_to_retire(call, old);
        let options = Options::random(random);
        pause(random, Duration::from_secs(2)).await;
        let mut rotate = client
            .rotate_key(old)
            .on_unverified(options.on_unverified)
            .attempts(options.attempts)
            .deadline(options.deadline);
        if options.keep_tag {
            rotate = rotate.keep_tag();
        }
        let ledger = Arc::clone(self);
        let storing = options.storing;
        let stores = move |key| storing.store(ledger, call, store, key);
        let result = within(options.drop_after, rotate.store_or_unknown(stores)).await;
        let permits = options.permits(false);
        let ((end, texts), ended) = (end(result, storing), Instant::now());
        let (name, old) = (name.to_owned(), Some(old));
        self.enter(Entry { call, user, name, role, store, old, permits, end, ended, texts });
    }
}

/// A key that is rotated, and the store that it is in.
#[derive(Clone, Copy)]
struct KeyToRotate {
    user: i64,
    name: &'static str,
    role: i64,
    store: usize,
    old: i64,
}

fn random_name(random: &mut Rng) -> &'static str {
    NAMES[usize::from(random.u8(..8) == 0)]
}

fn random_role(random: &mut Rng) -> i64 {
    *random.choice([0, 100, 101, 102, 103].iter()).unwrap_or(&0)
}

/// Awaits a future, or drops it after a time.
async fn within<T>(time: Option<Duration>, future: impl Future<Output = T>) -> Option<T> {
    match time {
        Some(time) => timeout(time, future).await.ok(),
        None => Some(future.await),
    }
}

/// Returns the end of a call, and everything that it shows.
fn end<T>(result: Option<Result<T, LifecycleError<Full>>>, storing: Storing) -> (End, Vec<String>)
where
    T: Debug + Into<End>,
{
    match result {
        None => (End::Dropped, Vec::new()),
        Some(Ok(stored)) => {
            let texts = vec![format!("{stored:?}")];
            (stored.into(), texts)
        }
        Some(Err(error)) => {
            let texts = vec![error.to_string(), format!("{error:?}"), format!("{:?}", error.left_behind())];
            let left_behind = Box::new(error.left_behind().clone());
            let store_error = error.into_store_error();
            let is_store_error_changed = store_error.is_some_and(|error| error != Full(storing.mark));
            (End::Failed { left_behind, is_store_error_changed }, texts)
        }
    }
}

impl From<IssuedKey> for End {
    fn from(IssuedKey { id, tag, revoked, unsettled, .. }: IssuedKey) -> Self {
        Self::Stored { id, is_tagged: tag.is_some(), revoked, unsettled }
    }
}

impl From<RotatedKey> for End {
    fn from(RotatedKey { id, tag, revoked, unsettled, .. }: RotatedKey) -> Self {
        Self::Stored { id, is_tagged: tag.is_some(), revoked, unsettled }
    }
}
