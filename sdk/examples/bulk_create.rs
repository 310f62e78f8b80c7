//! Creates many keys, each in a file of its own, and shows the progress.
//!
//! `cargo run --example bulk_create -- DIRECTORY` uses a mock server in the same process.
//! Without an argument, the files are in a new directory of the system's temporary one.

use std::error::Error;
use std::path::PathBuf;

use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{CreateKeyRequest, CreatedKey};
use certcentral::{Client, SecretFile};
use httpmock::MockServer;
use tokio::task::JoinSet;

const KEYS: usize = 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = MockServer::start_async().await;
    let key = CreatedKey::new(184, "mock-key-that-opens-nothing");
    server.create_key(|_when, then| {
        then.created(&key);
    });
    let default = || std::env::temp_dir().join(format!("keys-{}", std::process::id()));
    let directory = std::env::args_os().nth(1).map_or_else(default, PathBuf::from);
    std::fs::create_dir_all(&directory)?;

    // Clones share the connections and the rate limits: the calls wait for their turn.
    let client = Client::builder().base_url(server.base_url()).api_key("mock-admin-key").build()?;
    let mut calls = JoinSet::new();
    for number in 1..=KEYS {
        calls.spawn(create(
            client.clone(),
            format!("ci-{number}"),
            directory.join(format!("ci-{number}.key")),
        ));
    }
    let (mut created, mut failed) = (0, 0);
    while let Some(result) = calls.join_next().await {
        match result? {
            Ok(()) => created += 1,
            Err(error) => {
                failed += 1;
                eprintln!("{error}");
            }
        }
        println!("{} of {KEYS}: {created} created, {failed} failed", created + failed);
    }
    println!("The keys are in {}.", directory.display());
    Ok(())
}

async fn create(client: Client, name: String, path: PathBuf) -> Result<(), Box<dyn Error + Send + Sync>> {
    let file = SecretFile::create_new(path)?; // exists before the key does
    match client.create_key(1234, CreateKeyRequest::new(name)).await {
        Ok(created) => Ok(file.write(&created.api_key)?),
        Err(error) => {
            file.write_unreadable(&error)?;
            Err(error.into())
        }
    }
}
