//! A call whose request body was never polled is `NotSent`, whichever timeout fired.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::future::pending;
use std::time::{Duration, Instant};

use certcentral::Outcome::{self, NotSent, Unknown};
use certcentral::{Client, ClientBuilder, RetryPolicy, reqwest};
use conformance::canary::CALLER;
use conformance::fault::{FaultServer, Step, Tls};
use conformance::fault_check::{BOUND, builder, call};
use tokio::net::{TcpSocket, TcpStream};

const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = BOUND;

/// The timeouts. Each is short in one run; the others then outlast the test.
const TIMEOUTS: [&str; 3] = ["call", "attempt", "connect"];

/// Checks the outcome of a call without a response, for each timeout.
async fn assert_outcome(builder: impl Fn() -> ClientBuilder, expected: Outcome) {
    for short in TIMEOUTS {
        let timeout = |name| if name == short { SHORT } else { LONG };
        let client = builder()
            .timeout(timeout("call"))
            .attempt_timeout(timeout("attempt"))
            .connect_timeout(timeout("connect"))
            .retry(RetryPolicy::off())
            .build()
            .unwrap();
        let started = Instant::now();
        let error = call(&client).await.unwrap_err();
        assert_eq!((error.outcome(), error.status()), (expected, None), "{short}: {error}");
        assert!(started.elapsed() < LONG, "{short}: {:?}", started.elapsed());
    }
}

/// A resolver that never responds.
struct NoAnswer;

impl reqwest::dns::Resolve for NoAnswer {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(pending())
    }
}

#[tokio::test]
async fn pending_dns_lookup_is_not_sent() {
    let builder = || {
        Client::builder()
            .base_url("https://host.invalid")
            .api_key(CALLER)
            .configure_http(|http| http.no_proxy().dns_resolver(NoAnswer))
    };
    assert_outcome(builder, NotSent).await;
}

#[tokio::test]
async fn unaccepted_connection_is_not_sent() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // Fills the accept queue, so that the next connection hangs.
    let mut waiting = Vec::new();
    while let Ok(connected) = tokio::time::timeout(SHORT, TcpStream::connect(address)).await {
        waiting.push(connected.unwrap());
    }
    let builder = || Client::builder().base_url(format!("http://{address}")).api_key(CALLER);
    assert_outcome(builder, NotSent).await;
}

#[tokio::test]
async fn unanswered_tls_handshake_is_not_sent() {
    let server = FaultServer::start(vec![vec![Step::Stall]], Some(Tls::Plaintext)).await;
    assert_outcome(|| builder(&server), NotSent).await;
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn unanswered_request_is_unknown() {
    for tls in [None, Some(Tls::Trusted)] {
        let server = FaultServer::start(vec![vec![Step::Read, Step::Stall]], tls).await;
        let silent = || builder(&server).read_timeout(LONG);
        let enough_to_connect = Duration::from_secs(1);
        for (timeout, attempt_timeout) in [(enough_to_connect, LONG), (LONG, enough_to_connect)] {
            let client = silent().timeout(timeout).attempt_timeout(attempt_timeout);
            let error = call(&client.retry(RetryPolicy::off()).build().unwrap()).await.unwrap_err();
            assert_eq!(error.outcome(), Unknown, "{error}");
        }
        assert_eq!(server.requests(), 2);
    }
}
