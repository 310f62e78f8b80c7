//! A web handler that stores the created key even if its client disconnects.
//!
//! `cargo run --example axum_handler -- FILE` uses a mock server in the same process, and writes the key to a new file.

use std::error::Error;
use std::time::Duration;

use axum::{Router, extract::State, http::StatusCode, routing::post};
use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{CreateKeyRequest, CreatedKey};
use certcentral::{Client, SecretFile};
use httpmock::MockServer;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

#[derive(Clone)]
struct App {
    client: Client,
    path: String,
    log: UnboundedSender<&'static str>,
}

async fn handler(State(app): State<App>) -> StatusCode {
    // axum drops this future when the client disconnects. The task continues.
    match tokio::spawn(create_and_store(app)).await {
        Ok(Ok(())) => StatusCode::CREATED,
        Ok(Err(_)) | Err(_) => StatusCode::BAD_GATEWAY,
    }
}

async fn create_and_store(App { client, path, log }: App) -> Result<(), Box<dyn Error + Send + Sync>> {
    let file = SecretFile::create_new(path)?;
    let _ = log.send("creating the key");
    let result = client.create_key(1234, CreateKeyRequest::new("ci")).await;
    match &result {
        Ok(created) => file.write(&created.api_key)?,
        Err(error) => file.write_unreadable(error)?,
    }
    let _ = log.send(if result.is_ok() { "stored the key" } else { "created no key" });
    Ok(result.map(drop)?)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("expected the path of a new file, found none")?;
    let service = MockServer::start_async().await;
    service.create_key(|_when, then| {
        let key = CreatedKey::new(184, "mock-key-that-opens-nothing");
        then.created(&key).into_inner().delay(Duration::from_millis(200));
    });
    let client = Client::builder().base_url(service.base_url()).api_key("mock-admin-key").build()?;
    let (log, mut messages) = unbounded_channel();
    let router = Router::new().route("/keys", post(handler)).with_state(App { client, path, log });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut browser = TcpStream::connect(listener.local_addr()?).await?;
    tokio::spawn(async { axum::serve(listener, router).await });

    browser.write_all(b"POST /keys HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n").await?;
    println!("{}", messages.recv().await.unwrap_or_default());
    drop(browser);
    println!("the browser disconnected");
    let last = tokio::time::timeout(Duration::from_secs(30), messages.recv()).await?;
    println!("{}", last.unwrap_or_default());
    Ok(())
}
