//! A client in a process of its own, for tests that search its memory or change its environment.
//!
//! `client_process build` builds a client and prints the error.
//!
//! `client_process call <base URL> <calls> <then> <authority>` reads a masked API key from its input, makes that many
//! calls, and waits for the end of its input. `<then>` is `Drop`; `Format`, which formats each result; or `Keep`, which
//! also keeps the client. `<authority>` is a file with the certificate to trust, empty for plain HTTP.

use std::hint::black_box;
use std::io::Read as _;
use std::time::Duration;

use certcentral::types::CreateKeyRequest;
use certcentral::{Client, RetryPolicy, reqwest};
use conformance::memory::unmask;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["build"] => {
            let client = Client::builder().base_url("https://localhost").api_key("not-a-real-key").build();
            println!("{}", client.map_or_else(|error| error.to_string(), |_| "a client".to_owned()));
        }
        ["call", base_url, calls, then, authority] => {
            call(
                base_url,
                calls.parse().expect("a number"),
                then,
                &std::fs::read(authority).expect("a file"),
            );
        }
        _ => panic!("{arguments:?}"),
    }
}

fn call(base_url: &str, calls: usize, then: &str, authority: &[u8]) {
    let authority = reqwest::Certificate::from_der(authority).ok().filter(|_| !authority.is_empty());
    let mut input = std::io::stdin().lock();
    let client = Client::builder()
        .base_url(base_url)
        .api_key(unmask(&mut input))
        .configure_http(|http| http.tls_certs_only(authority))
        .retry(
            RetryPolicy::default()
                .initial_backoff(Duration::from_millis(1))
                .max_backoff(Duration::from_millis(1)),
        )
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for _ in 0..calls {
        let call = client.create_key(1234, CreateKeyRequest::new("ci")).send();
        let result = runtime.block_on(call);
        if then != "Drop" {
            black_box(format!("{client:?} {result:?} {result:#?}"));
            if let Err(error) = &result {
                black_box(format!("{error} {error:#} {} {:?}", error.advice(), error.response()));
            }
        }
    }
    let kept = (then == "Keep").then_some((client, runtime));
    println!("ready");
    let _ = input.read_to_end(&mut Vec::new());
    drop(kept);
}
