//! Prints, as Markdown, what this SDK and the stock client of the same document make of each fault:
//!
//! ```sh
//! cargo run --manifest-path tests/comparison/Cargo.toml
//! ```
//!
//! The stock client is what `progenitor` generates, with reqwest's defaults and the API key as a default
//! header, as a user would set it up.

use std::time::Duration;

use agreement::canary::{CALLER, CREATED, seen_in};
use agreement::fault::{ENDLESS, FaultServer, Step};
use agreement::faults::{Expected, LIMIT, Row, created, rows, whole};
use certcentral::{Outcome, RetryPolicy};
use futures_util::StreamExt as _;
use futures_util::stream::iter;

mod stock {
    progenitor::generate_api!(spec = "../../openapi/certcentral.yaml", interface = Builder);
}

/// What a client made of a fault.
#[derive(Default)]
struct Found {
    /// What it says, in a few words.
    says: String,
    /// Whether the created key is in the caller's hands.
    has_key: bool,
    /// Whether it advises, or lets, the call be made again.
    advises_again: bool,
    /// Whether `Display` or `Debug` show a key.
    shows_key: bool,
    /// Whether the status of the response is known, where one came.
    knows_status: bool,
    /// Whether it read a body without end.
    reads_endlessly: bool,
}

async fn ours(server: &FaultServer) -> Found {
    let authority = server.authority().map(|der| reqwest::Certificate::from_der(der).expect("a certificate"));
    let client = certcentral::Client::builder()
        .base_url(server.base_url())
        .api_key(CALLER)
        .attempt_timeout(Duration::from_secs(5))
        .max_response_bytes(LIMIT)
        .retry(RetryPolicy::off())
        .configure_http(|http| match authority {
            Some(authority) => http.tls_certs_only([authority]),
            None => http,
        })
        .build()
        .expect("a client");
    let result = client.create_key().user_id(1234).body_map(|body| body.name("ci")).send().await;
    let text = format!("{result:?}");
    let mut found = Found { shows_key: seen_in(&text).is_some(), ..Found::default() };
    match result {
        Ok(created) => {
            found.says = "created".to_owned();
            (found.has_key, found.knows_status) = (created.api_key.expose_secret() == CREATED, true);
        }
        Err(error) => {
            found.says = error.outcome().to_string();
            found.advises_again = error.outcome() == Outcome::NotSent;
            found.knows_status = error.status().is_some();
            let body = error.body().map(|body| String::from_utf8_lossy(body.expose_secret()).into_owned());
            found.has_key = body.is_some_and(|body| body.contains(CREATED));
        }
    }
    found.reads_endlessly = server.endless_bytes() >= ENDLESS;
    found
}

async fn stock(server: &FaultServer) -> Found {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-dc-devkey", CALLER.parse().expect("a header"));
    let mut http = reqwest::Client::builder().default_headers(headers).timeout(Duration::from_secs(5));
    if let Some(der) = server.authority() {
        http = http.tls_certs_only([reqwest::Certificate::from_der(der).expect("a certificate")]);
    }
    let client = stock::Client::new_with_client(&server.base_url(), http.build().expect("a client"));
    let result = client.create_key().user_id(1234_i64).body_map(|body| body.name("ci")).send().await;
    let text = match &result {
        Ok(created) => format!("{created:?}"),
        Err(error) => format!("{error} {error:?} {error:#}"),
    };
    let mut found = Found { shows_key: seen_in(&text).is_some(), ..Found::default() };
    match result {
        Ok(created) => {
            found.says = "created".to_owned();
            (found.has_key, found.knows_status) = (created.api_key == CREATED, true);
        }
        Err(error) => {
            found.advises_again = error.is_retryable();
            found.knows_status = error.status().is_some();
            found.says = match &error {
                stock::Error::CommunicationError(_) => "communication error",
                stock::Error::ErrorResponse(_) => "error response",
                stock::Error::ResponseBodyError(_) => "body error",
                stock::Error::InvalidResponsePayload(..) => "invalid payload",
                stock::Error::UnexpectedResponse(_) => "unexpected response",
                _ => "other error",
            }
            .to_owned();
            found.has_key = match error {
                stock::Error::InvalidResponsePayload(bytes, _) => {
                    String::from_utf8_lossy(&bytes).contains(CREATED)
                }
                stock::Error::UnexpectedResponse(response) => {
                    response.text().await.is_ok_and(|body| body.contains(CREATED))
                }
                _ => false,
            };
        }
    }
    found.reads_endlessly = server.endless_bytes() >= ENDLESS;
    found
}

/// Whether a key exists, or may, when a call has met the fault.
fn may_exist(row: &Row) -> bool {
    match row.expected {
        Expected::Success(_) | Expected::Failure(Outcome::Unknown | Outcome::Unreadable, _) => true,
        Expected::Failure(_, _) | Expected::Undelivered => false,
    }
}

#[tokio::main]
async fn main() {
    let created = vec![Step::Read, Step::Send(whole(201, "application/json", &created()))];
    let elsewhere = [
        FaultServer::start(vec![created.clone()], None).await,
        FaultServer::start(vec![created], None).await,
    ];
    let hosts = elsewhere.each_ref().map(|server| server.base_url().replace("localhost", "127.0.0.1"));
    let rows = rows(&hosts[0]).into_iter().zip(rows(&hosts[1]));
    // A few at a time: the faults are to be slow, not the machine.
    let found: Vec<_> = iter(rows.map(|(row, same)| async move {
        let server = FaultServer::start(row.scripts.clone(), row.tls).await;
        let ours = ours(&server).await;
        let server = FaultServer::start(same.scripts.clone(), same.tls).await;
        let stock = stock(&server).await;
        (row, ours, stock)
    }))
    .buffered(4)
    .collect()
    .await;

    println!("| fault | a key may exist | this SDK | stock client |\n|---|---|---|---|");
    for (row, ours, stock) in &found {
        let exists = if may_exist(row) { "yes" } else { "no" };
        println!("| {} | {exists} | {} | {} |", row.name, describe(row, ours), describe(row, stock));
    }

    let count = |of: &dyn Fn(&Row, &Found) -> bool| {
        let ours = found.iter().filter(|(row, ours, _)| of(row, ours)).count();
        let stock = found.iter().filter(|(row, _, stock)| of(row, stock)).count();
        format!("{ours} | {stock} |")
    };
    let followed = elsewhere.each_ref().map(FaultServer::requests);
    println!("\n| of {} faults | this SDK | stock client |\n|---|---|---|", found.len());
    println!(
        "| says that it may be called again, though a key may exist | {}",
        count(&|row, found| may_exist(row) && found.advises_again)
    );
    println!(
        "| loses a created key that arrived | {}",
        count(&|row, found| row.key && row.requests == 1 && !found.has_key)
    );
    println!("| shows a key in its error or its `Debug` | {}", count(&|_, found| found.shows_key));
    println!(
        "| loses the status of a response | {}",
        count(&|row, found| has_status(row) && !found.knows_status)
    );
    println!("| reads a body of 64 MiB to its end | {}", count(&|_, found| found.reads_endlessly));
    println!(
        "| follows a redirect to another host, with the caller's key | {} | {} |",
        followed[0], followed[1]
    );
}

fn has_status(row: &Row) -> bool {
    matches!(row.expected, Expected::Success(_) | Expected::Failure(_, Some(_)))
}

fn describe(row: &Row, found: &Found) -> String {
    let mut text = found.says.clone();
    if may_exist(row) && found.advises_again {
        text += ", **call again**";
    }
    if row.key && row.requests == 1 && !found.has_key {
        text += ", **key lost**";
    }
    if found.shows_key {
        text += ", **key shown**";
    }
    if has_status(row) && !found.knows_status {
        text += ", **status lost**";
    }
    text
}
