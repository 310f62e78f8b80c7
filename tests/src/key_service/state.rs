//! The state of the simulated service: its keys, its plan, and the events so far.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fastrand::Rng;
use tokio::time::Instant;

use super::{Answers, Call, Executes, Operation, Reaction, Registry};

/// Decides on the reaction to a request of a call.
pub(super) type Plan = dyn FnMut(&mut Rng, Call, &Operation) -> Reaction + Send;

/// A time in which the service executes nothing for a call, and gives the same answer to all requests.
#[derive(Clone, Copy, Debug)]
pub struct Outage {
    /// The start of the outage.
    pub start: Instant,
    /// The end of the outage.
    pub end: Instant,
    /// The answer.
    pub answers: Answers,
}

/// The state of the service.
pub struct State {
    /// The keys and the callers.
    pub registry: Registry,
    /// The source of all random decisions.
    pub random: Rng,
    pub(super) plan: Box<Plan>,
    start: Instant,
    outages: HashMap<Call, Outage>,
    events: Vec<(Call, Duration, String)>,
}

impl State {
    pub(super) fn new(seed: u64, plan: Box<Plan>) -> Self {
        Self {
            registry: Registry::default(),
            random: Rng::with_seed(seed),
            plan,
            start: Instant::now(),
            outages: HashMap::new(),
            events: Vec::new(),
        }
    }

    /// Creates a key of another party.
    pub fn create_foreign(&mut self, user: i64, name: &str, role: i64) -> (i64, String) {
        self.registry.create(&mut self.random, None, user, name.to_owned(), role)
    }

    /// Sets the outage of a call.
    pub fn set_outage(&mut self, call: Call, outage: Outage) {
        self.outages.insert(call, outage);
    }

    /// Returns the outage of a call.
    #[must_use]
    pub fn outage_of(&self, call: Call) -> Option<Outage> {
        self.outages.get(&call).copied()
    }

    /// Decides on the reaction to a request.
    pub(super) fn reaction(&mut self, call: Call, operation: &Operation) -> Reaction {
        let now = Instant::now();
        let outage = self.outage_of(call).filter(|outage| outage.start <= now && now < outage.end);
        let reaction = match outage {
            Some(Outage { answers, .. }) => {
                Reaction { executes: Executes::Never, answers, ..Reaction::default() }
            }
            None => (self.plan)(&mut self.random, call, operation),
        };
        let is_fault = reaction.executes != Executes::Now || reaction.answers != Answers::Truth;
        if is_fault {
            self.record(call, format!("received {operation:?}: {reaction:?}"));
        }
        match operation {
            Operation::SetStatus { id, .. } if is_fault => {
                if let Some(key) = self.registry.keys.get_mut(id) {
                    key.troubles += 1;
                }
            }
            Operation::List(_) if reaction.answers == Answers::Truth => {
                self.registry.listed.insert(call, now + reaction.latency);
            }
            _ => {}
        }
        reaction
    }

    /// Records an event of a call.
    pub fn record(&mut self, call: Call, event: String) {
        self.events.push((call, self.start.elapsed(), event));
    }

    /// Returns the events of a call, one per line.
    #[must_use]
    pub fn events_of(&self, call: Call) -> String {
        let events = self.events.iter().filter(|(other, ..)| *other == call);
        let lines = events.map(|(_, time, event)| format!("{:10.3} {event}", time.as_secs_f64()));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Executes a request; returns the status and the body of the answer.
    pub(super) fn execute(
        &mut self,
        call: Call,
        arrived: Instant,
        operation: &Operation,
        staleness: Duration,
    ) -> (u16, String) {
        let (status, body) = self.registry.execute(&mut self.random, (call, arrived), operation, staleness);
        self.record(call, format!("executed {operation:?}: {status} {}", shown(operation, &body)));
        (status, body)
    }
}

/// Returns the part of a body that an event shows.
fn shown<'a>(operation: &Operation, body: &'a str) -> &'a str {
    match operation {
        Operation::Create { .. } => body.split_once(',').map_or("", |(id, _)| id),
        Operation::Get(_) => body,
        _ => "",
    }
}

pub(super) fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
