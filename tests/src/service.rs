//! A service on loopback that makes keys, keeps a ledger of them, and answers as it is told to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::wire::read_request;

/// What the service does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Makes a key and hands it out.
    Create,
    /// Makes a key and hands it out in a body that is not of the documented form.
    CreateUnreadable,
    /// Makes a key and hands it out in a body that breaks off after it.
    CreateCut,
    /// Makes a key, and closes the connection.
    CreateSilently,
    /// Makes a key, and says that something failed.
    CreateAndFail,
    /// Makes a key, and never answers.
    CreateAndStall,
    /// Makes no key, and answers with this status.
    Answer(u16),
    /// Makes no key, and closes the connection.
    Close,
}

/// The keys that were made, by the name that was asked for.
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
    /// A service that decides on each request in turn.
    ///
    /// # Panics
    ///
    /// If there is no port to listen on.
    pub async fn start(decide: impl FnMut() -> Action + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let decide = Box::new(decide);
        let state = Arc::new(Mutex::new(State { decide, ledger: Ledger::new(), keys: 0, requests: 0 }));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                // A connection that breaks is the client's to report.
                tokio::spawn(async move { serve(stream, &state).await.ok() });
            }
        });
        Self { address, state, task }
    }

    /// Its base URL.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The keys that it made, and how many requests it got.
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
                // Until the client has had enough.
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

/// The service's rate limits: two rolling windows. Over either of them, it refuses every request.
pub struct Windows {
    /// How many requests in how long.
    limits: [(u32, Duration); 2],
    counts_refused: bool,
    counted: Vec<Instant>,
}

impl Windows {
    /// Windows of `limits`.
    #[must_use]
    pub fn new(limits: [(u32, Duration); 2]) -> Self {
        Self { limits, counts_refused: false, counted: Vec::new() }
    }

    /// The same windows, in which refused requests count as well.
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
