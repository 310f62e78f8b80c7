//! A service of keys in this process, which reacts to each request as the test plans.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use certcentral::document::API_KEY_HEADER;
use certcentral::lifecycle::Tag;
use certcentral::{Client, RateLimits, RetryPolicy};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

/// The caller's key. Obviously fake.
pub(crate) const CALLER: &str = "not-a-real-caller-key";

/// The user that the keys belong to.
pub(crate) const USER: i64 = 1234;

pub(crate) const INVALID_KEY: &str =
    r#"{"errors":[{"code":"access_denied|access_denied_invalid_key","message":"-"}]}"#;
pub(crate) const NO_PERMISSION: &str =
    r#"{"errors":[{"code":"access_denied|missing_permission","message":"-"}]}"#;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    List,
    Create,
    Get,
    Edit,
    Status,
    Me,
}

/// The reaction to a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reaction {
    Normal,
    /// Executes the request, and responds with a server error.
    Lost,
    /// Executes the request twice, and responds with a server error.
    LostTwice,
    /// Executes the request twice, and responds to the second.
    Twice,
    /// Executes the request when the test asks for it, and responds with a server error.
    Late,
    /// Does not execute the request, and responds with a status and a body.
    Answer(u16, &'static str),
    /// Executes the request, and responds with a part of the body, followed by other text.
    Cut(usize, &'static str),
    /// Does not execute the request, gives its name to the oldest key, and responds with a server error.
    RenamesOldest,
    /// Executes the request after somebody else has created a key, and responds with a body.
    AfterAnother(&'static str),
    /// Lists the keys without the newest one.
    Stale,
}

#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) id: i64,
    pub(crate) user: i64,
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) role: Option<i64>,
    pub(crate) value: String,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) keys: Vec<Key>,
    pub(crate) plan: HashMap<Operation, VecDeque<Reaction>>,
    /// Requests that were received, with their caller's key.
    pub(crate) log: Vec<(Operation, String)>,
    /// Requests that are executed later.
    late: Vec<(Operation, Option<i64>, Value)>,
    /// Properties that the service adds to each key.
    pub(crate) extra: Value,
    /// A key that may only read.
    pub(crate) read_only: String,
    /// `true` if somebody copies the name of the newest key before the next list, if it has a tag.
    pub(crate) copies_newest: bool,
}

pub(crate) struct Service {
    server: MockServer,
    state: Arc<Mutex<State>>,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start_async().await;
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        server
            .mock_async(|when, then| {
                when.is_true(|_| true);
                then.respond_with(move |request| lock(&shared).respond(request));
            })
            .await;
        Self { server, state }
    }

    pub(crate) fn client(&self) -> Client {
        self.client_of(CALLER)
    }

    pub(crate) fn client_of(&self, key: &str) -> Client {
        let builder = Client::builder().base_url(self.server.base_url()).api_key(key);
        builder.rate_limits(RateLimits::off()).retry(RetryPolicy::off()).build().unwrap()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Plans the reactions to the next requests of an operation.
    pub(crate) fn plan(&self, operation: Operation, reactions: impl IntoIterator<Item = Reaction>) {
        self.state().plan.insert(operation, reactions.into_iter().collect());
    }

    /// Adds an active key, and returns its ID.
    pub(crate) fn add(&self, name: &str) -> i64 {
        self.state().create(USER, name, Some(102))
    }

    pub(crate) fn key(&self, id: i64) -> Key {
        self.state().keys.iter().find(|key| key.id == id).cloned().unwrap()
    }

    /// Returns the IDs and names of the active keys.
    pub(crate) fn active(&self) -> Vec<(i64, String)> {
        let state = self.state();
        let active = state.keys.iter().filter(|key| key.status == "active");
        active.map(|key| (key.id, key.name.clone())).collect()
    }

    pub(crate) fn count(&self, operation: Operation) -> usize {
        self.state().log.iter().filter(|(logged, _)| *logged == operation).count()
    }

    /// Executes the requests that are late.
    pub(crate) fn execute_late(&self) {
        let mut state = self.state();
        for (operation, id, body) in std::mem::take(&mut state.late) {
            state.execute(operation, id, &body);
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn create(&mut self, user: i64, name: &str, role: Option<i64>) -> i64 {
        // IDs have no order.
        let id = 1000 - i64::try_from(self.keys.len()).unwrap();
        let (name, status) = (name.to_owned(), "active".to_owned());
        self.keys.push(Key { id, user, name, status, role, value: format!("not-a-real-key-{id}") });
        id
    }

    fn respond(&mut self, request: &HttpMockRequest) -> HttpMockResponse {
        let uri = request.uri();
        let path: Vec<&str> = uri.path().trim_start_matches('/').split('/').collect();
        let id = |text: &str| Some(text.parse().unwrap());
        let (operation, id) = match (request.method().as_str(), path.as_slice()) {
            ("GET", ["key"]) => (Operation::List, None),
            ("POST", ["key", "user", user]) => (Operation::Create, id(user)),
            ("GET", ["key", key]) => (Operation::Get, id(key)),
            ("PUT", ["key", key]) => (Operation::Edit, id(key)),
            ("PUT", ["key", key, "status"]) => (Operation::Status, id(key)),
            ("GET", ["user", "me"]) => (Operation::Me, None),
            other => panic!("unexpected request: {other:?}"),
        };
        let headers = request.headers();
        let caller = headers.get(&API_KEY_HEADER).unwrap().to_str().unwrap().to_owned();
        let is_revoked = self.keys.iter().any(|key| key.value == caller && key.status == "revoked");
        if caller == self.read_only && matches!(operation, Operation::Edit | Operation::Status) {
            return response(403, NO_PERMISSION);
        }
        self.log.push((operation, caller));
        if is_revoked {
            return response(403, INVALID_KEY);
        }
        let body: Value = serde_json::from_slice(request.body_ref()).unwrap_or_default();
        let reaction = self.plan.get_mut(&operation).and_then(VecDeque::pop_front);
        match reaction.unwrap_or(Reaction::Normal) {
            Reaction::Normal => {}
            Reaction::Lost => {
                self.execute(operation, id, &body);
                return response(500, "");
            }
            Reaction::LostTwice => {
                self.execute(operation, id, &body);
                self.execute(operation, id, &body);
                return response(500, "");
            }
            Reaction::Twice => {
                self.execute(operation, id, &body);
            }
            Reaction::Late => {
                self.late.push((operation, id, body));
                return response(500, "");
            }
            Reaction::Answer(status, body) => return response(status, body),
            Reaction::Cut(length, rest) => {
                let (status, body) = self.execute(operation, id, &body);
                return response(status, &format!("{}{rest}", &body[..body.len().min(length)]));
            }
            Reaction::RenamesOldest => {
                body["name"].as_str().unwrap().clone_into(&mut self.keys[0].name);
                return response(500, "");
            }
            Reaction::AfterAnother(text) => {
                self.create(USER, "foreign", Some(0));
                let (status, _) = self.execute(operation, id, &body);
                return response(status, text);
            }
            Reaction::Stale => {
                let newest = self.keys.pop();
                let (status, body) = self.execute(operation, id, &body);
                self.keys.extend(newest);
                return response(status, &body);
            }
        }
        let (status, body) = self.execute(operation, id, &body);
        response(status, &body)
    }

    fn execute(&mut self, operation: Operation, id: Option<i64>, body: &Value) -> (u16, String) {
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        match operation {
            Operation::List => {
                let newest = self.keys.last().filter(|key| self.copies_newest && is_tagged(&key.name));
                if let Some(name) = newest.map(|key| key.name.clone()) {
                    self.copies_newest = false;
                    self.create(USER, &name, Some(0));
                }
                let keys: Vec<Value> = self.keys.iter().map(|key| self.show(key)).collect();
                return (200, json!({ "api_keys": keys }).to_string());
            }
            Operation::Create => {
                let role = body["restricted_to_role_id"].as_i64().unwrap_or_default();
                let id = self.create(id.unwrap(), &text("name"), Some(role));
                let value = format!("not-a-real-key-{id}");
                return (201, format!(r#"{{"id":{id},"api_key":"{value}"}}"#));
            }
            Operation::Me => return (200, json!({ "id": USER }).to_string()),
            Operation::Get | Operation::Edit | Operation::Status => {}
        }
        let Some(index) = self.keys.iter().position(|key| Some(key.id) == id) else {
            return (404, r#"{"errors":[{"code":"not_found","message":"-"}]}"#.to_owned());
        };
        let key = &mut self.keys[index];
        match operation {
            Operation::Edit => {
                key.name = text("name");
                key.role = Some(body["restricted_to_role_id"].as_i64().unwrap());
            }
            Operation::Status => key.status = text("status"),
            _ => return (200, self.show(&self.keys[index]).to_string()),
        }
        (204, String::new())
    }

    fn show(&self, key: &Key) -> Value {
        let mut shown = json!({
            "id": key.id,
            "user": { "id": key.user },
            "status": key.status,
            "create_date": "not a date",
            "name": key.name,
        });
        if let Some(role) = key.role {
            shown["restricted_to_role_id"] = role.into();
        }
        if let (Some(shown), Some(extra)) = (shown.as_object_mut(), self.extra.as_object()) {
            shown.extend(extra.clone());
        }
        shown
    }
}

fn response(status: u16, body: &str) -> HttpMockResponse {
    let kind = if body.starts_with('<') { "text/html" } else { "application/json" };
    HttpMockResponse::builder().status(status).header("content-type", kind).body(body).build()
}

pub(crate) fn is_tagged(name: &str) -> bool {
    Tag::parse(name).is_some()
}
