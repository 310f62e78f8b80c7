//! The SDK behaves the same whatever Cargo features other crates enable. The other tests prove that they are enabled
//! here.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use conformance::api_view::document;
use conformance::canary::Log;
use conformance::checks::{Check, Subject};
use conformance::fault::{FaultServer, Step, Tls};
use conformance::fault_check::{call, client, differences};
use conformance::faults::{created, head, whole};
use conformance::generated::SDK;
use conformance::recording_server::RecordingServer;
use conformance::{requests, responses, schemas};
use foreign_features::{LEFT_OUT, disabled_features};
use tokio::sync::Mutex;

/// Serializes the tests that read the log, which the process shares.
static TURN: Mutex<()> = Mutex::const_new(());

#[tokio::test]
async fn every_fault_has_the_same_result_as_without_foreign_features() {
    let _turn = TURN.lock().await;
    let wrong = differences(Log::of_process()).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn requests_and_responses_conform_to_the_document() {
    let checks: [Check; 5] = [
        requests::by_example,
        requests::by_generated_input,
        responses::by_example,
        responses::by_generated_values,
        schemas::accept_the_same,
    ];
    let document = document();
    let subject = Subject { document: &document, sdk: SDK };
    let wrong: Vec<String> = checks.into_iter().flat_map(|check| check(&subject)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_feature_of_reqwest_and_serde_json_is_enabled() {
    for name in ["reqwest", "serde_json"] {
        let disabled = disabled_features(name).expect("cargo metadata of this build");
        let is_known = |feature: &&String| LEFT_OUT.iter().any(|(known, _)| known == feature);
        let unknown: Vec<_> = disabled.iter().filter(|feature| !is_known(feature)).collect();
        assert!(unknown.is_empty(), "not enabled: {unknown:?}");
    }
}

#[tokio::test]
async fn plain_client_requests_compression() {
    let wire = RecordingServer::answering_json(200, "{}").await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    client.get(wire.base_url()).send().await.expect("a response");
    let requests = wire.take_requests();
    let asked = requests[0].header("accept-encoding").join(", ");
    for coding in ["gzip", "deflate", "br", "zstd"] {
        assert!(asked.contains(coding), "expected {coding} in {asked:?}");
    }
}

#[tokio::test]
async fn plain_client_loses_a_body_with_a_wrong_content_encoding() {
    let headers = format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n", created().len());
    let wire = RecordingServer::answering([head(201, &headers), created().into_bytes()].concat()).await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let response = client.get(wire.base_url()).send().await.expect("a response");
    assert!(response.bytes().await.is_err());
}

#[tokio::test]
async fn plain_client_can_store_cookies() {
    let wire = RecordingServer::answering(head(
        200,
        "Set-Cookie: a=b\r\nContent-Length: 0\r\nConnection: close\r\n",
    ))
    .await;
    let client = reqwest::Client::builder().no_proxy().cookie_store(true).build().expect("a client");
    for _ in 0..2 {
        client.get(wire.base_url()).send().await.expect("a response");
    }
    assert_eq!(wire.take_requests()[1].header("cookie"), ["a=b"]);
}

#[tokio::test]
async fn plain_client_negotiates_http_2() {
    let (server, plain) = encrypted().await;
    let get = async |client: reqwest::ClientBuilder| {
        client
            .build()
            .expect("a client")
            .get(server.base_url())
            .send()
            .await
            .map(|response| response.status())
    };
    assert!(
        get(plain()).await.is_err(),
        "expected a failure, because the server negotiates HTTP/2 but speaks HTTP/1.1"
    );
    assert!(get(plain().http1_only()).await.is_ok());
}

#[tokio::test]
async fn plain_client_uses_openssl_and_the_sdk_rustls() {
    const BY_RUSTLS: &str = "rustls::client";
    let _turn = TURN.lock().await;
    let log = Log::of_process();
    let (server, plain) = encrypted().await;
    let _ = log.take();
    let plain = plain().http1_only().build().expect("a client");
    plain.get(server.base_url()).send().await.expect("a response");
    assert!(!log.take().contains(BY_RUSTLS));
    call(&client(&server)).await.expect("a key");
    assert!(log.take().contains(BY_RUSTLS));
}

/// The system's resolver blocks and therefore runs on a thread of its own.
#[test]
fn only_the_plain_client_uses_hickory_dns() {
    let threads = Arc::new(AtomicUsize::new(0));
    let started = Arc::clone(&threads);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .on_thread_start(move || {
            started.fetch_add(1, Ordering::SeqCst);
        })
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (server, plain) = encrypted().await;
        let plain = plain().http1_only().build().expect("a client");
        plain.get(server.base_url()).send().await.expect("a response");
        assert_eq!(threads.load(Ordering::SeqCst), 0);
        call(&client(&server)).await.expect("a key");
        assert_eq!(threads.load(Ordering::SeqCst), 1);
    });
}

/// Returns a TLS server that sends a key after the first bytes of a request, and a builder of plain clients that trust
/// it.
async fn encrypted() -> (FaultServer, impl Fn() -> reqwest::ClientBuilder) {
    let script = vec![Step::ReadSome, Step::Send(whole(201, "application/json", &created())), Step::Stall];
    let server = FaultServer::start(vec![script], Some(Tls::Trusted)).await;
    let authority = server.authority().expect("a server with TLS");
    let authority = reqwest::Certificate::from_der(authority).expect("a certificate");
    (server, move || reqwest::Client::builder().no_proxy().tls_certs_only([authority.clone()]))
}

#[test]
fn serde_json_keeps_numbers_and_the_order_of_members() {
    let text = r#"{"b":1.10,"a":123456789012345678901234567890}"#;
    let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(value.to_string(), text);
}
