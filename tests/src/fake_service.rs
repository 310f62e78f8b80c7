//! A fake service on loopback that creates keys, records them in a ledger, and responds as the test decides.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::recording_server::read_request;

/// The reaction to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Creates a key and returns it.
    Create,
    /// Creates a key and returns it in a body without the documented structure.
    CreateUnreadable,
    /// Creates a key and returns it in a body that breaks off after it.
    CreateCut,
    /// Creates a key and closes the connection.
    CreateSilently,
    /// Creates a key and responds with a server error.
    CreateAndFail,
    /// Creates a key and never responds.
    CreateAndStall,
    /// Creates no key and responds with this status.
    Answer(u16),
    /// Creates no key and closes the connection.
    Close,
}

/// The created keys, by requested name.
pub type Ledger = HashMap<String, Vec<String>>;

/// The service.
pub struct Service {
    address: std::net::SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

struct State {
    decide: Box<dyn FnMut() -> Action + Send>,
    ledger: Ledger,
    keys: usize,
    requests: usize,
}

impl Service {
    /// Starts a service that calls `decide` for each request.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub async fn start(decide: impl FnMut() -> Action + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let decide = Box::new(decide);
        let state = Arc::new(Mutex::new(State { decide, ledger: Ledger::new(), keys: 0, requests: 0 }));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                // The client reports broken connections.
                tokio::spawn(async move { serve(stream, &state).await.ok() });
            }
        });
        Self { address, state, task }
    }

    /// Returns the base URL.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the created keys and the number of requests.
    #[must_use]
    pub fn books(&self) -> (Ledger, usize) {
        let state = lock(&self.state);
        (state.ledger.clone(), state.requests)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some(request) = read_request(&mut stream).await? {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let name = body["name"].as_str().unwrap_or_default();
        let (action, id, key) = decide(&mut lock(state), name);
        let json = format!(r#"{{"id":{id},"api_key":"{key}"}}"#);
        let length = |length: usize| format!("Content-Length: {length}\r\n\r\n");
        let answer = match action {
            Action::Create => format!("HTTP/1.1 201 Created\r\n{}{json}", length(json.len())),
            Action::CreateUnreadable => {
                let text = format!("key: {key}");
                format!("HTTP/1.1 201 Created\r\n{}{text}", length(text.len()))
            }
            Action::CreateCut => format!("HTTP/1.1 201 Created\r\n{}{json}", length(json.len() + 100)),
            Action::CreateAndFail => format!("HTTP/1.1 500 Failed\r\n{}", length(0)),
            Action::Answer(status) => format!("HTTP/1.1 {status} No\r\n{}", length(0)),
            Action::CreateSilently | Action::Close => return Ok(()),
            Action::CreateAndStall => {
                // Waits until the client closes the connection.
                read_request(&mut stream).await?;
                return Ok(());
            }
        };
        stream.write_all(answer.as_bytes()).await?;
        if action == Action::CreateCut {
            return Ok(());
        }
    }
    Ok(())
}

fn decide(state: &mut State, name: &str) -> (Action, usize, String) {
    state.requests += 1;
    let action = (state.decide)();
    if matches!(action, Action::Answer(_) | Action::Close) {
        return (action, 0, String::new());
    }
    state.keys += 1;
    let (id, key) = (state.keys, format!("not-a-real-key-{}", state.keys));
    state.ledger.entry(name.to_owned()).or_default().push(key.clone());
    (action, id, key)
}

/// Rate limits as two rolling windows. The service refuses requests that exceed either.
pub struct Windows {
    /// The permitted requests and the length of each window.
    limits: [(u32, Duration); 2],
    counts_refused: bool,
    counted: Vec<Instant>,
}

impl Windows {
    /// Creates windows with these limits.
    #[must_use]
    pub fn new(limits: [(u32, Duration); 2]) -> Self {
        Self { limits, counts_refused: false, counted: Vec::new() }
    }

    /// Makes refused requests count as well.
    #[must_use]
    pub fn counting_refused(self) -> Self {
        Self { counts_refused: true, ..self }
    }

    /// Decides on a request that arrives now.
    pub fn decide(&mut self) -> Action {
        let now = Instant::now();
        let longest = self.limits.iter().map(|(_, window)| *window).max().unwrap_or_default();
        self.counted.retain(|at| now - *at < longest);
        let within = |window: Duration| self.counted.iter().filter(|at| now - **at < window).count();
        let passes = self.limits.iter().all(|(limit, window)| within(*window) < *limit as usize);
        if passes || self.counts_refused {
            self.counted.push(now);
        }
        if passes { Action::Create } else { Action::Answer(429) }
    }
}
