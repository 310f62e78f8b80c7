//! Builds requests from the arguments of the generated code.

use std::fmt::{self, Display, Write as _};

use bytes::Bytes;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Method, Url};
use serde::Serialize;

use super::BaseUrl;
use super::operation::ErrorBody;
use super::secret::SecretWriter;
use super::sent_secret::{Exposed, HeaderParameter, SerializeSecret};
use super::{OperationInfo, QueryParam};

/// A complete request, which can be sent several times.
pub(crate) struct Request {
    pub(super) method: Method,
    pub(super) url: Url,
    /// `true` if the request asks for JSON.
    pub(super) accepts_json: bool,
    /// Headers of parameters. The transport adds the others.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// The JSON body.
    pub(super) body: Option<Bytes>,
    /// `true` if an argument is a secret, which the service may repeat in its response.
    pub(super) has_secret: bool,
}

/// Returns the host of a URL, with its port unless that is the scheme's default: the value of `Host` (RFC 9110,
/// section 7.2).
pub(crate) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Builds a request. [`build`](Self::build) reports the first invalid argument.
pub(crate) struct RequestBuilder<'a> {
    method: Method,
    base_url: &'a BaseUrl,
    path: String,
    query: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Option<Bytes>,
    has_secret: bool,
    /// The first invalid argument.
    mistake: Option<InvalidRequest>,
}

impl<'a> RequestBuilder<'a> {
    /// Starts a request to a path below `base_url`.
    pub(super) fn new(method: Method, base_url: &'a BaseUrl) -> Self {
        let below = base_url.path();
        let mut path = String::with_capacity(below.len() + 64);
        path.push_str(below);
        Self {
            method,
            base_url,
            path,
            query: String::new(),
            headers: Vec::new(),
            body: None,
            has_secret: false,
            mistake: None,
        }
    }

    /// Appends a constant part of the path.
    pub(crate) fn path(mut self, part: &str) -> Self {
        self.path.push_str(part);
        self
    }

    /// Appends the value of a path parameter, percent-encoded.
    pub(crate) fn path_parameter<T: Display>(mut self, name: &'static str, value: &T) -> Self {
        let before = self.path.len();
        let written = write!(Encoder(&mut self.path), "{value}");
        if written.is_err() || self.path.len() == before {
            let why = "expected a value, found an empty string, which would change the path";
            self.refuse(format!("path parameter `{name}`: {why}"));
        }
        self
    }

    pub(crate) fn json<T: Serialize>(mut self, value: &T) -> Self {
        // The body may contain a secret. It is zeroed after the last attempt.
        let mut json = SecretWriter::new();
        match serde_json::to_writer(&mut json, value) {
            Ok(()) => self.body = Some(Bytes::from_owner(json.into_bytes())),
            Err(error) => self.refuse(format!("body: {error}")),
        }
        self
    }

    /// Sets a body that contains secrets.
    #[allow(dead_code, reason = "for documents with secrets in requests")]
    pub(crate) fn secret_json<T: SerializeSecret>(mut self, value: &T) -> Self {
        self.has_secret = true;
        self.json(&Exposed(value))
    }

    #[allow(dead_code, reason = "for documents with query parameters")]
    pub(crate) fn query<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        if let Err(InvalidRequest(why)) = QueryParam::new(name, value).append(&mut self.query) {
            self.refuse(why);
        }
        self
    }

    /// Sets the header of a parameter, if there is a value.
    #[allow(dead_code, reason = "for documents with header parameters")]
    pub(crate) fn header<T: HeaderParameter>(mut self, name: &'static str, value: Option<&T>) -> Self {
        let Some(value) = value else { return self };
        self.has_secret |= T::IS_SECRET;
        let header = (HeaderName::from_bytes(name.as_bytes()), value.to_header());
        let why = "expected a header value, found a character that is invalid in headers";
        match header {
            (Ok(name), Some(value)) => self.headers.push((name, value)),
            _ => self.refuse(format!("header parameter `{name}`: {why}")),
        }
        self
    }

    fn refuse(&mut self, why: String) {
        self.mistake.get_or_insert(InvalidRequest(why));
    }

    pub(super) fn build(self, operation: &OperationInfo) -> Result<Request, InvalidRequest> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let Some(mut url) = self.base_url.with_path(&self.path) else {
            let why =
                "path parameter: expected a path segment, found `.` or `..`, which would change the path";
            return Err(InvalidRequest(why.to_owned()));
        };
        if !self.query.is_empty() {
            url.set_query(Some(&self.query));
        }
        let Self { method, headers, body, has_secret, .. } = self;
        let accepts_json = operation.has_body || operation.error_body == ErrorBody::Json;
        Ok(Request { method, url, accepts_json, headers, body, has_secret })
    }
}

/// The reason why a request cannot be built.
pub struct InvalidRequest(pub(super) String);

/// Characters that are percent-encoded in a path segment: those of the WHATWG URL standard, `/`, `%` and `;`. Some
/// servers ignore what follows a `;`, and so treat `..;` as `..`.
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
    .add(b';')
    .add(b'%');

/// Percent-encodes the value of a path parameter.
#[cfg(feature = "httpmock")]
pub(super) fn encode_path_segment(value: &dyn Display) -> String {
    utf8_percent_encode(&value.to_string(), PATH_SEGMENT).to_string()
}

/// A writer that percent-encodes text for a path segment.
struct Encoder<'a>(&'a mut String);

impl fmt::Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.0.push_str(text);
        } else {
            self.0.extend(utf8_percent_encode(text, PATH_SEGMENT));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::SecretString;

    static OPERATION: OperationInfo = OperationInfo {
        operation_id: "a",
        path: "/a",
        authenticated: false,
        success_statuses: &[],
        has_body: true,
        error_body: ErrorBody::Undocumented,
        error_properties: &[],
        on_unknown: None,
        on_unreadable: None,
    };

    fn base_url() -> BaseUrl {
        BaseUrl::new(Url::parse("http://localhost/v2").expect("a URL"))
    }

    fn url(parameter: &str, after: &str) -> Result<String, String> {
        let base_url = base_url();
        let builder = RequestBuilder::new(Method::GET, &base_url).path("/a/");
        let request = builder.path_parameter("p", &parameter).path(after).build(&OPERATION);
        Ok(request.map_err(|InvalidRequest(why)| why)?.url.into())
    }

    #[test]
    fn path_parameter_is_always_one_segment() {
        let ascii: String = (1..=127_u8).map(char::from).collect();
        for parameter in ["1", "a b", "a/b", "..%2f", "%2e%2e", "a?b#c", "ä€😀", "\\", "...", "..;", &ascii]
        {
            let url = url(parameter, "/b").expect("a URL");
            let segments: Vec<&str> = url.split('/').collect();
            let ["http:", "", "localhost", "v2", "a", segment, "b"] = segments.as_slice() else {
                panic!("{url}")
            };
            let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().expect("UTF-8");
            assert_eq!(decoded, parameter);
            assert!(!segment.contains(';'), "{segment}");
        }
    }

    #[test]
    fn authority_omits_the_default_port() {
        for (url, expected) in [
            ("https://api.example.com/v1", "api.example.com"),
            ("https://api.example.com:443/v1", "api.example.com"),
            ("https://API.example.com:8443/v1", "api.example.com:8443"),
            ("http://127.0.0.1:80", "127.0.0.1"),
            ("http://127.0.0.1:443", "127.0.0.1:443"),
            ("http://[::1]:8080/v1", "[::1]:8080"),
        ] {
            assert_eq!(authority(&Url::parse(url).expect("a URL")), expected, "{url}");
        }
    }

    #[test]
    fn query_and_header_parameters_are_added() {
        let request = RequestBuilder::new(Method::GET, &base_url())
            .path("/a")
            .query("q", &"a b")
            .query("none", &None::<i64>)
            .header("X-Trace", Some(&7))
            .header("X-None", None::<&i64>)
            .build(&OPERATION);
        let Ok(request) = request else { panic!("a request") };
        assert_eq!(request.url.as_str(), "http://localhost/v2/a?q=a%20b");
        assert_eq!(request.headers, [(HeaderName::from_static("x-trace"), HeaderValue::from_static("7"))]);
    }

    #[test]
    fn invalid_header_parameter_is_rejected_by_name() {
        for value in ["a\nb", "a\0b"] {
            let base_url = base_url();
            let refused =
                RequestBuilder::new(Method::GET, &base_url).header("X-Trace", Some(&value)).build(&OPERATION);
            assert!(refused.is_err_and(|InvalidRequest(why)| why.contains("`X-Trace`")), "{value:?}");
        }
    }

    #[test]
    fn path_parameter_that_changes_the_path_is_rejected() {
        for (parameter, after) in [("", "/b"), ("", ""), (".", "/b"), ("..", "/b"), ("..", ""), (".", ".")] {
            let refused = url(parameter, after);
            assert!(
                refused.is_err_and(|why| why.contains("would change the path")),
                "{parameter:?} {after:?}"
            );
        }
    }

    #[test]
    fn secret_body_contains_lists_maps_and_options() {
        let secret = SecretString::from("not-a-real-\"secret\"");
        let value = HashMap::from([("a", vec![Some(Box::new(secret)), None])]);
        let request = RequestBuilder::new(Method::PUT, &base_url()).secret_json(&value).build(&OPERATION);
        let Ok(request) = request else { panic!("a request") };
        assert!(request.has_secret);
        assert_eq!(request.body.as_deref(), Some(&br#"{"a":["not-a-real-\"secret\"",null]}"#[..]));
    }

    #[test]
    fn secret_header_is_sensitive() {
        let secret = SecretString::from("not-a-real-secret");
        let request =
            RequestBuilder::new(Method::GET, &base_url()).header("X-Secret", Some(&secret)).build(&OPERATION);
        let Ok(request) = request else { panic!("a request") };
        assert!(request.has_secret);
        let [(_, value)] = request.headers.as_slice() else { panic!("one header") };
        assert_eq!(value, "not-a-real-secret");
        assert_eq!(format!("{value:?}"), "Sensitive");
    }

    #[test]
    fn invalid_secret_header_is_rejected_without_its_value() {
        for text in ["not-a-real\nsecret", "not-a-real-s\u{e9}cret"] {
            let secret = SecretString::from(text);
            let base_url = base_url();
            let builder = RequestBuilder::new(Method::GET, &base_url).header("X-Secret", Some(&secret));
            let Err(InvalidRequest(why)) = builder.build(&OPERATION) else { panic!("{text:?} is accepted") };
            assert!(why.contains("`X-Secret`") && !why.contains("real"), "{why}");
        }
    }
}
