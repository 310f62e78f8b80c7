//! Creates an API key.
//!
//! Without an account, it uses a mock server in the same process:
//!
//! ```sh
//! cargo run --example create_key
//! ```
//!
//! With an account, it creates a key for the given user, and writes it to a file that only you can read or prints it:
//!
//! ```sh
//! export CERTCENTRAL_API_KEY=…
//! cargo run --example create_key -- --user-id 1234 --name ci --out key.txt
//! cargo run --example create_key -- --user-id 1234 --name ci --show-key
//! ```

use std::error::Error as StdError;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{ApiKeyRole, CreateKeyRequest, CreatedKey};
use certcentral::{API_KEY_VARIABLE, Client, Outcome, SecretFile};
use httpmock::MockServer;
use lexopt::prelude::*;

const HELP: &str = "\
Creates an API key. Standard output is the key or nothing; messages go to standard error.

usage: create_key [--user-id ID] [--name NAME] [--role NUMBER] [--out FILE | --show-key]

  --user-id ID   ID of the user that the key belongs to
  --name NAME    name of the key (default: example)
  --role NUMBER  restrict the key: 100 orders, 101 orders, domains and organizations, 102 view only, 103 users
  --out FILE     write the key to a new file that only you can read
  --show-key     print the key and a line break
  -h, --help     print this text

Without CERTCENTRAL_API_KEY, a mock server in this process creates the key. With it, --user-id is required, and so is
--out or --show-key. The exit status is 0 if a key was created and kept, 1 if not, and 2 if the arguments are invalid.";

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
    match run(options, has_account).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options, has_account: bool) -> Result<(), Box<dyn StdError>> {
    let server = if has_account { None } else { Some(MockServer::start_async().await) };
    let client = match &server {
        None => Client::from_env()?,
        Some(server) => {
            eprintln!("{API_KEY_VARIABLE} is not set: this key comes from a mock server.");
            let key = CreatedKey::new(184, "mock-key-that-opens-nothing");
            server.create_key(|_when, then| {
                then.created(&key);
            });
            Client::builder().base_url(server.base_url()).api_key("mock-admin-key").build()?
        }
    };
    // The key is shown once: its file exists before it does.
    let file = options.out.as_ref().map(SecretFile::create_new).transpose()?;

    let Options { user_id, name, .. } = &options;
    eprintln!("Creating the key {name:?} for user {user_id} at {} …", client.base_url());
    let request = CreateKeyRequest::new(name.as_str()).set_restricted_to_role_id(options.role);
    match client.create_key(*user_id, request).await {
        Ok(created) => {
            // Keep the key first: whatever comes before could fail.
            let kept = match file {
                Some(file) => file.write(&created.api_key),
                None if options.show_key => print(created.api_key.expose_secret().as_bytes()),
                None => Ok(()),
            };
            kept.map_err(|error| format!("key {} was created, but: {error}", created.id))?;
            eprintln!("Created key {}.\n{}", created.id, options.advice());
            Ok(())
        }
        Err(error) => {
            // If the response cannot be decoded, its body is the only copy of the key.
            if error.outcome() == Outcome::Unreadable {
                if let Some(file) = file {
                    file.write_unreadable(&error)?;
                } else if let (true, Some(body)) = (options.show_key, error.body()) {
                    print(body.expose_secret())?;
                }
                return Err(format!("{error} {}", options.place_of_body()).into());
            }
            Err(error.into())
        }
    }
}

struct Options {
    user_id: i64,
    name: String,
    role: Option<ApiKeyRole>,
    out: Option<PathBuf>,
    show_key: bool,
}

impl Options {
    /// Parses the arguments. Returns `None` for `--help`.
    fn parse(has_account: bool) -> Result<Option<Self>, lexopt::Error> {
        let (mut user_id, mut name, mut role) = (None, "example".to_owned(), None);
        let (mut out, mut show_key) = (None, false);
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("user-id") => user_id = Some(arguments.value()?.parse()?),
                Long("name") => name = arguments.value()?.string()?,
                Long("role") => role = Some(arguments.value()?.parse::<i64>()?.into()),
                Long("out") => out = Some(arguments.value()?.into()),
                Long("show-key") => show_key = true,
                Short('h') | Long("help") => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        if out.is_some() && show_key {
            return Err("expected --out or --show-key, found both".into());
        }
        if has_account && out.is_none() && !show_key {
            return Err(
                "expected a destination for the key, found none; pass --out FILE or --show-key".into()
            );
        }
        let user_id = match user_id {
            None if has_account => return Err("expected a user ID, found none; pass --user-id ID".into()),
            user_id => user_id.unwrap_or(1234),
        };
        Ok(Some(Self { user_id, name, role, out, show_key }))
    }

    fn advice(&self) -> String {
        match &self.out {
            Some(path) => {
                format!("The key is in {}. Move it to your secret store, and delete the file.", path.display())
            }
            None if self.show_key => "Store the key now: it will never be shown again.".to_owned(),
            None => "The key itself is not shown. Your program passes `&created.api_key` to `SecretFile::write`, or \
                     `created.api_key.expose_secret()` to its secret store; here, --out FILE writes it to a file, and \
                     --show-key prints it."
                .to_owned(),
        }
    }

    fn place_of_body(&self) -> String {
        match &self.out {
            Some(path) => format!("The body of the response is in {}.", path.display()),
            None => "The text on standard output is the body of the response.".to_owned(),
        }
    }
}

fn print(secret: &[u8]) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(secret)?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}
