//! Late wake-up: a program that is stopped, or whose only thread is blocked, until after the deadlines of a call still
//! gets a key that has arrived in the meantime.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::io::Write as _;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use certcentral::{Client, RetryPolicy, reqwest};
use conformance::canary::{CALLER, CREATED};
use conformance::fault::{FaultServer, Step, Tls};
use conformance::fault_check::call;
use conformance::faults::{created, head, whole};
use conformance::recording_server::read_request_blocking;
use tokio::sync::Semaphore;

/// The timeout of an attempt and of a call.
const DEADLINE: Duration = Duration::from_secs(1);
/// The delay of the wake-up after the deadline.
const LATE: Duration = Duration::from_millis(500);

/// Environment variables of the child process: base URL, trusted certificate, kind of runtime.
const URL: &str = "LATE_WAKEUP_URL";
const AUTHORITY: &str = "LATE_WAKEUP_AUTHORITY";
const RUNTIME: &str = "LATE_WAKEUP_RUNTIME";

fn client(url: &str, authority: Option<Vec<u8>>) -> Client {
    let authority = authority.map(|der| reqwest::Certificate::from_der(&der).unwrap());
    Client::builder()
        .base_url(url)
        .api_key(CALLER)
        .connect_timeout(DEADLINE)
        .read_timeout(DEADLINE)
        .attempt_timeout(DEADLINE)
        .timeout(DEADLINE)
        .retry(RetryPolicy::off())
        .configure_http(move |http| match authority {
            Some(authority) => http.tls_certs_only([authority]).no_proxy(),
            None => http,
        })
        .build()
        .unwrap()
}

/// The stopped program: makes a call and prints the key or the error.
#[test]
#[ignore = "the child process of the other tests"]
fn child() {
    let Ok(url) = std::env::var(URL) else { return };
    let authority = std::env::var(AUTHORITY).ok().map(|authority| STANDARD.decode(authority).unwrap());
    let mut runtime = match std::env::var(RUNTIME).unwrap().as_str() {
        "current-thread" => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = runtime.enable_all().build().unwrap();
    match runtime.block_on(call(&client(&url, authority))) {
        Ok(created) => println!("got {}", created.api_key.expose_secret()),
        Err(error) => println!("failed: {error}"),
    }
}

/// A child process that is killed at the end of its test, even if it is stopped.
struct Caller(Option<Child>);

impl Drop for Caller {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Caller {
    fn start(server: &FaultServer, runtime: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "child", "--ignored", "--nocapture"]);
        command.env(URL, server.base_url()).env(RUNTIME, runtime).stdout(Stdio::piped());
        if let Some(authority) = server.authority() {
            command.env(AUTHORITY, STANDARD.encode(authority));
        }
        Self(Some(command.spawn().unwrap()))
    }

    fn signal(&self, signal: &str) {
        let id = self.0.as_ref().unwrap().id().to_string();
        let status = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(status.success(), "kill {signal}");
    }

    /// Waits for the end of the process and returns its output.
    async fn output(mut self) -> String {
        let child = self.0.take().unwrap();
        let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// Stops a child process while it waits for the response, lets the server send `before`, continues the child after its
/// deadlines, and lets the server send `after`. Returns the child's output.
async fn stop_and_continue(runtime: &str, tls: Option<Tls>, before: &[Vec<u8>], after: &[Vec<u8>]) -> String {
    // Repeats the run if the machine was too busy to stop the child in time.
    for _ in 0..10 {
        let gate = Arc::new(Semaphore::new(0));
        let wait = || vec![Step::Wait(Arc::clone(&gate))];
        let send = |parts: &[Vec<u8>]| parts.iter().cloned().map(Step::Send).collect::<Vec<_>>();
        let script =
            [vec![Step::Read], wait(), send(before), wait(), send(after), vec![Step::Stall]].concat();
        let server = FaultServer::start(vec![script], tls).await;
        let child = Caller::start(&server, runtime);
        server.is_waiting().await;
        let requested = Instant::now();
        child.signal("-STOP");
        let is_in_time = requested.elapsed() < DEADLINE / 2;
        gate.add_permits(1);
        server.is_waiting().await;
        // The child's deadline passes here. A stopped child cannot be asked for its time.
        tokio::time::sleep((DEADLINE + LATE).saturating_sub(requested.elapsed())).await;
        child.signal("-CONT");
        gate.add_permits(1);
        let printed = child.output().await;
        if is_in_time {
            return printed;
        }
    }
    panic!("the machine was too busy to stop the child in time in 10 runs");
}

async fn check(tls: Option<Tls>, before: &[Vec<u8>], after: &[Vec<u8>]) {
    let [one, many] = ["current-thread", "multi-thread"];
    let printed =
        tokio::join!(stop_and_continue(one, tls, before, after), stop_and_continue(many, tls, before, after));
    for (runtime, printed) in [(one, printed.0), (many, printed.1)] {
        assert!(printed.contains(&format!("got {CREATED}")), "{runtime}: {printed}");
    }
}

fn response() -> Vec<u8> {
    whole(201, "application/json", &created())
}

/// Returns the head of a response, and its body in parts.
fn in_parts(length: usize) -> (Vec<u8>, Vec<Vec<u8>>) {
    let body = [" ".repeat(length - created().len()), created()].concat().into_bytes();
    (
        head(201, &format!("Content-Length: {length}\r\n")),
        body.chunks(length.div_ceil(5)).map(<[u8]>::to_vec).collect(),
    )
}

#[tokio::test]
async fn response_received_while_stopped_is_returned() {
    check(None, &[response()], &[]).await;
}

#[tokio::test]
async fn response_received_over_tls_while_stopped_is_returned() {
    check(Some(Tls::Trusted), &[response()], &[]).await;
}

#[tokio::test]
async fn segmented_body_received_while_stopped_is_returned() {
    let (head, body) = in_parts(100);
    check(None, &[vec![head], body].concat(), &[]).await;
}

#[tokio::test]
async fn large_body_received_over_tls_while_stopped_is_returned() {
    let (head, body) = in_parts(200_000);
    check(Some(Tls::Trusted), &[vec![head], body].concat(), &[]).await;
}

#[tokio::test]
async fn body_received_after_continuing_is_returned() {
    for tls in [None, Some(Tls::Trusted)] {
        let (head, body) = in_parts(100);
        check(tls, &[head], &body).await;
    }
}

#[tokio::test]
async fn end_of_the_body_received_after_continuing_is_returned() {
    let (head, body) = in_parts(100);
    check(None, &[vec![head], body[..4].to_vec()].concat(), &body[4..]).await;
}

/// Blocks the only thread from the arrival of the request at the server until after the deadline.
#[test]
fn response_received_while_the_thread_was_blocked_is_returned() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let is_requested = Arc::new(AtomicBool::new(false));
    let (is_blocked, blocked) = mpsc::channel();
    let (is_sent, sent) = mpsc::channel();
    let server = thread::spawn({
        let is_requested = Arc::clone(&is_requested);
        move || {
            let (mut stream, _) = listener.accept().unwrap();
            read_request_blocking(&mut stream).unwrap().unwrap();
            let requested = Instant::now();
            is_requested.store(true, Ordering::SeqCst);
            blocked.recv().unwrap();
            stream.write_all(&response()).unwrap();
            // Measures the deadline in the server, because the client is blocked.
            thread::sleep((DEADLINE + LATE).saturating_sub(requested.elapsed()));
            is_sent.send(()).unwrap();
            stream
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = client(&url, None);
    let result = runtime.block_on(async {
        let block = async {
            while !is_requested.load(Ordering::SeqCst) {
                tokio::task::yield_now().await;
            }
            is_blocked.send(()).unwrap();
            sent.recv().unwrap();
        };
        tokio::join!(call(&client), block).0
    });
    assert_eq!(result.unwrap().api_key.expose_secret(), CREATED);
    server.join().unwrap();
}
