//! One attempt: the only place where the API key meets a request and where bytes are read.

use std::pin::pin;
use std::time::{Duration, SystemTime};

use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use tokio::time::{Instant, sleep_until};

use super::default_headers::{DefaultHeaders, RequestKind};
use super::error::{Cause, root_cause};
use super::request::authority;
use super::retry::retry_after;
use super::timeout::AttemptTimer;
use super::{BodyError, OperationInfo, Outcome, Request, Response, SecretBytes, TransportError};

/// What every request of a client has in common.
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    /// What the paths of the API are appended to.
    pub(crate) base_url: Url,
    pub(crate) default_headers: DefaultHeaders,
    /// The caller's API key; `None` where the document has no security scheme.
    pub(crate) api_key: Option<ApiKey>,
    pub(crate) user_agent: HeaderValue,
    /// How long the service may stay silent.
    pub(crate) read_timeout: Duration,
    /// How many bytes of a response's body are read.
    pub(crate) max_response_bytes: usize,
}

/// The caller's API key, and where it goes.
pub(crate) struct ApiKey {
    /// The header that carries it (`securitySchemes`).
    pub(crate) header: HeaderName,
    /// The header's value, marked sensitive.
    pub(crate) value: HeaderValue,
    /// The key alone, which no message shows.
    pub(crate) key: HeaderValue,
}

impl Transport {
    /// Sends `request` once and reads the whole response, or as much of it as comes until `deadline`.
    pub(super) async fn send(
        &self,
        request: &Request,
        operation: &'static OperationInfo,
        started: Instant,
        deadline: Instant,
    ) -> Result<Response, TransportError> {
        let timer = pin!(sleep_until(deadline));
        let mut patience = AttemptTimer { started, deadline, silence: self.read_timeout, timer };
        let sent = self.http.execute(self.to_reqwest(request, operation));
        let (outcome, cause) = match patience.wait(sent).await {
            Some(Ok(response)) => return Ok(self.read(response, operation, patience).await),
            // The path may say who the call was for.
            Some(Err(error)) if error.is_connect() || error.is_builder() => {
                (Outcome::NotSent, Cause::Http(error.without_url()))
            }
            // Or the HTTP client was configured to have less patience.
            Some(Err(error)) if !error.is_timeout() => (Outcome::Unknown, Cause::Http(error.without_url())),
            Some(Err(_)) | None => (Outcome::Unknown, Cause::TimedOut),
        };
        Err(TransportError { operation, outcome, host: authority(&request.url), cause, attempts: 1 })
    }

    fn to_reqwest(&self, request: &Request, operation: &OperationInfo) -> reqwest::Request {
        let Request { method, url, accepts_json, headers, body } = request;
        let kind = RequestKind {
            is_authenticated: operation.authenticated,
            accepts_json: *accepts_json,
            sends_json: body.is_some(),
        };
        let mut sent = reqwest::Request::new(method.clone(), url.clone());
        *sent.headers_mut() = self.default_headers.of(kind).clone();
        for (name, value) in headers {
            sent.headers_mut().insert(name, value.clone());
        }
        *sent.body_mut() = body.clone().map(reqwest::Body::from);
        sent
    }

    /// Reads the body up to the limit. A fault ends it and is noted; what came before is kept.
    async fn read(
        &self,
        mut response: reqwest::Response,
        operation: &'static OperationInfo,
        mut patience: AttemptTimer<'_>,
    ) -> Response {
        let limit = self.max_response_bytes;
        let announced = response.content_length().and_then(|length| usize::try_from(length).ok());
        let mut body = SecretBytes::with_capacity(announced.unwrap_or(1024).min(limit));
        let fault = loop {
            // All that was announced has come: there is nothing to wait for.
            if announced == Some(body.len()) {
                break None;
            }
            match patience.wait(response.chunk()).await {
                Some(Ok(Some(chunk))) => {
                    let room = limit - body.len();
                    body.extend(&chunk[..chunk.len().min(room)]);
                    if chunk.len() > room {
                        break Some(BodyError::TooLarge(limit));
                    }
                }
                Some(Ok(None)) => break None,
                Some(Err(error)) if !error.is_timeout() => {
                    break Some(BodyError::Broken(root_cause(&error).to_string()));
                }
                Some(Err(_)) | None => break Some(BodyError::TimedOut(patience.started.elapsed())),
            }
        };
        Response {
            operation,
            status: response.status(),
            retry_after: retry_after(response.headers(), SystemTime::now()),
            headers: std::mem::take(response.headers_mut()),
            body,
            fault,
            attempts: 1,
            may_have_succeeded: false,
            api_key: self.api_key.as_ref().map(|api_key| api_key.key.clone()),
            span: None,
        }
    }
}
