//! A simulated service: lists, creates, reads, edits and revokes keys, and reacts to requests as a plan decides.
//!
//! It runs in virtual time: seconds of delays and timeouts pass at once when nothing else is left to do. The service
//! and its clients must share the runtime of [`in_virtual_time`] and a Unix socket. Data that one end wrote is then
//! ready at the other end before the clock moves. With the seed of the random numbers, a run can be repeated.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use certcentral::{Client, ClientBuilder};
use fastrand::Rng;
use tempfile::TempDir;
use tokio::net::UnixListener;
use tokio::task::JoinHandle;

mod operation;
mod reaction;
mod registry;
mod serve;
mod state;
mod stores;

pub use operation::Operation;
pub use reaction::{Answers, Executes, Reaction};
pub use registry::{Call, Key, KeyState, Registry};
pub use state::{Outage, State};

use serve::serve;
use state::lock;

/// Runs a future in virtual time, with random numbers that follow from `seed`.
///
/// # Panics
///
/// If the future panics, or the system has no resources for a runtime.
pub fn in_virtual_time<T: Send + 'static>(seed: u64, future: impl Future<Output = T> + Send + 'static) -> T {
    fastrand::seed(seed);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        // Processes I/O after each step of a task. Otherwise the clock would move while data waits in a socket.
        .event_interval(1)
        .build()
        .expect("a runtime");
    // The task of `block_on` does not count as a step.
    match runtime.block_on(async { tokio::spawn(future).await }) {
        Ok(value) => value,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// The service.
pub struct KeyService {
    directory: TempDir,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl KeyService {
    /// Starts a service that reacts as `plan` decides.
    ///
    /// # Panics
    ///
    /// If the system has no resources for a socket.
    pub fn start(
        seed: u64,
        plan: impl FnMut(&mut Rng, Call, &Operation) -> Reaction + Send + 'static,
    ) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let listener = UnixListener::bind(socket(directory.path())).expect("a socket");
        let state = Arc::new(Mutex::new(State::new(seed, Box::new(plan))));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                // The client reports broken connections.
                tokio::spawn(async move { serve(stream, &state).await.ok() });
            }
        });
        Self { directory, state, task }
    }

    /// Returns the builder of a client of this service, with an API key and the default settings.
    pub fn client_builder(&self, api_key: &str) -> ClientBuilder {
        let socket = socket(self.directory.path());
        Client::builder()
            .base_url("http://localhost")
            .api_key(api_key)
            .configure_http(move |http| http.unix_socket(socket))
    }

    /// Replaces the plan.
    pub fn set_plan(&self, plan: impl FnMut(&mut Rng, Call, &Operation) -> Reaction + Send + 'static) {
        self.state().plan = Box::new(plan);
    }

    /// Returns the state of the service.
    pub fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl Drop for KeyService {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn socket(directory: &Path) -> PathBuf {
    directory.join("socket")
}
