//! Reads requests and sends what the service answers, or fails to.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::UnixStream;
use tokio::time::{Instant, sleep};

use super::state::{State, lock};
use super::{Answers, Executes, Operation, Reaction};
use crate::recording_server::{Recorded, read_request};

/// The body of the documented refusal of a wrong API key.
const WRONG_KEY: &str = r#"{"errors":[{"code":"access_denied|access_denied_invalid_key","message":"Access denied due to access_denied_invalid_key."}]}"#;
const PAGE: &str = "<html><head><title>Blocked</title></head><body>Incident ID: 1-2</body></html>";

pub(super) async fn serve(mut stream: UnixStream, state: &Arc<Mutex<State>>) -> std::io::Result<()> {
    while let Some(request) = read_request(&mut stream).await? {
        let bytes = match react(state, &request).await {
            Sends::Whole(bytes) => bytes,
            Sends::Last(bytes) => return stream.write_all(&bytes).await,
            Sends::Stall => {
                // Waits until the client closes the connection.
                read_request(&mut stream).await?;
                return Ok(());
            }
        };
        stream.write_all(&bytes).await?;
    }
    Ok(())
}

/// Bytes that the service sends.
enum Sends {
    /// A response, after which the connection remains open.
    Whole(Vec<u8>),
    /// Some bytes, after which the service closes the connection.
    Last(Vec<u8>),
    /// Nothing.
    Stall,
}

async fn react(state: &Arc<Mutex<State>>, request: &Recorded) -> Sends {
    let api_key = request.header("x-dc-devkey").first().copied().unwrap_or_default().to_owned();
    let Some(operation) = Operation::of(request) else {
        return whole(
            400,
            "application/json",
            r#"{"errors":[{"code":"bad_request_format","message":"No."}]}"#,
        );
    };
    let (call, reaction) = {
        let state = &mut *lock(state);
        let Some(call) = state.registry.authenticate(&mut state.random, &api_key) else {
            return whole(403, "application/json", WRONG_KEY);
        };
        (call, state.reaction(call, &operation))
    };
    let arrived = Instant::now();
    let Reaction { latency, executes, answers, staleness } = reaction;
    if !latency.is_zero() {
        sleep(latency).await;
    }
    let execute = |state: &mut State| state.execute(call, arrived, &operation, staleness);
    let result = match executes {
        Executes::Now | Executes::Again(_) => Some(execute(&mut lock(state))),
        Executes::Twice => {
            let state = &mut *lock(state);
            let results = [execute(state), execute(state)];
            state.random.choice(results)
        }
        Executes::Never | Executes::After(_) => None,
    };
    if let Executes::After(delay) | Executes::Again(delay) = executes {
        let state = Arc::clone(state);
        tokio::spawn(async move {
            sleep(delay).await;
            lock(&state).execute(call, arrived, &operation, Duration::ZERO);
        });
    }
    let (status, body) = result.unwrap_or((503, String::new()));
    match answers {
        Answers::Truth => whole(status, "application/json", &body),
        Answers::Cut => {
            let bytes = response(status, "", "application/json", &body);
            let head = bytes.len() - body.len();
            let kept = lock(state).random.usize(head..=bytes.len());
            Sends::Last(bytes[..kept].to_vec())
        }
        Answers::Garbled => whole(status, "text/plain", &format!("key: {body}")),
        Answers::Page(status) => whole(status, "text/html", PAGE),
        Answers::Limited(seconds) => {
            let header = seconds.map(|seconds| format!("Retry-After: {seconds}\r\n")).unwrap_or_default();
            Sends::Whole(response(429, &header, "application/json", ""))
        }
        Answers::Close => Sends::Last(Vec::new()),
        Answers::Stall => Sends::Stall,
    }
}

fn whole(status: u16, media_type: &str, body: &str) -> Sends {
    Sends::Whole(response(status, "", media_type, body))
}

fn response(status: u16, headers: &str, media_type: &str, body: &str) -> Vec<u8> {
    let length = match status {
        204 => String::new(),
        _ => format!("Content-Type: {media_type}\r\nContent-Length: {}\r\n", body.len()),
    };
    format!("HTTP/1.1 {status} Status\r\n{length}{headers}\r\n{body}").into_bytes()
}
