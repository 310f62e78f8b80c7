//! Building a client: what is refused, and in which words.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::time::Duration;

use certcentral::{Client, ClientBuilder, RateLimits, Server};

const KEY: &str = "not-a-real-key";

fn refusal(builder: ClientBuilder) -> String {
    match builder.build() {
        Ok(client) => panic!("built: {client:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn every_server_of_the_document_can_be_chosen() {
    for server in Server::ALL {
        let client = Client::builder().base_url(server).api_key(KEY).build().unwrap();
        assert_eq!(client.base_url(), server.base_url());
    }
}

#[test]
fn the_first_server_of_the_document_is_the_default() {
    let client = Client::builder().api_key(KEY).build().unwrap();
    assert_eq!(client.base_url(), Server::ALL[0].base_url());
}

#[test]
fn base_urls_are_taken_with_or_without_a_trailing_slash() {
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
fn bad_base_urls_are_refused_with_what_to_do() {
    let host = Server::default().base_url().split('/').nth(2).unwrap();
    for (url, message) in [
        ("", "the base URL is not a URL (relative URL without a base): give it in full, as in https://"),
        ("www.digicert.com/services/v2", "the base URL is not a URL"),
        ("https://", "the base URL is not a URL (empty host)"),
        ("ftp://proxy.example", "the base URL's scheme is ftp: use https"),
        ("http://proxy.example", "would send the API key to proxy.example unencrypted: use https"),
        ("http://localhost.example", "would send the API key to localhost.example unencrypted"),
        ("http://127.0.0.1.example", "would send the API key to 127.0.0.1.example unencrypted"),
        ("https://user:secret@proxy.example", "the base URL holds a user name or a password: remove it"),
        ("https://proxy.example/?a=b", "the base URL holds a query or a fragment: end it with the path"),
        ("https://proxy.example//v2", "the base URL's path has two slashes in a row: remove one"),
        ("https://proxy.example/#top", "the base URL holds a query or a fragment"),
        (
            &format!("https://{host}"),
            "the base URL has no path, where the API has one: did you mean https://",
        ),
        (&format!("https://{host}/"), "did you mean https://"),
    ] {
        let refusal = refusal(Client::builder().base_url(url).api_key(KEY));
        assert!(refusal.contains(message), "{url}: {refusal}");
        assert!(!refusal.contains("secret"), "{refusal}");
    }
}

#[test]
fn base_urls_that_a_parser_would_correct_are_refused() {
    let slashes = "the base URL does not have exactly two slashes after its scheme";
    let white_space = "the base URL contains white space or a control character: remove it";
    let backslash = "the base URL contains a backslash: use a slash";
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
            "URL parsers change the base URL to https://proxy.example/v2: give it",
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
        ("https:user:secret@proxy.example", "the base URL holds a user name or a password"),
    ] {
        let refusal = refusal(Client::builder().base_url(url).api_key(KEY));
        assert!(refusal.contains(message), "{url:?}: {refusal}");
        assert!(!refusal.contains("secret"), "{refusal}");
    }
}

#[test]
fn keys_that_cannot_be_a_header_are_refused_without_being_repeated() {
    for (key, message) in [
        ("", "the API key is empty: pass the caller's key"),
        ("not-a-real-key\n", "the API key ends in a line break: trim it"),
        ("not-a-real-key\r\n", "the API key ends in a line break: trim it"),
        ("not-a-\nreal-key", "the API key has a character at byte 6 that cannot be in a header"),
        ("not-a-real-kéy", "the API key has a character at byte 12"),
        (" not-a-real-key", "the API key has a character at byte 0"),
        ("not-a-real\0key", "the API key has a character at byte 10"),
    ] {
        let refusal = refusal(Client::builder().api_key(key));
        assert!(refusal.contains(message), "{key:?}: {refusal}");
        assert!(!refusal.contains("real"), "{refusal}");
    }
}

#[test]
fn what_else_is_missing_or_senseless_is_refused() {
    let builder = || Client::builder().api_key(KEY);
    for (builder, message) in [
        (Client::builder(), "no API key: pass the caller's key to `ClientBuilder::api_key`"),
        (builder().user_agent(""), "the user agent \"\" cannot be a header"),
        (builder().user_agent("line\nbreak"), "the user agent \"line\\nbreak\" cannot be a header"),
        (builder().timeout(Duration::ZERO), "`timeout` is zero"),
        (
            builder()
                .rate_limits(RateLimits::new([(100, Duration::from_secs(5)), (0, Duration::from_secs(9))])),
            "the rate limit of 0 requests in 9s is invalid",
        ),
        (
            builder().rate_limits(RateLimits::new([(7, Duration::ZERO)])),
            "the rate limit of 7 requests in 0ns is invalid",
        ),
        (builder().read_timeout(Duration::ZERO), "`read_timeout` is zero"),
        (builder().connect_timeout(Duration::ZERO), "`connect_timeout` is zero"),
        (
            builder().max_response_bytes(511),
            "`max_response_bytes` is 511, so that a created key may be lost: raise it to at least 512",
        ),
    ] {
        let refusal = refusal(builder);
        assert!(refusal.contains(message), "{refusal}");
    }
}

#[test]
fn neither_a_client_nor_its_builder_shows_the_key() {
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
fn clients_are_shared_between_threads_and_calls_move_between_them() {
    fn send_and_sync<T: Send + Sync>(_: &T) {}
    fn send<T: Send>(_: T) {}
    let client = Client::builder().api_key(KEY).build().unwrap();
    send_and_sync(&client);
    send(client.create_key().user_id(1234).send());
}
