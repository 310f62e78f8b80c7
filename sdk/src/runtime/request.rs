//! A request, from the generated code's arguments to what can be sent, more than once if need be.

use bytes::Bytes;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;

use super::{QueryParam, SecretBytes};

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
    query: String,
    headers: HeaderMap,
    body: Option<Bytes>,
    /// The first mistake.
    mistake: Option<InvalidRequest>,
}

impl RequestBuilder {
    pub(super) fn new(method: Method, url: String) -> Self {
        // Accept, Content-Type, and what the transport adds: User-Agent and the API key.
        let headers = HeaderMap::with_capacity(4);
        Self { method, url, query: String::new(), headers, body: None, mistake: None }
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(crate) fn json<T: Serialize>(mut self, value: &T) -> Self {
        // The body may hold a secret: it is zeroed when the last attempt is done with it.
        match serde_json::to_vec(value) {
            Ok(json) => self.body = Some(Bytes::from_owner(SecretBytes::from(json))),
            Err(error) => self.refuse(format!("body: {error}")),
        }
        self.header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
    }

    #[allow(dead_code, reason = "for documents with query parameters")]
    pub(crate) fn query<T: Serialize>(mut self, parameter: &QueryParam<'_, T>) -> Self {
        if let Err(InvalidRequest(why)) = parameter.append(&mut self.query) {
            self.refuse(why);
        }
        self
    }

    /// Sets the header of a parameter, if there is a value.
    #[allow(dead_code, reason = "for documents with header parameters")]
    pub(crate) fn header_parameter<T: ToString>(mut self, name: &'static str, value: Option<&T>) -> Self {
        let Some(value) = value else { return self };
        let header = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&value.to_string()));
        if let (Ok(name), Ok(value)) = header {
            return self.header(name, value);
        }
        self.refuse(format!("header parameter `{name}`: it has a character that a header cannot have"));
        self
    }

    fn refuse(&mut self, why: String) {
        self.mistake.get_or_insert(InvalidRequest(why));
    }

    pub(crate) fn build(self) -> Result<Request, InvalidRequest> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let mut url = Url::parse(&self.url).map_err(|error| InvalidRequest(format!("URL: {error}")))?;
        // Nothing that is encoded is changed by parsing, but for segments that lead elsewhere.
        if url.as_str() != self.url || url.path().contains("//") {
            let why = "a path parameter is empty, `.` or `..`, which would change the path";
            return Err(InvalidRequest(why.to_owned()));
        }
        if !self.query.is_empty() {
            url.set_query(Some(&self.query));
        }
        Ok(Request { method: self.method, url, headers: self.headers, body: self.body })
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
    fn parameters_reach_the_query_and_the_headers() {
        let request = RequestBuilder::new(Method::GET, "http://localhost/a".to_owned())
            .query(&QueryParam::new("q", &"a b"))
            .query(&QueryParam::new("none", &None::<i64>))
            .header_parameter("X-Trace", Some(&7))
            .header_parameter("X-None", None::<&i64>)
            .build();
        let Ok(request) = request else { panic!("a request") };
        assert_eq!(request.url.as_str(), "http://localhost/a?q=a%20b");
        assert_eq!(request.headers.get("x-trace").and_then(|value| value.to_str().ok()), Some("7"));
        assert!(!request.headers.contains_key("x-none"));
    }

    #[test]
    fn a_header_parameter_that_cannot_be_a_header_is_refused_by_its_name() {
        for value in ["a\nb", "a\0b"] {
            let builder = RequestBuilder::new(Method::GET, "http://localhost/a".to_owned());
            let refused = builder.header_parameter("X-Trace", Some(&value)).build();
            assert!(refused.is_err_and(|InvalidRequest(why)| why.contains("`X-Trace`")), "{value:?}");
        }
    }

    #[test]
    fn a_path_parameter_that_would_change_the_path_is_refused() {
        for parameter in ["", ".", ".."] {
            assert!(path(parameter).is_err_and(|why| why.contains("would change the path")), "{parameter:?}");
        }
    }
}
