//! Rate limits: a stricter one breaks callers who send as many requests as before.

use super::change::{Impact, Kind, Place};
use super::comparison::{Comparison, Telling};
use super::node::Node;

/// So many requests in so many seconds.
type Limit = (u64, u64);

pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let nodes = [&comparison.old, &comparison.new].map(|document| document.get("x-rate-limits"));
    let [old, new] = nodes.each_ref().map(|node| node.as_ref().map(limits).unwrap_or_default());
    if old == new {
        return;
    }
    let is_stricter = !new.iter().all(|limit| old.iter().any(|known| implies(*known, *limit)));
    let (kind, what, callers, why) = match (describe(&old), describe(&new)) {
        // The service may have had them all along.
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
    // The crate's client keeps the limits by itself.
    let users = Impact::Compatible;
    comparison.tell(&Place::new("rate limits"), Telling { kind, what, why, callers, users, old, new });
}

fn limits(node: &Node<'_>) -> Vec<Limit> {
    let number = |limit: &Node<'_>, key| limit.get(key).and_then(|number| number.value.as_u64());
    let limits = node.items().into_iter();
    let limits = limits.filter_map(|limit| Some((number(&limit, "requests")?, number(&limit, "seconds")?)));
    limits.collect()
}

/// Whether callers who keep the limit `known` keep `limit` as well.
fn implies(known: Limit, limit: Limit) -> bool {
    known.0 <= limit.0 && known.1 >= limit.1
}

fn describe(limits: &[Limit]) -> Option<String> {
    let limits = limits.iter().map(|(requests, seconds)| format!("{requests} requests in {seconds} s"));
    limits.reduce(|all, limit| format!("{all}, {limit}"))
}
