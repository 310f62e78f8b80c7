//! A mock service with the keys of one user, which remembers what it created and revoked.

use std::sync::{Arc, Mutex, PoisonError};

use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{
    ApiKeyRole, CreateKeyRequest, CreatedKey, EditKeyRequest, Key, KeyList, KeyStatus, KeyUser,
    UpdateKeyStatusRequest, User,
};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer, Then};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The user that the keys belong to.
pub(crate) const USER: i64 = 1234;

/// The service.
pub(crate) struct MockService(MockServer);

struct State {
    keys: Vec<Key>,
    loses_response: bool,
}

impl MockService {
    /// Starts a service with an active key. If `loses_response` is true, the first response to *create key* is lost.
    pub(crate) async fn start(key_id: i64, loses_response: bool) -> Self {
        let server = MockServer::start_async().await;
        let keys = vec![key(key_id, "ci", ApiKeyRole::ViewOnly)];
        let state = Arc::new(Mutex::new(State { keys, loses_response }));
        let respond = |then: Then, respond: fn(&mut State, &HttpMockRequest) -> Option<HttpMockResponse>| {
            let state = Arc::clone(&state);
            then.respond_with(move |request| {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                respond(&mut state, request).unwrap_or_else(|| status(404))
            });
        };
        server.create_key(|_, then| respond(then.into_inner(), State::create));
        server.list_keys(|_, then| respond(then.into_inner(), State::list));
        server.get_key(|_, then| respond(then.into_inner(), State::get));
        server.edit_key(|_, then| respond(then.into_inner(), State::edit));
        server.update_key_status(|_, then| respond(then.into_inner(), State::update_status));
        server.get_me(|_, then| {
            then.ok(&User::new(USER));
        });
        Self(server)
    }

    pub(crate) fn base_url(&self) -> String {
        self.0.base_url()
    }
}

impl State {
    fn create(&mut self, request: &HttpMockRequest) -> Option<HttpMockResponse> {
        let request: CreateKeyRequest = body(request)?;
        let id = self.keys.iter().map(|key| key.id).max().unwrap_or_default() + 1;
        let role = request.restricted_to_role_id.unwrap_or(ApiKeyRole::Unrestricted);
        self.keys.push(key(id, &request.name, role));
        if std::mem::take(&mut self.loses_response) {
            return Some(status(500));
        }
        json(201, &CreatedKey::new(id, format!("mock-key-{id}-that-opens-nothing")))
    }

    fn list(&mut self, _: &HttpMockRequest) -> Option<HttpMockResponse> {
        json(200, &KeyList::new(self.keys.clone()))
    }

    fn get(&mut self, request: &HttpMockRequest) -> Option<HttpMockResponse> {
        json(200, self.key(request)?)
    }

    fn edit(&mut self, request: &HttpMockRequest) -> Option<HttpMockResponse> {
        let edit: EditKeyRequest = body(request)?;
        let key = self.key(request)?;
        (key.name, key.restricted_to_role_id) = (edit.name, edit.restricted_to_role_id);
        Some(status(204))
    }

    fn update_status(&mut self, request: &HttpMockRequest) -> Option<HttpMockResponse> {
        let update: UpdateKeyStatusRequest = body(request)?;
        self.key(request)?.status = update.status;
        Some(status(204))
    }

    /// Returns the key whose ID is in the path.
    fn key(&mut self, request: &HttpMockRequest) -> Option<&mut Key> {
        let uri = request.uri();
        let id: i64 = uri.path().split('/').find_map(|segment| segment.parse().ok())?;
        self.keys.iter_mut().find(|key| key.id == id)
    }
}

fn key(id: i64, name: &str, role: ApiKeyRole) -> Key {
    Key::new(id, KeyUser::new(USER), KeyStatus::Active, "2024-01-01T00:00:00+00:00", name)
        .restricted_to_role_id(role)
}

fn body<T: DeserializeOwned>(request: &HttpMockRequest) -> Option<T> {
    serde_json::from_slice(request.body_ref()).ok()
}

fn json(status: u16, value: &impl Serialize) -> Option<HttpMockResponse> {
    let body = serde_json::to_string(value).ok()?;
    Some(
        HttpMockResponse::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(body)
            .build(),
    )
}

fn status(status: u16) -> HttpMockResponse {
    HttpMockResponse::builder().status(status).build()
}
