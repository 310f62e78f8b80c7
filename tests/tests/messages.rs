//! Messages of failures before the request reaches the service: arguments, trusted roots, proxies.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::process::Command;

use certcentral::Outcome::NotSent;
use certcentral::types::CreateKeyRequest;
use certcentral::{Client, RetryPolicy, reqwest};
use conformance::canary::{CALLER, forms, seen_in};
use conformance::fault::{FaultServer, Step};

/// The password of the proxy. Obviously fake.
const PASSWORD: &str = "proxy0password0not0real";

/// Returns the error message of a call through a proxy that follows `script`. Checks that it contains no secret.
async fn error_through(scheme: &str, script: Vec<Step>) -> String {
    let proxy = FaultServer::start(vec![script], None).await;
    let url = proxy.base_url().replace("http://localhost", &format!("{scheme}://user:{PASSWORD}@127.0.0.1"));
    let through = reqwest::Proxy::all(url).unwrap();
    let client = Client::builder()
        .base_url("https://service.test")
        .api_key(CALLER)
        .configure_http(|http| http.proxy(through).tls_certs_only([]))
        .retry(RetryPolicy::off())
        .build()
        .unwrap();
    let call = client.create_key(1234, CreateKeyRequest::new("ci")).send();
    let error = call.await.unwrap_err();
    assert_eq!(error.outcome(), NotSent, "{error}");
    let message = error.to_string();
    let seen = forms(PASSWORD).into_iter().find(|form| message.contains(form.as_str()));
    assert_eq!((seen, seen_in(&message)), (None, None), "{message}");
    message
}

#[tokio::test]
async fn proxy_failure_is_named_with_its_cause() {
    let answers = |text: &str| vec![Step::Read, Step::Send(text.as_bytes().to_vec())];
    let cases = [
        (
            "http",
            answers("HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n"),
            "the proxy answered `CONNECT` with status 407",
        ),
        ("http", answers("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"), "the proxy refused `CONNECT`"),
        ("http", answers("not HTTP\r\n\r\n"), "the proxy refused `CONNECT`"),
        ("http", answers(&format!("HTTP/1.1 403 {}", "b".repeat(10_000))), "is too long"),
        ("http", vec![Step::Read], "the proxy closed the connection"),
        ("http", vec![Step::Read, Step::Reset], "the proxy "),
        // Without the feature `reqwest/socks`, the scheme is not supported.
        ("socks5", vec![Step::ReadSome], "the proxy "),
    ];
    for (scheme, script, says) in cases {
        let message = error_through(scheme, script).await;
        let starts = "create_key was not sent: cannot connect to service.test: the proxy";
        assert!(message.starts_with(starts) && message.contains(says), "{says}: {message}");
    }
}

#[test]
fn missing_trusted_roots_are_reported_with_the_fix() {
    let output = Command::new(env!("CARGO_BIN_EXE_client_process"))
        .arg("build")
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "/nonexistent")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    for part in ["expected trusted root certificates, found none", "SSL_CERT_FILE", "ca-certificates"] {
        assert!(said.contains(part), "{said}");
    }
}
