//! Responses and configuration of arbitrary bytes: no panic, no lost key, no leak.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::time::Duration;

use certcentral::types::CreateKeyRequest;
use certcentral::{Client, Outcome, RetryPolicy};
use conformance::canary::{CALLER, CREATED, seen_in};
use conformance::fault::{FaultServer, Step};
use conformance::value_strategies::runner;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Makes a call whose response is `bytes`, and checks the guarantees that hold for any response.
async fn check(bytes: Vec<u8>) -> Result<(), String> {
    let server = FaultServer::start(vec![vec![Step::Read, Step::Send(bytes.clone())]], None).await;
    let client = Client::builder()
        .base_url(server.base_url())
        .api_key(CALLER)
        .timeout(Duration::from_secs(5))
        .retry(RetryPolicy::off())
        .build()
        .map_err(|error| error.to_string())?;
    let result = client.create_key(1, CreateKeyRequest::new("ci")).await;
    let texts = match &result {
        Ok(_) => vec![format!("{result:?}")],
        Err(error) => vec![error.to_string(), format!("{error:?}"), format!("{:?}", error.response())],
    };
    if let Some(form) = texts.iter().find_map(|text| seen_in(text)) {
        return Err(format!("leaked a key as {form} in {texts:?}"));
    }
    // Only a key after the head of the response can reach the caller.
    let sent = String::from_utf8_lossy(&bytes);
    let body_sent = sent.split_once("\r\n\r\n").is_some_and(|(_, body)| body.contains(CREATED));
    match result {
        Ok(created) if created.api_key.expose_secret().is_empty() => Ok(()),
        Ok(created) if key_in(&sent).as_deref() == Some(created.api_key.expose_secret()) => Ok(()),
        Ok(_) => Err("returned a key that was not sent".to_owned()),
        Err(error) => {
            let Some(body) = error.body() else {
                let is_unknown = error.outcome() == Outcome::Unknown;
                return if is_unknown { Ok(()) } else { Err(format!("{}: {error}", error.outcome())) };
            };
            let kept = String::from_utf8_lossy(body.expose_secret()).contains(CREATED);
            let whole = sent.starts_with("HTTP/1.1 201") && body_sent && !sent.contains("ransfer-");
            // With a `Content-Length` that is too short, the client cannot read the rest.
            let length =
                sent.lines().find_map(|line| line.strip_prefix("Content-Length: ")?.parse::<usize>().ok());
            let is_announced = length.is_none_or(|length| length >= body_len(&bytes));
            if error.outcome() == Outcome::Unreadable && whole && is_announced && !kept {
                return Err(format!("the key is lost: {error}"));
            }
            Ok(())
        }
    }
}

/// Decodes the key in a response.
fn key_in(sent: &str) -> Option<String> {
    let (_, after) = sent.split_once("\"api_key\"")?;
    let value = after.trim_start().strip_prefix(':')?;
    serde_json::Deserializer::from_str(value).into_iter().next()?.ok()
}

fn body_len(bytes: &[u8]) -> usize {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |at| bytes.len() - at - 4)
}

fn response() -> Vec<u8> {
    let body = format!(r#"{{"id":184,"api_key":"{CREATED}"}}"#);
    format!(
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn property(inputs: impl Strategy<Value = Vec<u8>>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runner(200).run(&inputs, |bytes| runtime.block_on(check(bytes)).map_err(TestCaseError::fail)).unwrap();
}

#[test]
fn arbitrary_bytes() {
    property(proptest::collection::vec(any::<u8>(), 0..300));
}

#[test]
fn arbitrary_bodies_statuses_and_headers() {
    let value = "[ -~]{0,20}";
    let name = select(vec![
        "Content-Type",
        "Content-Encoding",
        "Retry-After",
        "Location",
        "Set-Cookie",
        "Trailer",
        "Date",
    ]);
    let body = prop_oneof![
        any::<Vec<u8>>(),
        "\\PC{0,80}".prop_map(String::into_bytes),
        Just(response()[80..].to_vec())
    ];
    property((100..=999_u16, proptest::collection::vec((name, value), 0..4), body).prop_map(
        |(status, headers, body)| {
            let mut bytes =
                format!("HTTP/1.1 {status} Status\r\nContent-Length: {}\r\n", body.len()).into_bytes();
            for (name, value) in headers {
                bytes.extend(format!("{name}: {value}\r\n").into_bytes());
            }
            [bytes, b"\r\n".to_vec(), body].concat()
        },
    ));
}

#[test]
fn mutated_responses() {
    let change = (any::<Index>(), 0..4_u8, any::<u8>());
    property(proptest::collection::vec(change, 1..4).prop_map(|changes| {
        let mut bytes = response();
        for (place, kind, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at.max(1)),
            }
        }
        bytes
    }));
}

/// Accepts or rejects arbitrary configurations without a message that contains the key.
#[test]
fn arbitrary_configuration() {
    let text = prop_oneof!["\\PC{0,40}", "[ -~]{0,40}", any::<String>()];
    runner(500)
        .run(&(text.clone(), text.clone(), text), |(url, key, agent)| {
            let key = format!("{key}{CALLER}");
            let builder =
                Client::builder().base_url(url.as_str()).api_key(key.as_str()).user_agent(agent.as_str());
            let shown = format!("{builder:?}");
            prop_assert!(!shown.contains(CALLER), "{}", shown);
            let shown = match builder.build() {
                Ok(client) => format!("{client:?}"),
                Err(error) => format!("{error} {error:?}"),
            };
            prop_assert!(!shown.contains(CALLER), "{}", shown);
            Ok(())
        })
        .unwrap();
}
