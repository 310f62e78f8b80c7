//! Creates an API key. In a new package, beside a checkout of the SDK's repository:
//! `cargo add --path ../certcentral/sdk`, and
//! `cargo add tokio --features macros,rt-multi-thread,signal`.

use std::fs::{self, OpenOptions};
use std::io::Write as _;

use certcentral::types::CreateKeyRequest;
use certcentral::{Client, Error, Outcome, RetryPolicy};

const INTERRUPTED: &str = "Interrupted. A key may exist that nobody holds. Wait a minute,
because the request may still be executed. Then list the user's API keys in
CertCentral (Automation > API Keys): revoked keys remain listed. The audit log report
(Reports > Build a report) records new keys, too. Revoke an active key with this name that
nobody holds, and create the key again.";

#[tokio::main]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    // CERTCENTRAL_API_KEY is your own. Without CERTCENTRAL_BASE_URL, the call goes to
    // https://www.digicert.com/services/v2; in Europe: https://certcentral.digicert.eu/services/v2
    let client = Client::from_env()?.with_retry(RetryPolicy::off());
    let user_id = std::env::var("CERTCENTRAL_USER_ID").unwrap_or_default();
    let user_id: i64 = user_id.parse().map_err(|_| "Set CERTCENTRAL_USER_ID, to a number.")?;
    let name = "New API Key";
    let request = CreateKeyRequest::new(name);
    // .restricted_to_role_id(types::ApiKeyRole::ViewOnly) // a key that can only read
    let call = client.create_key(user_id, request);

    // The key is shown once: its file is there first, a new one that only you can read.
    let path = "created-key.txt";
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| format!("{path}: {error}"))?;

    let sent = tokio::select! {
        sent = call.send() => sent,
        _ = tokio::signal::ctrl_c() => {
            fs::remove_file(path)?;
            return Err(INTERRUPTED.into());
        }
    };
    let mut store = |secret: &[u8]| {
        let stored = file.write_all(secret).and_then(|()| file.sync_all());
        stored.map_err(|error| format!("{path}: {error}. Revoke the key: it is lost."))
    };
    match sent {
        Ok(created) => {
            store(created.api_key.expose_secret().as_bytes())?;
            println!("Key {} is in {path}.", created.id);
            println!("It will never be shown again: move it to your secret store.");
            Ok(())
        }
        Err(error) => {
            let is_refused = error.outcome() == Outcome::Refused;
            match error.body() {
                Some(body) if !is_refused && !body.is_empty() => {
                    store(body.expose_secret())?;
                    eprintln!("What came is in {path}: look there first.");
                }
                _ => fs::remove_file(path)?,
            }
            // What is refused shows why by itself.
            if let (Error::ErrorResponse(answer), false) = (&error, is_refused) {
                for error in &answer.errors {
                    eprintln!("{}: {}", error.code, error.message);
                }
            }
            Err(error.into())
        }
    }
}
