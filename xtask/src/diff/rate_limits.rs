//! Compares rate limits. A stricter limit breaks callers who send as many requests as before.

use super::change::{Impact, Kind, Place};
use super::recorder::{Entry, Recorder};
use crate::model::{RateLimit, rate_limits};

pub(super) fn compare(recorder: &mut Recorder<'_>) {
    let nodes = [&recorder.old, &recorder.new].map(|document| document.get("x-rate-limits"));
    let (old, new) = (rate_limits(&recorder.old), rate_limits(&recorder.new));
    if old == new {
        return;
    }
    let is_stricter = !new.iter().all(|limit| old.iter().any(|known| implies(*known, *limit)));
    let (kind, what, callers, why) = match (describe(&old), describe(&new)) {
        // The service may have enforced them before.
        (None, Some(is)) => (Kind::Added, format!("are documented: {is}"), Impact::Documentation, None),
        (Some(was), None) => {
            (Kind::Removed, format!("are not documented, were {was}"), Impact::Documentation, None)
        }
        (Some(was), Some(is)) if is_stricter => {
            let why = Some("the service refuses callers who send as many requests as before");
            (Kind::Changed, format!("are {is}, were {was}"), Impact::Breaking, why)
        }
        (Some(was), Some(is)) => (Kind::Changed, format!("are {is}, were {was}"), Impact::Compatible, None),
        (None, None) => return,
    };
    let [old, new] = nodes.each_ref().map(Option::as_ref);
    // The crate's client adapts to the limits.
    let users = Impact::Compatible;
    recorder.record(&Place::new("rate limits"), Entry { kind, what, why, callers, users, old, new });
}

/// Returns true if callers who stay below `known` also stay below `limit`.
fn implies(known: RateLimit, limit: RateLimit) -> bool {
    known.requests <= limit.requests && known.seconds >= limit.seconds
}

fn describe(limits: &[RateLimit]) -> Option<String> {
    let limits =
        limits.iter().map(|RateLimit { requests, seconds }| format!("{requests} requests in {seconds} s"));
    limits.reduce(|all, limit| format!("{all}, {limit}"))
}
