//! A request, from the generated code's arguments to what can be sent, more than once if need be.

use bytes::Bytes;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;

use super::SecretBytes;

/// A request that is ready to be sent.
pub(crate) struct Request {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
}

/// Takes what the generated code says of a request; a mistake is reported by [`build`](Self::build).
pub(crate) struct RequestBuilder {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Result<Option<Bytes>, serde_json::Error>,
}

impl RequestBuilder {
    pub(super) fn new(method: Method, url: String) -> Self {
        // Accept, Content-Type, and what the transport adds: User-Agent and the API key.
        let headers = HeaderMap::with_capacity(4);
        Self { method, url, headers, body: Ok(None) }
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(crate) fn json<T: Serialize>(mut self, value: &T) -> Self {
        // The body may hold a secret: it is zeroed when the last attempt is done with it.
        self.body = serde_json::to_vec(value).map(|json| Some(Bytes::from_owner(SecretBytes::from(json))));
        self.header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
    }

    pub(crate) fn build(self) -> Result<Request, InvalidRequest> {
        let url = Url::parse(&self.url).map_err(|error| InvalidRequest(format!("URL: {error}")))?;
        let body = self.body.map_err(|error| InvalidRequest(format!("body: {error}")))?;
        Ok(Request { method: self.method, url, headers: self.headers, body })
    }
}

/// Why a request cannot be built.
pub struct InvalidRequest(pub(super) String);

/// What a path segment must not contain as it is (WHATWG URL, path percent-encode set), and `/` and `%`.
const PATH_SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'\\')
    .add(b'%');

/// Percent-encodes the value of a path parameter.
pub(crate) fn encode_path(value: &str) -> String {
    utf8_percent_encode(value, PATH_SEGMENT).to_string()
}
