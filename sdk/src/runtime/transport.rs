//! Sends requests: the one place where the API key meets a request and where bytes are read.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{HeaderName, HeaderValue, USER_AGENT};
use reqwest::{Client, Method};

use super::error::root_cause;
use super::request::RequestBuilder;
use super::{BodyFault, OperationInfo, Outcome, Request, Response, SecretBytes, TransportError};

/// What every call of a client has in common.
#[derive(Clone)]
pub(crate) struct Settings {
    /// The header that carries the API key (`securitySchemes`).
    pub(crate) api_key_header: HeaderName,
    /// The caller's API key, marked sensitive.
    pub(crate) api_key: HeaderValue,
    pub(crate) user_agent: HeaderValue,
    /// How long a call may take, from the first byte sent to the last byte read.
    pub(crate) timeout: Duration,
    /// How many bytes of a response's body are read.
    pub(crate) max_response_bytes: usize,
}

/// Sends requests with an API key.
#[derive(Clone)]
pub(crate) struct HttpClient {
    http: Client,
    settings: Arc<Settings>,
}

impl HttpClient {
    pub(crate) fn new(http: Client, settings: Settings) -> Self {
        Self { http, settings: Arc::new(settings) }
    }

    /// Starts a request; the generated code says the rest.
    #[expect(clippy::unused_self, reason = "the generated code calls it on the client")]
    pub(crate) fn request(&self, method: Method, url: String) -> RequestBuilder {
        RequestBuilder::new(method, url)
    }

    /// Sends `request` and reads the whole response, or as much of it as comes.
    pub(crate) async fn send(
        &self,
        request: Request,
        operation: &'static OperationInfo,
    ) -> Result<Response, TransportError> {
        let started = Instant::now();
        let host = host_and_port(&request.url);
        let sent = self.http.execute(self.to_reqwest(request, operation)).await;
        let response = sent.map_err(|error| TransportError {
            operation,
            outcome: if error.is_connect() || error.is_builder() {
                Outcome::NotSent
            } else {
                Outcome::Unknown
            },
            host,
            // The path may say who the call was for.
            source: error.without_url(),
        })?;
        Ok(self.read(response, operation, started).await)
    }

    fn to_reqwest(&self, request: Request, operation: &OperationInfo) -> reqwest::Request {
        let Settings { api_key_header, api_key, user_agent, timeout, .. } = &*self.settings;
        let mut sent = reqwest::Request::new(request.method, request.url);
        *sent.headers_mut() = request.headers;
        sent.headers_mut().insert(USER_AGENT, user_agent.clone());
        if operation.authenticated {
            sent.headers_mut().insert(api_key_header.clone(), api_key.clone());
        }
        *sent.timeout_mut() = Some(*timeout);
        *sent.body_mut() = request.body.map(reqwest::Body::from);
        sent
    }

    /// Reads the body up to the limit. A fault ends it and is noted; what came before is kept.
    async fn read(
        &self,
        mut response: reqwest::Response,
        operation: &'static OperationInfo,
        started: Instant,
    ) -> Response {
        let limit = self.settings.max_response_bytes;
        let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
        let mut body = SecretBytes::with_capacity(announced.unwrap_or(1024).min(limit));
        let fault = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let room = limit - body.len();
                    body.extend(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        break Some(BodyFault::TooLarge(limit));
                    }
                }
                Ok(None) => break None,
                Err(error) if error.is_timeout() => {
                    break Some(BodyFault::TimedOut(started.elapsed()));
                }
                Err(error) => break Some(BodyFault::Broken(root_cause(&error).to_string())),
            }
        };
        if !response.status().is_success() {
            // A service that quotes the request's key in its refusal does not get it into a log.
            body.mask(self.settings.api_key.as_bytes());
        }
        Response {
            operation,
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body,
            fault,
        }
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { api_key_header, user_agent, timeout, max_response_bytes, .. } = &*self.settings;
        f.debug_struct("HttpClient")
            .field("api_key_header", api_key_header)
            .field("user_agent", user_agent)
            .field("timeout", timeout)
            .field("max_response_bytes", max_response_bytes)
            .finish_non_exhaustive()
    }
}

fn host_and_port(url: &reqwest::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
