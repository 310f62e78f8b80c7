//! Rate limits (`x-rate-limits`): a list of `requests` that the service permits per `seconds`.

use serde_json::Value;

use super::context::Context;
use crate::diagnostics::Code;
use crate::spelling::suggest;

const POINTER: &str = "/x-rate-limits";
const KEYS: [&str; 2] = ["requests", "seconds"];
const HELP: &str = "write each limit as `{requests: 100, seconds: 5}`";

pub(super) fn check(context: &mut Context<'_>) {
    let Some(limits) = context.document.value.pointer(POINTER) else { return };
    let Some(limits) = limits.as_array().filter(|limits| !limits.is_empty()) else {
        let message = "`x-rate-limits` must be a non-empty list of rate limits";
        let help = format!("{HELP}, or remove it if there are no limits");
        context.add(Code::InvalidRateLimit, POINTER, message, help);
        return;
    };
    for (index, limit) in limits.iter().enumerate() {
        check_limit(context, &format!("{POINTER}/{index}"), limit);
    }
}

fn check_limit(context: &mut Context<'_>, pointer: &str, limit: &Value) {
    if !limit.is_object() {
        context.add_value(Code::InvalidRateLimit, pointer, "a rate limit must be an object", HELP);
        return;
    }
    let members = context.members(pointer);
    let meant = members.iter().filter_map(|(name, _)| suggest(name, KEYS)).collect::<Vec<_>>();
    for (name, pointer) in members.iter().filter(|(name, _)| !KEYS.contains(name)) {
        let help = match suggest(name, KEYS) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "remove it: a rate limit has `requests` and `seconds`".to_owned(),
        };
        context.add(Code::InvalidRateLimit, pointer, format!("a rate limit has no `{name}`"), help);
    }
    for key in KEYS {
        let pointer_of_key = format!("{pointer}/{key}");
        match limit.get(key) {
            None if meant.contains(&key) => {}
            None => {
                let message = format!("a rate limit lacks `{key}`");
                context.add(Code::InvalidRateLimit, pointer, message, format!("add `{key}: …`"));
            }
            Some(value) if value.as_u64().is_some_and(|number| (1..=u32::MAX.into()).contains(&number)) => {}
            Some(value) => {
                let message = format!("expected a whole number from 1 to {}, found `{value}`", u32::MAX);
                let help = "write the number as the service documents it";
                context.add_value(Code::InvalidRateLimit, &pointer_of_key, message, help);
            }
        }
    }
}
