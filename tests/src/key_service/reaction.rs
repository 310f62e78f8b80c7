//! The reaction of the simulated service to a request: when it executes the request, and what it answers.

use std::time::Duration;

use fastrand::Rng;

use super::Operation;

/// The reaction to a request. The default executes and answers at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reaction {
    /// The time before the request is executed.
    pub latency: Duration,
    /// The execution.
    pub executes: Executes,
    /// The answer.
    pub answers: Answers,
    /// The age of the data that lists and reads are made from. Keys that are newer cannot be changed, either.
    pub staleness: Duration,
}

/// The execution of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Executes {
    /// Once, before the answer.
    #[default]
    Now,
    /// Not at all.
    Never,
    /// After the answer.
    After(Duration),
    /// Twice before the answer, which is that of either execution.
    Twice,
    /// Before the answer, and again after it.
    Again(Duration),
}

/// The answer to a request. If the request is not executed before the answer, [`Truth`](Self::Truth) and its damaged
/// forms are answers of the gateway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answers {
    /// The result.
    #[default]
    Truth,
    /// The result, cut off at a random place.
    Cut,
    /// The status of the result, and a body without structure.
    Garbled,
    /// A page of a gateway with this status.
    Page(u16),
    /// `429`, with `Retry-After` in seconds.
    Limited(Option<u8>),
    /// Nothing: closes the connection.
    Close,
    /// Nothing, and keeps the connection open.
    Stall,
}

impl Reaction {
    /// The longest [`staleness`](Self::staleness) of [`turbulent`](Self::turbulent).
    pub const STALENESS: Duration = Duration::from_secs(3);

    /// Returns a random reaction, which is a fault for one request in `one_in`.
    #[must_use]
    pub fn turbulent(random: &mut Rng, operation: &Operation, one_in: u8) -> Self {
        let latency = Duration::from_millis(random.u64(5..300));
        let staleness = match random.u8(..4) {
            0 => Self::STALENESS.mul_f64(random.f64()),
            _ => Duration::ZERO,
        };
        let reaction = Self { latency, staleness, ..Self::default() };
        if random.u8(..one_in) > 0 {
            return reaction;
        }
        let late = late(random);
        let page = *random.choice([200, 403, 500, 502, 503, 504].iter()).unwrap_or(&500);
        let seconds = random.bool().then(|| random.u8(..8));
        let is_create = matches!(operation, Operation::Create { .. });
        let (executes, answers) = match random.u8(..24) {
            0..2 => (Executes::Never, Answers::Close),
            // The client gives up before the service executes the request.
            2 => return Self { latency: Duration::from_secs(random.u64(50..100)), ..reaction },
            3..5 => (Executes::Now, Answers::Close),
            5 => (Executes::Again(late), Answers::Close),
            6..8 => (Executes::After(late), Answers::Close),
            8..10 => (Executes::Never, Answers::Page(page)),
            10..12 => (Executes::Now, Answers::Page(*random.choice([500, 504].iter()).unwrap_or(&500))),
            12..14 => (Executes::After(late), Answers::Page(504)),
            14..17 => (Executes::Twice, Answers::Truth),
            17..20 => (Executes::Never, Answers::Limited(seconds)),
            20 => (Executes::Never, Answers::Stall),
            21 => (Executes::Now, Answers::Stall),
            22 if is_create => (Executes::Now, Answers::Garbled),
            _ => (Executes::Now, Answers::Cut),
        };
        Self { executes, answers, ..reaction }
    }
}

/// Returns the delay of a late execution: usually short, sometimes minutes.
fn late(random: &mut Rng) -> Duration {
    let longest = match random.u8(..10) {
        0 => 300.0,
        1..4 => 20.0,
        _ => 2.0,
    };
    Duration::from_secs_f64(longest * random.f64())
}
