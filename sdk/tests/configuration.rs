//! `ClientBuilder`: accepted and rejected settings, and the messages of `ConfigError`.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::time::Duration;

use certcentral::document::API_KEY_HEADER;
use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{CreateKeyRequest, User};
use certcentral::{Client, ClientBuilder, RateLimits, Server};
use httpmock::MockServer;

const KEY: &str = "not-a-real-key";

fn rejection(builder: ClientBuilder) -> String {
    match builder.build() {
        Ok(client) => panic!("built: {client:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_documented_server_is_accepted() {
    for server in Server::ALL {
        let client = Client::builder().base_url(server).api_key(KEY).build().unwrap();
        assert_eq!(client.base_url(), server.base_url());
    }
}

#[test]
fn default_server_is_the_first_documented_one() {
    let client = Client::builder().api_key(KEY).build().unwrap();
    assert_eq!(client.base_url(), Server::ALL[0].base_url());
}

#[test]
fn base_url_may_have_a_trailing_slash() {
    for (given, kept) in [
        ("https://proxy.example/services/v2", "https://proxy.example/services/v2"),
        ("https://proxy.example/services/v2/", "https://proxy.example/services/v2"),
        (" https://proxy.example/services/v2\n", "https://proxy.example/services/v2"),
        ("https://proxy.example", "https://proxy.example"),
        ("HTTPS://Proxy.Example:8443/", "https://proxy.example:8443"),
        ("https://proxy.example:443/v2", "https://proxy.example/v2"),
        ("http://LOCALHOST:80", "http://localhost"),
        ("https://proxy.example/a%20b;c/@", "https://proxy.example/a%20b;c/@"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.8.9.10", "http://127.8.9.10"),
        ("http://[::1]:8080/v2", "http://[::1]:8080/v2"),
    ] {
        let client = Client::builder().base_url(given).api_key(KEY).build().unwrap();
        assert_eq!(client.base_url(), kept);
    }
}

#[test]
fn invalid_base_url_is_rejected_with_a_fix() {
    let host = Server::default().base_url().split('/').nth(2).unwrap();
    for (url, message) in [
        (
            "",
            "base URL: expected an absolute URL, found an invalid one (relative URL without a base); \
             write it in full, as in https://",
        ),
        ("www.digicert.com/services/v2", "base URL: expected an absolute URL, found an invalid one"),
        ("https://", "base URL: expected an absolute URL, found an invalid one (empty host)"),
        ("ftp://proxy.example", "base URL: expected the scheme https, found ftp; use https"),
        ("http://proxy.example", "would send the API key to proxy.example unencrypted; use https"),
        ("http://localhost.example", "would send the API key to localhost.example unencrypted"),
        ("http://127.0.0.1.example", "would send the API key to 127.0.0.1.example unencrypted"),
        (
            "https://user:secret@proxy.example",
            "base URL: expected no user name or password, found one; remove it",
        ),
        (
            "https://proxy.example/?a=b",
            "base URL: expected no query or fragment, found one; end it with the path",
        ),
        (
            "https://proxy.example//v2",
            "base URL: expected single slashes in the path, found two in a row; remove one",
        ),
        ("https://proxy.example/#top", "base URL: expected no query or fragment, found one"),
        (&format!("https://{host}"), "base URL: expected the path of the API, found none; use https://"),
        (&format!("https://{host}/"), "found none; use https://"),
    ] {
        let rejection = rejection(Client::builder().base_url(url).api_key(KEY));
        assert!(rejection.contains(message), "{url}: {rejection}");
        assert!(!rejection.contains("secret"), "{rejection}");
    }
}

#[test]
fn base_url_that_a_parser_would_correct_is_rejected() {
    let slashes = "base URL: expected exactly two slashes after the scheme";
    let white_space = "base URL: expected no white space or control characters, found one; remove it";
    let backslash = "base URL: expected slashes, found a backslash; use a slash";
    for (url, message) in [
        ("https:///proxy.example", slashes),
        ("https:////proxy.example", slashes),
        ("https:proxy.example", slashes),
        ("https:/proxy.example", slashes),
        ("http:localhost:8080", slashes),
        ("https:\\\\proxy.example", backslash),
        ("https://proxy.example\\v2", backslash),
        ("https://proxy.example\\@elsewhere.example", backslash),
        ("https://proxy.\texample", white_space),
        ("https://proxy.example/\nv2", white_space),
        ("https://proxy.example/\rv2", white_space),
        ("https://proxy.example/a b", white_space),
        ("https://proxy.example/\0", white_space),
        (
            "https://proxy.example/a/../v2",
            "found one that URL parsers change to https://proxy.example/v2; write it",
        ),
        ("https://proxy.example/a/%2e%2e/v2", "to https://proxy.example/v2"),
        ("https://proxy.example/./v2", "to https://proxy.example/v2"),
        ("https://proxy.example/ä", "to https://proxy.example/%C3%A4"),
        ("https://pröxy.example", "to https://xn--prxy-6qa.example/"),
        ("https://pro\u{ad}xy.example", "to https://proxy.example/"),
        ("https://proxy%2eexample", "to https://proxy.example/"),
        ("https://proxy.example:", "to https://proxy.example/"),
        ("https://proxy.example:0443", "to https://proxy.example/"),
        ("https://@proxy.example", "to https://proxy.example/"),
        ("http://127.1:8080", "to http://127.0.0.1:8080/"),
        ("http://0x7f000001", "to http://127.0.0.1/"),
        ("http://[0::1]:8080", "to http://[::1]:8080/"),
        ("http://localhost.:8080", "would send the API key to localhost. unencrypted"),
        ("https:user:secret@proxy.example", "base URL: expected no user name or password, found one"),
    ] {
        let rejection = rejection(Client::builder().base_url(url).api_key(KEY));
        assert!(rejection.contains(message), "{url:?}: {rejection}");
        assert!(!rejection.contains("secret"), "{rejection}");
    }
}

#[test]
fn invalid_key_is_rejected_and_not_shown() {
    for (key, message) in [
        ("", "found an empty string; pass the caller's key"),
        ("not-a-real-key\n", "found a line break at the end; trim it"),
        ("not-a-real-key\r\n", "found a line break at the end; trim it"),
        ("not-a-\nreal-key", "found another character at byte 6; copy the whole key"),
        ("not-a-real-kéy", "found another character at byte 12;"),
        (" not-a-real-key", "found another character at byte 0;"),
        ("not-a-real\0key", "found another character at byte 10;"),
    ] {
        let rejection = rejection(Client::builder().api_key(key));
        assert!(
            rejection.starts_with("API key: expected visible ASCII characters, "),
            "{key:?}: {rejection}"
        );
        assert!(rejection.contains(message), "{key:?}: {rejection}");
        assert!(!rejection.contains("real"), "{rejection}");
    }
}

#[test]
fn other_missing_or_invalid_settings_are_rejected() {
    let builder = || Client::builder().api_key(KEY);
    let user_agent = "user agent: expected visible ASCII characters and spaces, found ";
    let rate_limit = "rate limit: expected at least one request and a window longer than zero, found ";
    let timeout = ": expected a duration greater than zero, found zero";
    for (builder, message) in [
        (Client::builder(), "expected an API key, found none; pass it to `ClientBuilder::api_key`"),
        (builder().user_agent(""), &format!("{user_agent}\"\"")),
        (builder().user_agent("line\nbreak"), &format!("{user_agent}\"line\\nbreak\"")),
        (builder().timeout(Duration::ZERO), &format!("`timeout`{timeout}")),
        (
            builder()
                .rate_limits(RateLimits::new([(100, Duration::from_secs(5)), (0, Duration::from_secs(9))])),
            &format!("{rate_limit}0 requests in 9s"),
        ),
        (
            builder().rate_limits(RateLimits::new([(7, Duration::ZERO)])),
            &format!("{rate_limit}7 requests in 0ns"),
        ),
        (builder().read_timeout(Duration::ZERO), &format!("`read_timeout`{timeout}")),
        (builder().connect_timeout(Duration::ZERO), &format!("`connect_timeout`{timeout}")),
        (
            builder().max_response_bytes(511),
            "`max_response_bytes`: expected at least 512, found 511; increase it",
        ),
    ] {
        let rejection = rejection(builder);
        assert!(rejection.contains(message), "{rejection}");
    }
}

#[test]
fn debug_of_client_and_builder_hides_the_key() {
    let builder = || Client::builder().api_key(KEY);
    for shown in [
        format!("{:?}", builder()),
        format!("{:?}", builder().build().unwrap()),
        format!("{:#?}", builder().base_url("https://user:not-a-real-key@proxy.example")),
    ] {
        assert!(!shown.contains(KEY), "{shown}");
    }
}

#[test]
fn clients_are_sync_and_calls_are_send() {
    fn send_and_sync<T: Send + Sync>(_: &T) {}
    fn send<T: Send>(_: T) {}
    let client = Client::builder().api_key(KEY).build().unwrap();
    send_and_sync(&client);
    send(client.create_key(1234, CreateKeyRequest::new("ci")));
    send(client.create_key(1234, CreateKeyRequest::new("ci")).send());
}

#[tokio::test]
async fn client_with_another_key_leaves_the_original_unchanged() {
    let server = MockServer::start_async().await;
    let [ours, other] = [KEY, "another-fake-key"].map(|key| {
        server.mock(|when, then| {
            when.header(API_KEY_HEADER.as_str(), key);
            then.status(200).body(r#"{"id":1}"#);
        })
    });
    let client = Client::builder().base_url(server.base_url()).api_key(KEY).build().unwrap();
    client.with_api_key("another-fake-key").unwrap().get_me().await.unwrap();
    other.assert();
    client.get_me().await.unwrap();
    ours.assert();
    let error = client.with_api_key("not a key").unwrap_err().to_string();
    assert!(!error.contains("not a key"), "{error}");
}

#[tokio::test]
async fn client_with_another_key_has_its_own_rate_limits() {
    let server = MockServer::start_async().await;
    server.get_me(|_, then| {
        then.ok(&User::new(1));
    });
    let builder = Client::builder().base_url(server.base_url()).api_key(KEY);
    let hour = Duration::from_secs(3600);
    let client = builder.rate_limits(RateLimits::new([(1, hour)])).build().unwrap();
    client.get_me().await.unwrap();
    client.get_me().await.unwrap_err();
    let other = client.with_api_key("another-fake-key").unwrap();
    other.get_me().await.unwrap();
    other.get_me().await.unwrap_err();
}
