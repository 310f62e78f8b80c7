//! Rotates an API key: creates a new one, verifies it, stores it, and revokes the old one.
//!
//! Without an account, it uses a mock service in the same process. The mock can lose a response, and the store can fail:
//!
//! ```sh
//! cargo run --example rotate_key
//! cargo run --example rotate_key -- --fail lost-response
//! cargo run --example rotate_key -- --fail store
//! ```
//!
//! With an account, it rotates the given key, and writes the new one to a file that only you can read:
//!
//! ```sh
//! export CERTCENTRAL_API_KEY=…
//! cargo run --example rotate_key -- --key-id 184 --out key.txt
//! ```

use std::error::Error as StdError;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;

use certcentral::lifecycle::{RotateKey, RotatedKey};
use certcentral::{API_KEY_VARIABLE, Client, SecretFile};
use lexopt::prelude::*;

#[path = "mock_service/mod.rs"]
mod mock_service;

use mock_service::MockService;

const HELP: &str = "\
Rotates an API key, and writes the new one to a file. Messages go to standard error.

usage: rotate_key [--key-id ID] [--out FILE] [--fail lost-response | --fail store]

  --key-id ID           ID of the key to rotate
  --out FILE            write the new key to a new file that only you can read
  --fail lost-response  the mock service creates the first key, and its response is lost
  --fail store          the new key cannot be stored at the first attempt
  -h, --help            print this text

Without CERTCENTRAL_API_KEY, a mock service in this process has the key. With it, --key-id and --out are required. The
exit status is 0 if the key was rotated, 1 if not, and 2 if the arguments are invalid.";

#[tokio::main]
async fn main() -> ExitCode {
    let has_account = std::env::var_os(API_KEY_VARIABLE).is_some();
    let options = match Options::parse(has_account) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("error: {error}; see --help");
            return ExitCode::from(2);
        }
    };
    let result = if has_account { with_account(&options).await } else { with_mock(options).await };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn with_account(options: &Options) -> Result<(), Box<dyn StdError>> {
    let client = Client::from_env()?;
    let rotate = client.rotate_key(options.key_id);
    rotate_once(&client, rotate, &options.out, options.fail == Some(Failure::Store)).await
}

async fn with_mock(mut options: Options) -> Result<(), Box<dyn StdError>> {
    eprintln!("{API_KEY_VARIABLE} is not set: the keys come from a mock service.");
    let service = MockService::start(options.key_id, options.fail == Some(Failure::LostResponse)).await;
    let client = Client::builder().base_url(service.base_url()).api_key("mock-admin-key").build()?;
    // The key opens nothing: without --out, its file is temporary.
    let directory = tempfile::tempdir()?;
    let is_temporary = options.out.as_os_str().is_empty();
    if is_temporary {
        options.out = directory.path().join("key.txt");
    }
    let soon = Duration::from_millis(50);
    let rotate = || client.rotate_key(options.key_id).poll_interval(soon).settle_time(soon);
    if options.fail == Some(Failure::Store)
        && let Err(error) = rotate_once(&client, rotate(), &options.out, true).await
    {
        eprintln!("{error}\nRotating again …");
    }
    rotate_once(&client, rotate(), &options.out, false).await?;
    for found in client.find_keys(mock_service::USER).await? {
        eprintln!("Key {} {:?} is {}.", found.key.id, found.key.name, found.key.status);
    }
    if is_temporary {
        eprintln!("The file was temporary: --out FILE keeps it.");
    }
    Ok(())
}

async fn rotate_once(
    client: &Client,
    rotate: RotateKey,
    out: &Path,
    store_fails: bool,
) -> Result<(), Box<dyn StdError>> {
    // The key is shown once: its file exists before it does.
    let file = SecretFile::create_new(out)?;
    let rotate = rotate.on_stage(|stage| eprintln!("- {stage}"));
    let rotated = rotate
        .store(async |key| {
            if store_fails {
                return Err(io::Error::other("the store is not available"));
            }
            file.write(&key.api_key)
        })
        .await;
    let RotatedKey { id, name, retired, revoked, unsettled, .. } = rotated.map_err(|error| {
        let cause = error.store_error().map(|cause| format!(" The store's error: {cause}."));
        format!("{error}{}", cause.unwrap_or_default())
    })?;
    eprintln!(
        "Key {id} {name:?} replaces key {retired}, which is revoked. The new key is in {}.",
        out.display()
    );
    if !revoked.is_empty() {
        eprintln!("Responses were lost: their keys {revoked:?} are revoked.");
    }
    if let Some(unsettled) = unsettled {
        // A program that runs on sweeps in some minutes.
        let swept = client.sweep(&unsettled).await?;
        eprintln!("Another look found {} keys to revoke.", swept.revoked.len());
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Failure {
    LostResponse,
    Store,
}

impl FromStr for Failure {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "lost-response" => Ok(Self::LostResponse),
            "store" => Ok(Self::Store),
            _ => Err("expected lost-response or store"),
        }
    }
}

struct Options {
    key_id: i64,
    /// Empty for a temporary file.
    out: PathBuf,
    fail: Option<Failure>,
}

impl Options {
    /// Parses the arguments. Returns `None` for `--help`.
    fn parse(has_account: bool) -> Result<Option<Self>, lexopt::Error> {
        let (mut key_id, mut out, mut fail) = (None, None, None);
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("key-id") => key_id = Some(arguments.value()?.parse()?),
                Long("out") => out = Some(arguments.value()?.into()),
                Long("fail") => fail = Some(arguments.value()?.parse()?),
                Short('h') | Long("help") => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        if has_account && (key_id.is_none() || out.is_none()) {
            return Err("expected a key and a file, found none; pass --key-id ID --out FILE".into());
        }
        if has_account && fail == Some(Failure::LostResponse) {
            return Err("only the mock service loses responses; unset CERTCENTRAL_API_KEY".into());
        }
        Ok(Some(Self { key_id: key_id.unwrap_or(184), out: out.unwrap_or_default(), fail }))
    }
}
