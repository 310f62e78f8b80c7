//! The stage that calls the service with the new key until it is accepted.

use std::time::Duration;

use reqwest::StatusCode;
use tokio::time::{Instant, sleep};

use crate::runtime::after;
use crate::types::{ErrorResponse, User};
use crate::{Client, Error, Response, RetryPolicy};

/// Number of calls in a row that the service must accept, because its machines may learn of a key one after another.
const ACCEPTED: u32 = 3;

/// Timeout of a call.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Code of the refusal of a key that the service does not know.
const INVALID_KEY: &str = "access_denied_invalid_key";

/// The answer to a call with the new key.
enum Answer {
    Accepted,
    Rejected,
    /// It may come from a gateway.
    Unclear,
}

/// Calls the service with `client`, which has the new key, until the key is accepted. Returns `false` if it is not
/// accepted before `until`.
pub(super) async fn is_accepted(client: &Client, until: Instant, interval: Duration) -> bool {
    let client = client.with_retry(RetryPolicy::off());
    let mut accepted = 0;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let result = client.with_timeout(TIMEOUT.min(left)).get_me().await;
        accepted = match answer(&result) {
            Answer::Accepted => accepted + 1,
            Answer::Rejected => 0,
            Answer::Unclear => accepted,
        };
        if accepted == ACCEPTED {
            return true;
        }
        if after(Instant::now(), interval) >= until {
            return false;
        }
        sleep(interval).await;
    }
}

/// Interprets a response. The new key need not permit the call: a refusal for another reason accepts the key.
fn answer(result: &Result<Response<User>, Error<ErrorResponse>>) -> Answer {
    let refusal = match result {
        Ok(_) => return Answer::Accepted,
        Err(Error::ErrorResponse(refusal)) => refusal,
        Err(_) => return Answer::Unclear,
    };
    let is_unclear = matches!(refusal.status(), StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS);
    if !refusal.status().is_client_error() || is_unclear || refusal.errors.is_empty() {
        Answer::Unclear
    } else if refusal.errors.iter().any(|error| error.code.contains(INVALID_KEY)) {
        Answer::Rejected
    } else {
        Answer::Accepted
    }
}
