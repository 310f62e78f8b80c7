//! Events on an idle connection while the program is busy: the server closes the connection or sends unsolicited bytes.
//! The next call must get its own key and create no second one.

// The tests find the client's socket by its file descriptor.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use certcentral::types::CreateKeyRequest;
use certcentral::{Client, RateLimits, RetryPolicy};
use conformance::canary::CALLER;
use conformance::fault_check::Created;
use conformance::faults::{head, whole};
use conformance::recording_server::read_request_blocking;
use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;

/// The event after the response to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Nothing,
    /// Sends the response only now, after the caller has dropped the call.
    Late,
    Close,
    /// Sends unsolicited bytes, and keeps or closes the connection.
    Send(Unasked, Then),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unasked {
    /// The response of the same call, repeated.
    SameKey,
    /// The response of an earlier call.
    EarlierKey,
    Status(u16),
    Continue,
    HalfAResponse,
    LineBreaks,
    Garbage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Keep,
    Close,
}

/// Returns all events except `Late`, which requires a dropped call.
fn events() -> Vec<Event> {
    let unasked = [
        Unasked::SameKey,
        Unasked::EarlierKey,
        Unasked::Status(408),
        Unasked::Status(429),
        Unasked::Status(403),
        Unasked::Status(500),
        Unasked::Continue,
        Unasked::HalfAResponse,
        Unasked::LineBreaks,
        Unasked::Garbage,
    ];
    let both =
        unasked.into_iter().flat_map(|one| [Event::Send(one, Then::Keep), Event::Send(one, Then::Close)]);
    [Event::Nothing, Event::Close].into_iter().chain(both).collect()
}

/// The end of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    /// The bytes are in the socket of the client, which is blocked and has not read them.
    Arrived,
    /// The client, which is not blocked, has closed the connection.
    Noticed,
}

/// A server on its own threads that creates a key for each request.
struct Server {
    address: SocketAddr,
    state: Arc<State>,
    /// Starts the event that follows a call.
    start: Sender<()>,
    /// Receives a message when the event is over.
    over: Receiver<()>,
}

struct State {
    /// The names of the created keys: key `n` has the `n`th name.
    ledger: Mutex<Vec<String>>,
    connections: AtomicUsize,
    /// Notified of a request whose response is late.
    requested: Notify,
    event: Box<dyn Fn(usize) -> Event + Send + Sync>,
    is_over: Over,
    started: Mutex<Receiver<()>>,
    over: Sender<()>,
}

impl Server {
    /// Starts a server. `event` returns the event after the `n`th call.
    fn start(event: impl Fn(usize) -> Event + Send + Sync + 'static, is_over: Over) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let ((start, started), (tell, over)) = (channel(), channel());
        let state = Arc::new(State {
            ledger: Mutex::default(),
            connections: AtomicUsize::new(0),
            requested: Notify::new(),
            event: Box::new(event),
            is_over,
            started: Mutex::new(started),
            over: tell,
        });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let state = Arc::clone(&shared);
                thread::spawn(move || serve(stream.unwrap(), &state));
            }
        });
        Self { address, state, start, over }
    }

    fn client(&self) -> Client {
        let url = format!("http://{}", self.address);
        Client::builder()
            .base_url(url)
            .api_key(CALLER)
            .timeout(Duration::from_secs(20))
            .rate_limits(RateLimits::off())
            .retry(RetryPolicy::default().initial_backoff(Duration::from_millis(1)))
            .build()
            .unwrap()
    }

    /// Blocks until the event that follows a call is over.
    fn let_event_happen(&self) {
        self.start.send(()).unwrap();
        self.over.recv_timeout(Duration::from_secs(60)).unwrap();
    }

    /// Checks that each of `calls` calls created exactly one key.
    fn check_ledger(&self, calls: usize) {
        assert_eq!(*self.state.ledger.lock().unwrap(), (0..calls).map(name).collect::<Vec<_>>());
    }
}

fn serve(mut stream: TcpStream, state: &State) {
    stream.set_nodelay(true).unwrap();
    // The client notices broken connections, and the tests check the client.
    while let Ok(Some(request)) = read_request_blocking(&mut stream) {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let number = {
            let mut ledger = state.ledger.lock().unwrap();
            ledger.push(body["name"].as_str().unwrap().to_owned());
            ledger.len() - 1
        };
        let event = (state.event)(number);
        if event == Event::Late {
            state.requested.notify_one();
        } else {
            stream.write_all(&response(number)).unwrap();
        }
        state.started.lock().unwrap().recv().unwrap();
        let (sent, then) = match event {
            Event::Nothing => (Vec::new(), Then::Keep),
            Event::Late => (response(number), Then::Keep),
            Event::Close => (Vec::new(), Then::Close),
            Event::Send(unasked, then) => (unasked_bytes(unasked, number), then),
        };
        stream.write_all(&sent).unwrap();
        if then == Then::Close {
            stream.shutdown(Shutdown::Write).unwrap();
        }
        match state.is_over {
            _ if sent.is_empty() && then == Then::Keep => {}
            Over::Arrived => wait_for_arrival(&stream, sent.len()),
            Over::Noticed => wait_for_end(&mut stream),
        }
        if then == Then::Close {
            drop(stream);
            state.over.send(()).unwrap();
            return;
        }
        state.over.send(()).unwrap();
    }
}

/// Waits until the bytes are in the client's socket. A completed send does not guarantee that, even on loopback.
fn wait_for_arrival(stream: &TcpStream, sent: usize) {
    let client = other_end(stream);
    let mut buffer = [0; 1024];
    loop {
        match client.peek(&mut buffer) {
            Ok(arrived) if arrived >= sent => return,
            Err(error) if error.kind() != ErrorKind::WouldBlock => panic!("{error}"),
            _ => thread::yield_now(),
        }
    }
}

/// Finds the client's socket of a connection in this process. Compares both addresses, because connections can share
/// one.
fn other_end(stream: &TcpStream) -> TcpStream {
    let (client, server) = (stream.peer_addr().unwrap(), stream.local_addr().unwrap());
    let process = pidfd_open(getpid(), PidfdFlags::empty()).unwrap();
    let files = std::fs::read_dir("/proc/self/fd").unwrap();
    let mut sockets = files.filter_map(|file| {
        let number = file.unwrap().file_name().to_str()?.parse().ok()?;
        pidfd_getfd(&process, number, PidfdGetfdFlags::empty()).ok().map(TcpStream::from)
    });
    let is_other_end = |socket: &TcpStream| {
        socket.local_addr().is_ok_and(|address| address == client)
            && socket.peer_addr().is_ok_and(|address| address == server)
    };
    sockets.find(is_other_end).expect("the client's socket")
}

/// Waits until the client closes the connection.
fn wait_for_end(stream: &mut TcpStream) {
    match stream.read(&mut [0; 1]) {
        Ok(0) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        other => panic!("expected the client to close the connection, found {other:?}"),
    }
}

fn key(number: usize) -> String {
    format!("not-a-real-key-{number}")
}

fn response(number: usize) -> Vec<u8> {
    whole(201, "application/json", &format!(r#"{{"id":{number},"api_key":"{}"}}"#, key(number)))
}

fn unasked_bytes(unasked: Unasked, number: usize) -> Vec<u8> {
    match unasked {
        Unasked::SameKey => response(number),
        Unasked::EarlierKey => response(number.saturating_sub(3)),
        Unasked::Status(status) => head(status, "Retry-After: 0\r\nContent-Length: 0\r\n"),
        Unasked::Continue => b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(),
        Unasked::HalfAResponse => response(number)[..40].to_vec(),
        Unasked::LineBreaks => b"\r\n\r\n".to_vec(),
        Unasked::Garbage => b"\0garbage".to_vec(),
    }
}

/// Number of calls with each event.
const CALLS: usize = 20;

fn name(number: usize) -> String {
    format!("key {number}")
}

async fn create(client: &Client, number: usize) -> Created {
    client.create_key(1, CreateKeyRequest::new(name(number))).await
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Makes `calls` sequential calls, each followed by its event. Checks that each gets its own key.
fn each_gets_its_own_key(server: &Server, calls: usize, call: impl Fn(&Client, usize) -> Created) {
    let client = server.client();
    for number in 0..calls {
        assert_own_key(call(&client, number), number);
        server.let_event_happen();
    }
    server.check_ledger(calls);
}

fn assert_own_key(created: Created, number: usize) {
    let created = created.unwrap_or_else(|error| panic!("call {number}: {error}"));
    assert_eq!(created.api_key.expose_secret(), key(number), "call {number} got the key of another call");
}

#[test]
fn idle_event_on_a_blocked_thread_fails_no_call() {
    for event in events() {
        println!("{event:?}");
        let server = Server::start(move |_| event, Over::Arrived);
        let runtime = current_thread();
        // The thread blocks outside the runtime, whose tasks cannot run then.
        each_gets_its_own_key(&server, CALLS, |client, number| runtime.block_on(create(client, number)));
        let connections = if event == Event::Nothing { 1 } else { CALLS };
        assert_eq!(server.state.connections.load(Ordering::SeqCst), connections);
    }
}

/// Makes calls from one future, which blocks its thread in between.
async fn call_and_block(server: Server) {
    let client = server.client();
    for number in 0..CALLS {
        assert_own_key(create(&client, number).await, number);
        server.let_event_happen();
    }
    server.check_ledger(CALLS);
}

#[test]
fn idle_event_while_the_main_task_blocks_fails_no_call() {
    for event in events() {
        println!("{event:?}");
        current_thread().block_on(call_and_block(Server::start(move |_| event, Over::Arrived)));
    }
}

#[test]
fn idle_event_while_a_task_blocks_the_worker_fails_no_call() {
    let one_worker = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for event in events() {
        println!("{event:?}");
        let calls = one_worker.spawn(call_and_block(Server::start(move |_| event, Over::Arrived)));
        one_worker.block_on(calls).unwrap();
    }
}

#[test]
fn idle_event_that_the_runtime_notices_fails_no_call() {
    for event in events() {
        println!("{event:?}");
        let server = Server::start(move |_| event, Over::Noticed);
        let runtime = multi_thread();
        each_gets_its_own_key(&server, CALLS, |client, number| runtime.block_on(create(client, number)));
    }
}

/// Makes many calls, each followed by a random event: responses arrive late, twice, and in another order.
fn many_calls(runtime: &Runtime, is_over: Over) {
    const CALLS: usize = 2_000;
    let seed = fastrand::u64(..);
    println!("seed: {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let kinds = [events(), vec![Event::Late; 3]].concat();
    let events: Vec<Event> = (0..CALLS).map(|_| *random.choice(&kinds).unwrap()).collect();
    let server = Server::start(
        {
            let events = events.clone();
            move |number| events[number]
        },
        is_over,
    );
    let client = server.client();
    for (number, event) in events.into_iter().enumerate() {
        let created = runtime.block_on(async {
            tokio::select! {
                created = create(&client, number) => Some(created),
                () = server.state.requested.notified() => None,
            }
        });
        match created {
            Some(created) => assert_own_key(created, number),
            None => assert_eq!(event, Event::Late, "call {number} got no response"),
        }
        server.let_event_happen();
    }
    server.check_ledger(CALLS);
}

#[test]
fn each_of_many_calls_gets_its_own_key_on_one_thread() {
    many_calls(&current_thread(), Over::Arrived);
}

#[test]
fn each_of_many_calls_gets_its_own_key_on_many_threads() {
    many_calls(&multi_thread(), Over::Noticed);
}
