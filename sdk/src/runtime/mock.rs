//! Expectations of the typed mocks, and the explanation of a request that no mock matches.

use std::fmt::Display;

use httpmock::When;
use serde::{Deserialize, Serialize};

use super::redact::part;
use super::request::encode_path_segment;
use super::sent_secret::HeaderParameter;
use super::{QueryParam, RawResponse, Request};

/// A part of an expected path.
#[allow(dead_code, reason = "for documents with path parameters")]
pub(crate) enum Part<'a> {
    /// A constant, from the document.
    Constant(&'static str),
    /// The value of a parameter.
    Value(&'a dyn Display),
    /// Any value.
    Any,
}

/// Expects a path.
pub(crate) fn path(when: When, parts: &[Part<'_>]) -> When {
    let mut pattern = "^".to_owned();
    for part in parts {
        match part {
            Part::Constant(text) => pattern.push_str(&regex::escape(text)),
            Part::Value(value) => pattern.push_str(&regex::escape(&encode_path_segment(value))),
            Part::Any => pattern.push_str("[^/]*"),
        }
    }
    pattern.push('$');
    when.path_matches(pattern.as_str())
}

/// Expects a query parameter, or that it is missing.
#[allow(dead_code, reason = "for documents with query parameters")]
pub(crate) fn query<T: Serialize>(when: When, name: &'static str, value: Option<&T>) -> When {
    let Some(value) = value else { return when.query_param_missing(name) };
    let pairs = QueryParam::new(name, value).pairs().unwrap_or_default();
    pairs.into_iter().fold(when, |when, (name, value)| when.query_param(name, value))
}

/// Expects a header, or that it is missing.
#[allow(dead_code, reason = "for documents with header parameters")]
pub(crate) fn header<T: HeaderParameter>(when: When, name: &'static str, value: Option<&T>) -> When {
    match value {
        // The client does not send an invalid value.
        Some(value) => match value.to_header().as_ref().and_then(|value| value.to_str().ok()) {
            Some(value) => when.header(name, value),
            None => when.is_true(|_| false),
        },
        None => when.header_missing(name),
    }
}

/// The body of `httpmock`'s response to a request that no mock matches.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unmatched {
    message: String,
}

impl Unmatched {
    const MESSAGE: &str = "Request did not match any route or mock";
}

/// Explains the response, if it comes from a mock server that has no mock for the request.
///
/// Only a response to plain HTTP is explained: it comes from a loopback host.
pub(super) fn explain_unmatched(response: &mut RawResponse, request: &Request) {
    let Request { method, url, .. } = request;
    if url.scheme() == "http"
        && let Ok(Unmatched { message }) = serde_json::from_slice(response.body.expose_secret())
        && message == Unmatched::MESSAGE
    {
        let target = part(url.as_str(), response.api_key.as_ref());
        response.unmatched = Some(format!(
            "no mock matches `{method} {target}` (httpmock: {message}); \
             to see the differences, call `assert()` on the mock"
        ));
    }
}

#[cfg(test)]
mod tests {
    use httpmock::MockServer;

    use reqwest::header::HeaderMap;
    use reqwest::{Method, StatusCode, Url};
    use tokio::time::Instant;

    use super::*;
    use crate::Client;
    use crate::runtime::{ErrorBody, Operation, OperationInfo};

    /// An operation that documents errors without a body, which any 404 decodes as.
    struct Get;

    impl Operation for Get {
        type Success = ();
        type Error = ();

        const INFO: OperationInfo = OperationInfo {
            operation_id: "get",
            path: "/v1.0/{value}/end",
            authenticated: true,
            success_statuses: &[200..=200],
            has_body: false,
            error_body: ErrorBody::Empty,
            error_properties: &[],
            on_unknown: None,
            on_unreadable: None,
        };
    }

    const KEY: &str = "not-a-real-caller-key";

    /// Sends a request whose path has these parts.
    async fn get(server: &MockServer, constant: &str, value: &str) -> Result<(), String> {
        let client = Client::builder().base_url(server.base_url()).api_key(KEY).build();
        let http = client.map_err(|error| error.to_string())?.http;
        let request = http.request(Method::GET);
        let request = request.path(constant).path_parameter("value", &value).path("/end");
        http.send::<Get>(request).await.map(drop).map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn path_values_and_constants_match_literally() {
        for value in ["a.b", "a b", "1+2", "a/b", "a%2Fb", "(a|b)*", "[a]", "^a$", "a\\b", "ä?#&=", "~a-b_c"]
        {
            let server = MockServer::start_async().await;
            let parts = [Part::Constant("/v1.0/"), Part::Value(&value), Part::Constant("/end")];
            server.mock(|when, then| {
                path(when.method(httpmock::Method::GET), &parts);
                then.status(200);
            });
            assert_eq!(get(&server, "/v1.0/", value).await, Ok(()), "{value}");
            for (constant, other) in [("/v1.0/", "axb"), ("/v1x0/", value), ("/v1.0/", &format!("{value}x"))]
            {
                assert!(get(&server, constant, other).await.is_err(), "{value}: {constant} {other}");
            }
        }
    }

    #[tokio::test]
    async fn any_value_matches_one_segment() {
        let server = MockServer::start_async().await;
        server.mock(|when, then| {
            path(when, &[Part::Constant("/a/"), Part::Any, Part::Constant("/end")]);
            then.status(200);
        });
        for value in ["a", "a/b", "ä b"] {
            assert_eq!(get(&server, "/a/", value).await, Ok(()), "{value}");
        }
        assert!(get(&server, "/a/b/", "c").await.is_err());
    }

    #[tokio::test]
    async fn unmatched_request_is_explained() {
        let server = MockServer::start_async().await;
        let message = get(&server, "/v1.0/", "a b").await.expect_err("no mock");
        let expected = format!(
            "get was refused: 404 Not Found: no mock matches `GET {}/v1.0/a%20b/end` (httpmock: Request did not match \
             any route or mock); to see the differences, call `assert()` on the mock (application/json, 53 bytes). \
             Nothing took effect.",
            server.base_url()
        );
        assert_eq!(message, expected);
        let message = get(&server, "/v1.0/", KEY).await.expect_err("no mock");
        assert!(message.contains("no mock matches `GET [redacted]`"), "{message}");
    }

    #[tokio::test]
    async fn only_the_mock_server_over_plain_http_is_explained() {
        let unmatched = format!(r#"{{"message":"{}"}}"#, Unmatched::MESSAGE);
        for (url, body, is_explained) in [
            ("http://localhost/a", unmatched.as_str(), true),
            ("https://localhost/a", &unmatched, false),
            ("http://localhost/a", r#"{"message":"No such user"}"#, false),
            ("http://localhost/a", "", false),
        ] {
            let request = Request {
                method: Method::GET,
                url: Url::parse(url).expect("a URL"),
                accepts_json: true,
                headers: Vec::new(),
                body: None,
                has_secret: false,
            };
            let body = body.as_bytes().to_vec().into();
            let (status, headers) = (StatusCode::NOT_FOUND, HeaderMap::new());
            let mut response = RawResponse::new(&Get::INFO, status, headers, body, Instant::now());
            explain_unmatched(&mut response, &request);
            assert_eq!(response.unmatched.is_some(), is_explained, "{url}");
        }
    }
}
