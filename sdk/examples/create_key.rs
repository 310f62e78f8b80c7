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
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::process::ExitCode;

use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{ApiKeyRole, CreatedKey};
use certcentral::{API_KEY_VARIABLE, Client, Outcome};
use httpmock::MockServer;

const USAGE: &str = "\
usage: create_key [--user-id ID] [--name NAME] [--role NUMBER] [--out FILE | --show-key]

  --user-id ID   ID of the user that the key belongs to
  --name NAME    name of the key (default: example)
  --role NUMBER  restrict the key: 100 orders, 101 orders, domains and organizations, 102 view only, 103 users
  --out FILE     write the key to a new file that only you can read
  --show-key     print the key";

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn StdError>> {
    let Some(options) = Options::from_args()? else {
        println!("{USAGE}");
        return Ok(());
    };
    let account = std::env::var_os(API_KEY_VARIABLE).is_some();
    let server = if account { None } else { Some(MockServer::start_async().await) };
    let client = match &server {
        None => Client::from_env()?,
        Some(server) => {
            println!("{API_KEY_VARIABLE} is not set: this key comes from a mock server.");
            let key: CreatedKey =
                CreatedKey::builder().id(184).api_key("mock-key-that-opens-nothing").try_into()?;
            server.create_key(|_when, then| {
                then.created(&key);
            });
            Client::builder().base_url(server.base_url()).api_key("mock-admin-key").build()?
        }
    };
    let user_id = match (options.user_id, account) {
        (Some(user_id), _) => user_id,
        (None, false) => 1234,
        (None, true) => return Err("expected a user ID, found none; pass --user-id ID".into()),
    };
    // The key is shown once: check its destination before creating it.
    if account && options.out.is_none() && !options.show_key {
        return Err("expected a destination for the key, found none; pass --out FILE or --show-key".into());
    }
    let mut file = options.out.as_deref().map(new_file).transpose()?;

    println!("Creating the key {:?} for user {user_id} at {} …", options.name, client.base_url());
    let call = client.create_key().user_id(user_id).body_map(|body| {
        let body = body.name(options.name.as_str());
        match options.role {
            Some(role) => body.restricted_to_role_id(role),
            None => body,
        }
    });
    match call.send().await {
        Ok(created) => {
            println!("Created key {}.", created.id);
            options.keep(created.api_key.expose_secret().as_bytes(), file.as_mut())?;
            options.advise();
            Ok(())
        }
        Err(error) => {
            // The key exists, and the body of the response is its only copy.
            if let (Outcome::Unreadable, Some(body)) = (error.outcome(), error.body()) {
                options.keep(body.expose_secret(), file.as_mut())?;
                if let Some(path) = &options.out {
                    return Err(format!("{error} The body of the response is in {path}.").into());
                }
                println!("The text above is the body of the response.");
            } else if let Some(path) = &options.out {
                // The file is empty. The error of the call matters more than a failure to remove it.
                let _ = std::fs::remove_file(path);
            }
            Err(error.into())
        }
    }
}

struct Options {
    user_id: Option<i64>,
    name: String,
    role: Option<ApiKeyRole>,
    out: Option<String>,
    show_key: bool,
}

impl Options {
    /// Parses the arguments. Returns `None` for `--help`.
    fn from_args() -> Result<Option<Self>, Box<dyn StdError>> {
        let mut options =
            Self { user_id: None, name: "example".to_owned(), role: None, out: None, show_key: false };
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or(format!("{arg}: expected a value, found none\n\n{USAGE}"));
            match arg.as_str() {
                "--user-id" => options.user_id = Some(number(&arg, &value()?)?),
                "--name" => options.name = value()?,
                "--role" => options.role = Some(number(&arg, &value()?)?.into()),
                "--out" => options.out = Some(value()?),
                "--show-key" => options.show_key = true,
                "--help" | "-h" => return Ok(None),
                _ => return Err(format!("expected an option, found {arg}\n\n{USAGE}").into()),
            }
        }
        Ok(Some(options))
    }

    /// Prints the key or writes it to the file, as the options say.
    fn keep(&self, key: &[u8], file: Option<&mut File>) -> Result<(), String> {
        if self.show_key {
            println!("{}", String::from_utf8_lossy(key));
        }
        let Some(file) = file else { return Ok(()) };
        let written = file.write_all(key).and_then(|()| file.sync_all());
        written.map_err(|error| {
            format!("cannot write the key: {error}. Unless it was printed, revoke it and create another")
        })
    }

    fn advise(&self) {
        match &self.out {
            Some(path) => {
                println!("The key is in {path}. Move it to your secret store, and delete the file.");
            }
            None if self.show_key => println!("Store the key now: it will never be shown again."),
            None => println!(
                "The key itself is not shown. Your program passes `created.api_key.expose_secret()` to your \
                 secret store; here, --out FILE writes it to a file, and --show-key prints it."
            ),
        }
    }
}

fn number(option: &str, value: &str) -> Result<i64, String> {
    value.parse().map_err(|_| format!("{option}: expected a number, found {value:?}"))
}

/// Creates a file that only its owner can read. Fails if the path exists.
fn new_file(path: &str) -> Result<File, String> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| format!("cannot create {path}: {error}"))
}
