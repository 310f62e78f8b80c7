//! What a server does to an idle connection while the program is busy: it closes it, or sends something that nobody
//! asked for. The next call must get a key of its own, and create no second one.

// The socket of the client is found by its file descriptor.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use agreement::canary::CALLER;
use agreement::fault_check::Created;
use agreement::faults::{head, whole};
use agreement::wire::read_request_blocking;
use certcentral::{Client, RateLimits, RetryPolicy};
use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;

/// What the server does when it has sent the response to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Nothing,
    /// Sends the response now, and not before: the caller has dropped the call.
    Late,
    Close,
    /// Sends another response, and keeps the connection or closes it.
    Send(Unasked, Then),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unasked {
    /// The response of the same call again.
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

/// Every event, but for that of a call that is dropped.
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

/// When an event is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    /// What was sent is in the client's socket. The client is blocked, and has not noticed.
    Arrived,
    /// The client has closed the connection. It is not blocked.
    Noticed,
}

/// A server on threads of its own, which makes a key for each request.
struct Server {
    address: SocketAddr,
    state: Arc<State>,
    /// Starts the event that follows a call.
    start: Sender<()>,
    /// Tells when it is over.
    over: Receiver<()>,
}

struct State {
    /// The names that keys were made for, in order: key `n` is the one of the `n`th.
    ledger: Mutex<Vec<String>>,
    connections: AtomicUsize,
    /// Tells that a request has come that gets no response.
    requested: Notify,
    event: Box<dyn Fn(usize) -> Event + Send + Sync>,
    is_over: Over,
    started: Mutex<Receiver<()>>,
    over: Sender<()>,
}

impl Server {
    /// A server that does with the connection of the `n`th call as `event` says.
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

    /// Each of `calls` calls made a key, and one only.
    fn check_ledger(&self, calls: usize) {
        assert_eq!(*self.state.ledger.lock().unwrap(), (0..calls).map(name).collect::<Vec<_>>());
    }
}

fn serve(mut stream: TcpStream, state: &State) {
    stream.set_nodelay(true).unwrap();
    // What breaks here breaks at the client, which is looked at.
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

/// Waits until what was sent waits in the client's socket to be read. Sending alone does not promise that, even on
/// loopback.
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

/// The client's end of a connection, which is in this process. Two connections may share one of their addresses.
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

/// Reads until the client is gone.
fn wait_for_end(stream: &mut TcpStream) {
    match stream.read(&mut [0; 1]) {
        Ok(0) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        other => panic!("the client uses the connection: {other:?}"),
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

/// How many calls are made with each event.
const CALLS: usize = 20;

fn name(number: usize) -> String {
    format!("key {number}")
}

async fn create(client: &Client, number: usize) -> Created {
    client.create_key().user_id(1).body_map(|body| body.name(name(number))).send().await
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Makes `calls` calls, one after the other, each followed by its event. Each must get the key that was made for it.
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
    assert_eq!(created.api_key.expose_secret(), key(number), "call {number} has the key of another");
}

#[test]
fn event_while_the_only_thread_was_blocked_costs_no_call() {
    for event in events() {
        println!("{event:?}");
        let server = Server::start(move |_| event, Over::Arrived);
        let runtime = current_thread();
        // The thread is blocked outside of the runtime, where nothing runs that could notice.
        each_gets_its_own_key(&server, CALLS, |client, number| runtime.block_on(create(client, number)));
        let connections = if event == Event::Nothing { 1 } else { CALLS };
        assert_eq!(server.state.connections.load(Ordering::SeqCst), connections);
    }
}

/// Calls from one future, which blocks its thread between them.
async fn call_and_block(server: Server) {
    let client = server.client();
    for number in 0..CALLS {
        assert_own_key(create(&client, number).await, number);
        server.let_event_happen();
    }
    server.check_ledger(CALLS);
}

#[test]
fn event_while_the_main_task_blocked_the_only_thread_costs_no_call() {
    for event in events() {
        println!("{event:?}");
        current_thread().block_on(call_and_block(Server::start(move |_| event, Over::Arrived)));
    }
}

#[test]
fn event_while_a_task_blocked_the_only_worker_costs_no_call() {
    let one_worker = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for event in events() {
        println!("{event:?}");
        let calls = one_worker.spawn(call_and_block(Server::start(move |_| event, Over::Arrived)));
        one_worker.block_on(calls).unwrap();
    }
}

#[test]
fn event_that_the_runtime_sees_at_once_costs_no_call() {
    for event in events() {
        println!("{event:?}");
        let server = Server::start(move |_| event, Over::Noticed);
        let runtime = multi_thread();
        each_gets_its_own_key(&server, CALLS, |client, number| runtime.block_on(create(client, number)));
    }
}

/// Makes many calls with an event of any kind after each: responses come late, twice, and in another order.
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
fn no_call_of_many_gets_the_key_of_another_on_one_thread() {
    many_calls(&current_thread(), Over::Arrived);
}

#[test]
fn no_call_of_many_gets_the_key_of_another_on_many_threads() {
    many_calls(&multi_thread(), Over::Noticed);
}
