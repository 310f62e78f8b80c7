//! A request, from the generated code's arguments to what can be sent, more than once if need be.

use bytes::Bytes;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;

use super::SecretBytes;

/// A request that is ready to be sent. A copy of it shares its body.
#[derive(Clone)]
pub(crate) struct Request {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
}

impl Request {
    /// The host that it goes to, with its port unless it is the scheme's own.
    pub(super) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
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
        // Nothing that is encoded is changed by parsing, but for segments that lead elsewhere.
        if url.as_str() != self.url || url.path().contains("//") {
            let why = "a path parameter is empty, `.` or `..`, which would change the path";
            return Err(InvalidRequest(why.to_owned()));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn path(parameter: &str) -> Result<String, String> {
        let url = format!("http://localhost/a/{}/b", encode_path(parameter));
        let request = RequestBuilder::new(Method::GET, url).build().map_err(|InvalidRequest(why)| why)?;
        Ok(request.url.path().to_owned())
    }

    #[test]
    fn a_path_parameter_is_one_segment_whatever_is_in_it() {
        let ascii: String = (1..=127_u8).map(char::from).collect();
        for parameter in ["1", "a b", "a/b", "..%2f", "%2e%2e", "a?b#c", "ä€😀", "\\", "...", &ascii] {
            let path = path(parameter).expect("a path");
            let segments: Vec<&str> = path.split('/').collect();
            let ["", "a", segment, "b"] = segments.as_slice() else { panic!("{path}") };
            let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().expect("UTF-8");
            assert_eq!(decoded, parameter);
        }
    }

    #[test]
    fn a_path_parameter_that_would_change_the_path_is_refused() {
        for parameter in ["", ".", ".."] {
            assert!(path(parameter).is_err_and(|why| why.contains("would change the path")), "{parameter:?}");
        }
    }
}
