//! One attempt: the only place where the API key meets a request and where bytes are read.

use std::time::{Duration, Instant, SystemTime};

use reqwest::header::{HeaderName, HeaderValue, USER_AGENT};

use super::error::{Cause, root_cause};
use super::retry::retry_after;
use super::{BodyFault, OperationInfo, Outcome, Request, Response, SecretBytes, TransportError};

/// What every request of a client has in common.
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    /// The caller's API key; `None` where the document has no security scheme.
    pub(crate) api_key: Option<ApiKey>,
    pub(crate) user_agent: HeaderValue,
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
    /// Sends `request` once and reads the whole response, or as much of it as comes within `timeout`.
    pub(super) async fn send(
        &self,
        request: Request,
        operation: &'static OperationInfo,
        timeout: Duration,
    ) -> Result<Response, TransportError> {
        let started = Instant::now();
        let host = request.host();
        let sent = self.http.execute(self.to_reqwest(request, operation, timeout)).await;
        let response = sent.map_err(|error| TransportError {
            operation,
            outcome: if error.is_connect() || error.is_builder() {
                Outcome::NotSent
            } else {
                Outcome::Unknown
            },
            host,
            // The path may say who the call was for.
            cause: Cause::Http(error.without_url()),
            attempts: 1,
        })?;
        Ok(self.read(response, operation, started).await)
    }

    fn to_reqwest(&self, request: Request, operation: &OperationInfo, timeout: Duration) -> reqwest::Request {
        let mut sent = reqwest::Request::new(request.method, request.url);
        *sent.headers_mut() = request.headers;
        sent.headers_mut().insert(USER_AGENT, self.user_agent.clone());
        if let Some(ApiKey { header, value, .. }) = self.api_key.as_ref().filter(|_| operation.authenticated)
        {
            sent.headers_mut().insert(header.clone(), value.clone());
        }
        *sent.timeout_mut() = Some(timeout);
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
        let limit = self.max_response_bytes;
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
        Response {
            operation,
            status: response.status(),
            retry_after: retry_after(response.headers(), SystemTime::now()),
            headers: std::mem::take(response.headers_mut()),
            body,
            fault,
            attempts: 1,
            is_in_doubt: false,
            api_key: self.api_key.as_ref().map(|api_key| api_key.key.clone()),
            observer: None,
        }
    }
}
