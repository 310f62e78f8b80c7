//! The keys of the simulated service with their history, and the stores of its callers.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use fastrand::Rng;
use tokio::time::Instant;

use super::Operation;
use super::stores::Stores;
use crate::canary::CREATED;

/// A call of a program that uses the service: all requests that it makes have API keys of its own.
pub type Call = usize;

/// A key.
#[derive(Clone, Debug)]
pub struct Key {
    /// The ID.
    pub id: i64,
    /// The user that the key belongs to.
    pub user: i64,
    /// The key itself.
    pub secret: String,
    /// The call that asked for the key; `None` for the keys of other parties.
    pub call: Option<Call>,
    /// The time at which the request arrived that created the key.
    pub requested: Instant,
    /// The number of requests to change the status of the key that met a fault.
    pub troubles: usize,
    /// The times from which each of the service's machines accepts the key.
    accepted: [Instant; 2],
    /// The states of the key, oldest first, with the times from which they apply.
    states: Vec<(Instant, KeyState)>,
}

/// A state of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyState {
    /// The name.
    pub name: String,
    /// The role; 0 for none.
    pub role: i64,
    /// `false` if the key is revoked.
    pub is_active: bool,
}

impl Key {
    /// Returns the current state.
    ///
    /// # Panics
    ///
    /// Never: a key has a state.
    #[must_use]
    pub fn state(&self) -> &KeyState {
        &self.states.last().expect("a key has a state").1
    }

    /// Returns the name that the key was created with.
    #[must_use]
    pub fn first_name(&self) -> &str {
        &self.states[0].1.name
    }

    /// Returns the time at which the key was created.
    #[must_use]
    pub fn created(&self) -> Instant {
        self.states[0].0
    }

    /// Reports whether some machine of the service accepts the key.
    #[must_use]
    pub fn works(&self, now: Instant) -> bool {
        self.state().is_active && self.accepted.iter().any(|accepted| *accepted <= now)
    }

    fn state_at(&self, time: Instant) -> Option<&KeyState> {
        self.states.iter().rev().find(|(since, _)| *since <= time).map(|(_, state)| state)
    }

    fn json(&self, state: &KeyState) -> String {
        let (Self { id, user, .. }, KeyState { name, role, is_active }) = (self, state);
        let name = serde_json::Value::from(name.as_str());
        let status = if *is_active { "active" } else { "revoked" };
        format!(
            r#"{{"id":{id},"user":{{"id":{user},"first_name":"A","last_name":"B"}},"status":"{status}","create_date":"0000-00-00","name":{name},"is_legacy":false,"restricted_to_role_id":{role}}}"#
        )
    }
}

/// The keys, and what the service knows of its callers.
#[derive(Default)]
pub struct Registry {
    /// The keys, by ID. IDs have no order.
    pub keys: BTreeMap<i64, Key>,
    /// The stores of the callers.
    pub stores: Stores,
    /// Violations of the rules that hold at every moment, with their calls.
    pub violations: Vec<(Call, String)>,
    by_user: HashMap<i64, Vec<i64>>,
    by_call: HashMap<Call, Vec<i64>>,
    by_secret: HashMap<String, i64>,
    callers: HashMap<String, Call>,
    /// The keys that calls may revoke although they did not create them.
    retired: HashMap<Call, i64>,
    /// The usual maximum of the time before a machine accepts a new key. Some keys take thirty times as long.
    pub acceptance: Duration,
    /// The maximum length of names, in characters. Longer names are cut.
    pub name_limit: Option<usize>,
    /// The times at which the calls got their last lists.
    pub listed: HashMap<Call, Instant>,
}

impl Registry {
    /// Attributes requests with this API key to `call`.
    pub fn register(&mut self, api_key: impl Into<String>, call: Call) {
        self.callers.insert(api_key.into(), call);
    }

    /// Permits `call` to revoke the key `id`, which it replaces.
    pub fn permit_to_retire(&mut self, call: Call, id: i64) {
        self.retired.insert(call, id);
    }

    /// Creates a key, for a call whose request arrived at a time. Those without a call belong to other parties and
    /// work at once.
    pub fn create(
        &mut self,
        random: &mut Rng,
        call: Option<(Call, Instant)>,
        user: i64,
        name: String,
        role: i64,
    ) -> (i64, String) {
        let id = loop {
            let id = random.i64(1000..1_000_000_000);
            if !self.keys.contains_key(&id) {
                break id;
            }
        };
        let secret = format!("{CREATED}{id}");
        let now = Instant::now();
        let longest = self.acceptance * if random.u8(..32) == 0 { 30 } else { 1 };
        let wait = call.map_or(Duration::ZERO, |_| longest.mul_f64(random.f64()));
        let accepted = [now + wait, now + wait.mul_f64(random.f64())];
        let name = self.cut(name);
        let states = vec![(now, KeyState { name, role, is_active: true })];
        let requested = call.map_or(now, |(_, requested)| requested);
        let call = call.map(|(call, _)| call);
        let key = Key { id, user, secret, call, requested, troubles: 0, accepted, states };
        let secret = key.secret.clone();
        self.keys.insert(id, key);
        self.by_user.entry(user).or_default().push(id);
        self.by_secret.insert(secret.clone(), id);
        if let Some(call) = call {
            self.by_call.entry(call).or_default().push(id);
            self.callers.insert(secret.clone(), call);
        }
        (id, secret)
    }

    /// Returns the keys that a call asked for.
    pub fn keys_of(&self, call: Call) -> impl Iterator<Item = &Key> {
        self.by_call.get(&call).into_iter().flatten().filter_map(|id| self.keys.get(id))
    }

    /// Returns the keys of a user.
    pub fn keys_of_user(&self, user: i64) -> impl Iterator<Item = &Key> {
        self.by_user.get(&user).into_iter().flatten().filter_map(|id| self.keys.get(id))
    }

    /// Returns the key with this value.
    #[must_use]
    pub fn key_of(&self, secret: &str) -> Option<&Key> {
        self.keys.get(self.by_secret.get(secret)?)
    }

    /// Returns the call that uses an API key; `None` if a random machine of the service does not accept it.
    pub fn authenticate(&self, random: &mut Rng, api_key: &str) -> Option<Call> {
        let call = self.callers.get(api_key)?;
        let machine = usize::from(random.bool());
        let is_accepted = self
            .key_of(api_key)
            .is_none_or(|key| key.state().is_active && key.accepted[machine] <= Instant::now());
        is_accepted.then_some(*call)
    }

    /// Executes a request of `call`, which arrived at a time; returns the status and the body of the answer.
    pub fn execute(
        &mut self,
        random: &mut Rng,
        (call, arrived): (Call, Instant),
        operation: &Operation,
        staleness: Duration,
    ) -> (u16, String) {
        let time = Instant::now().checked_sub(staleness).unwrap_or_else(Instant::now);
        match operation {
            Operation::Create { user, name, role } => {
                let (id, secret) = self.create(random, Some((call, arrived)), *user, name.clone(), *role);
                (201, format!(r#"{{"id":{id},"api_key":"{secret}"}}"#))
            }
            Operation::List(user) => {
                let ids = self.by_user.get(user).map_or(&[][..], Vec::as_slice);
                let keys = ids.iter().filter_map(|id| self.keys.get(id));
                let keys = keys.filter_map(|key| Some(key.json(key.state_at(time)?)));
                (200, format!(r#"{{"api_keys":[{}]}}"#, keys.collect::<Vec<_>>().join(",")))
            }
            Operation::Get(id) | Operation::Edit { id, .. } | Operation::SetStatus { id, .. }
                if self.state_at(*id, time).is_none() =>
            {
                not_found()
            }
            Operation::Get(id) => match self.state_at(*id, time) {
                Some((key, state)) => (200, key.json(state)),
                None => not_found(),
            },
            Operation::Edit { id, name, role } => {
                let name = self.cut(name.clone());
                self.change(call, *id, |state| (state.name, state.role) = (name, *role))
            }
            Operation::SetStatus { id, is_active } => self.change(call, *id, |state| {
                state.is_active = *is_active;
            }),
            Operation::Me => (200, r#"{"id":1,"username":"ci"}"#.to_owned()),
        }
    }

    fn cut(&self, name: String) -> String {
        match self.name_limit {
            Some(limit) => name.chars().take(limit).collect(),
            None => name,
        }
    }

    fn state_at(&self, id: i64, time: Instant) -> Option<(&Key, &KeyState)> {
        let key = self.keys.get(&id)?;
        Some((key, key.state_at(time)?))
    }

    /// Changes the state of a key. Records a violation if the key is not the call's.
    fn change(&mut self, call: Call, id: i64, change: impl FnOnce(&mut KeyState)) -> (u16, String) {
        let Some(key) = self.keys.get_mut(&id) else { return not_found() };
        let mut state = key.state().clone();
        change(&mut state);
        if key.call != Some(call) && self.retired.get(&call) != Some(&id) {
            let owner = key.call.map_or("another party".to_owned(), |owner| format!("call {owner}"));
            self.violations.push((call, format!("changed the key {id} of {owner} to {state:?}")));
        }
        key.states.push((Instant::now(), state));
        self.check_stores_with(call, id);
        (204, String::new())
    }

    /// Puts a key into a store, for a call.
    pub fn store(&mut self, call: Call, store: usize, secret: &str) {
        self.stores.put(store, secret);
        if let Some(id) = self.by_secret.get(secret).copied() {
            self.check_stores_with(call, id);
        }
    }

    /// Records a violation if a guarded store with the key `id` has no key that works.
    fn check_stores_with(&mut self, call: Call, id: i64) {
        let Some(key) = self.keys.get(&id) else { return };
        for store in self.stores.guarded_with(&key.secret) {
            if !self.has_working_key(store) {
                self.violations.push((call, format!("left store {store} without a key that works: {id}")));
            }
        }
    }

    /// Reports whether a store has a key that works.
    #[must_use]
    pub fn has_working_key(&self, store: usize) -> bool {
        let now = Instant::now();
        self.stores.secrets(store).iter().any(|secret| self.key_of(secret).is_some_and(|key| key.works(now)))
    }
}

fn not_found() -> (u16, String) {
    (404, r#"{"errors":[{"code":"not_found","message":"No such key."}]}"#.to_owned())
}
