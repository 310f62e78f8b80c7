//! A call that ends before the connection asked for the body of its request was not sent, whichever timeout fired.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::future::pending;
use std::time::{Duration, Instant};

use agreement::canary::CALLER;
use agreement::fault::{FaultServer, Step, Tls};
use agreement::fault_check::{BOUND, builder, call};
use certcentral::Outcome::{self, NotSent, Unknown};
use certcentral::{Client, ClientBuilder, RetryPolicy, reqwest};
use tokio::net::{TcpSocket, TcpStream};

const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = BOUND;

/// Which of the timeouts is short: the others outlast the test.
const TIMEOUTS: [&str; 3] = ["call", "attempt", "connect"];

/// What a call that is not answered comes to, whichever timeout ends it.
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

/// Looks for a host, and never finds it.
struct NoAnswer;

impl reqwest::dns::Resolve for NoAnswer {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(pending())
    }
}

#[tokio::test]
async fn host_whose_name_is_never_resolved_was_sent_nothing() {
    let builder = || {
        Client::builder()
            .base_url("https://host.invalid")
            .api_key(CALLER)
            .configure_http(|http| http.no_proxy().dns_resolver(NoAnswer))
    };
    assert_outcome(builder, NotSent).await;
}

#[tokio::test]
async fn server_that_accepts_no_connection_was_sent_nothing() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // Fills the queue of connections that wait to be accepted: the next one hangs.
    let mut waiting = Vec::new();
    while let Ok(connected) = tokio::time::timeout(SHORT, TcpStream::connect(address)).await {
        waiting.push(connected.unwrap());
    }
    let builder = || Client::builder().base_url(format!("http://{address}")).api_key(CALLER);
    assert_outcome(builder, NotSent).await;
}

#[tokio::test]
async fn server_that_never_answers_the_tls_handshake_was_sent_nothing() {
    let server = FaultServer::start(vec![vec![Step::Stall]], Some(Tls::Plaintext)).await;
    assert_outcome(|| builder(&server), NotSent).await;
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn server_that_took_the_request_may_have_acted_on_it() {
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
