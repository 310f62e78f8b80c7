//! Calls a server for each row of the fault table and compares the client's result with the row.
//!
//! The workspace's tests and the build with foreign features (`tests/foreign_features`) run this same code.

use std::error::Error as _;
use std::time::{Duration, Instant};

use certcentral::Outcome::{NotSent, Unknown};
use certcentral::types::{CreateKeyRequest, CreatedKey, ErrorResponse, KeyStatus, UpdateKeyStatusRequest};
use certcentral::{Client, ClientBuilder, Error, Response, RetryPolicy, reqwest};

use crate::canary::{CALLER, CREATED, Log, seen_in};
use crate::fault::{ENDLESS, FaultServer, Step};
use crate::faults::Expected::{Failure, Success, Undelivered};
use crate::faults::{LIMIT, Row, created, idempotent_rows, rows, whole};

/// The longest message of an error, in characters, advice included.
const MAX_MESSAGE: usize = 1200;

/// The longest time of a call: twice the deadline of [`client`], to allow for a busy machine.
pub const BOUND: Duration = Duration::from_secs(8);

/// The maximum number of attempts of [`client`].
pub const ATTEMPTS: u32 = 3;

/// A call that meets a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// *Create key*, which must not be repeated.
    Create,
    /// A list of keys.
    List,
    /// A change of a key's status.
    SetStatus,
    /// The caller's user.
    Me,
}

/// A success: its status, its key if it is *create key*'s, and how it is shown.
struct Answer {
    status: u16,
    has_key: bool,
    texts: [String; 2],
}

impl Answer {
    fn of<T: std::fmt::Debug>(response: &Response<T>, has_key: bool) -> Self {
        let texts = [format!("{response:?}"), format!("{response:#?}")];
        Self { status: response.status().as_u16(), has_key, texts }
    }
}

impl Subject {
    async fn call(self, client: &Client) -> Result<Answer, Error<ErrorResponse>> {
        Ok(match self {
            Self::Create => {
                let created = call(client).await?;
                Answer::of(&created, created.api_key.expose_secret() == CREATED)
            }
            Self::List => Answer::of(&client.list_keys().user_id(1234).await?, false),
            Self::SetStatus => {
                let request = UpdateKeyStatusRequest::new(KeyStatus::Revoked);
                Answer::of(&client.update_key_status(184, request).await?, false)
            }
            Self::Me => Answer::of(&client.get_me().await?, false),
        })
    }
}

/// The result of a call of *create key*.
pub type Created = Result<Response<CreatedKey>, Error<ErrorResponse>>;

/// A client of `server` with short timeouts and few retries.
///
/// # Panics
///
/// If the SDK rejects the configuration.
#[must_use]
pub fn client(server: &FaultServer) -> Client {
    builder(server).build().expect("a valid configuration")
}

/// The builder of [`client`].
///
/// # Panics
///
/// If the server's certificate cannot be read.
pub fn builder(server: &FaultServer) -> ClientBuilder {
    let authority = server.authority().map(|der| reqwest::Certificate::from_der(der).expect("a certificate"));
    Client::builder()
        .base_url(server.base_url())
        .api_key(CALLER)
        .connect_timeout(Duration::from_secs(2))
        .read_timeout(Duration::from_millis(500))
        .attempt_timeout(Duration::from_secs(2))
        .timeout(BOUND / 2)
        .grace_period(Duration::from_secs(2))
        .max_response_bytes(LIMIT)
        .retry(
            RetryPolicy::default()
                .max_attempts(ATTEMPTS)
                .initial_backoff(Duration::from_millis(1))
                .max_backoff(Duration::from_millis(5))
                .max_retry_after(Duration::from_secs(1)),
        )
        .configure_http(move |http| match authority {
            Some(authority) => http.tls_certs_only([authority]).connection_verbose(true).no_proxy(),
            // The SDK overrides this setting.
            None => http.connection_verbose(true),
        })
}

/// Calls *create key*.
///
/// # Errors
///
/// The SDK's error.
pub async fn call(client: &Client) -> Created {
    client.create_key(1234, CreateKeyRequest::new("ci")).await
}

/// Checks every row of the fault table; returns the differences, each with the name of its row.
///
/// # Panics
///
/// If the table has fewer rows than expected, or a client followed a redirect.
pub async fn differences(log: &Log) -> Vec<String> {
    let elsewhere = FaultServer::start(
        vec![vec![Step::Read, Step::Send(whole(201, "application/json", &created()))]],
        None,
    )
    .await;
    let other_host = elsewhere.base_url().replace("localhost", "127.0.0.1");
    let mut rows = rows(&other_host);
    assert!(rows.len() >= 170, "expected at least 170 rows, found {}", rows.len());
    for subject in [Subject::List, Subject::SetStatus, Subject::Me] {
        let others = idempotent_rows(subject, &other_host);
        assert!(others.len() >= 80, "expected at least 80 rows of {subject:?}, found {}", others.len());
        rows.extend(others);
    }
    let mut wrong = Vec::new();
    for row in rows {
        let _ = log.take();
        let problems = check(&row, log).await;
        wrong.extend(problems.into_iter().map(|problem| format!("{}: {problem}", row.name)));
    }
    assert_eq!(elsewhere.requests(), 0, "a redirect was followed");
    wrong
}

async fn check(row: &Row, log: &Log) -> Vec<String> {
    let server = FaultServer::start(row.scripts.clone(), row.tls).await;
    let client = client(&server);
    let started = Instant::now();
    let Ok(result) = tokio::time::timeout(BOUND, row.subject.call(&client)).await else {
        return vec![format!("the call did not end within {BOUND:?}")];
    };
    let mut problems = Vec::new();
    let mut texts = vec![format!("{client:?}")];
    let (found, has_key) = match &result {
        Ok(answer) => {
            texts.extend(answer.texts.clone());
            (Success(answer.status), answer.has_key)
        }
        Err(error) => {
            texts.extend([format!("{error:?}"), format!("{error:#?}"), format!("{:?}", error.response())]);
            texts.extend([error.to_string(), format!("{error:#}")]);
            if error.source().is_some() {
                problems.push("expected no source, because the message contains the cause".to_owned());
            }
            if let Error::ErrorResponse(response) = error {
                texts.push(format!("{:?}", **response));
            }
            let body = error.body().map(|body| String::from_utf8_lossy(body.expose_secret()).into_owned());
            if body.as_ref().is_some_and(|body| body.len() > LIMIT) {
                problems.push("the kept body exceeds the limit".to_owned());
            }
            let message = error.to_string();
            if message.chars().count() > MAX_MESSAGE || message.contains("..") || !message.ends_with('.') {
                problems.push(format!(
                    "expected at most {MAX_MESSAGE} characters and one full stop: {message:?}"
                ));
            }
            if !message.contains(&row.says) {
                problems.push(format!("expected {:?} in {message:?}", row.says));
            }
            let status = error.status().map(|status| status.as_u16());
            (Failure(error.outcome(), status), body.is_some_and(|body| body.contains(CREATED)))
        }
    };
    let is_undelivered = matches!(found, Failure(NotSent | Unknown, None));
    if found != row.expected && !(row.expected == Undelivered && is_undelivered) {
        problems.push(format!("expected {:?}, found {found:?}: {}", row.expected, texts[1]));
    }
    if has_key != row.key {
        problems.push(format!("expected the result to contain the key: {}, found {has_key}", row.key));
    }
    if server.requests() != row.requests {
        problems.push(format!("expected {} requests, found {}", row.requests, server.requests()));
    }
    if started.elapsed() > BOUND {
        problems.push(format!("the call took {:?}", started.elapsed()));
    }
    // The server sends hardly more than the client reads: the sockets' buffers are small.
    if server.endless_bytes() >= ENDLESS {
        problems.push(format!("the client read {} bytes", server.endless_bytes()));
    }
    drop((result, client));
    let logged = log.take();
    if !logged.contains("reqwest") || !logged.contains("certcentral") {
        problems.push("expected log entries of reqwest and certcentral".to_owned());
    }
    texts.push(logged);
    for text in texts {
        if let Some(form) = seen_in(&text) {
            problems.push(format!("leaked a key as {form} in {text}"));
        }
    }
    problems
}
