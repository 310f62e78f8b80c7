//! The example `create_key`, run as a program.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::path::PathBuf;
use std::process::{Command, Output};

use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{CreatedKey, ErrorResponse};
use httpmock::MockServer;

const CREATED: &str = "not-a-real-created-key";

/// Returns a command that runs the example. Cargo builds examples together with tests.
fn example() -> Command {
    let mut path: PathBuf = std::env::current_exe().unwrap();
    path.pop();
    path.set_file_name("examples");
    path.push(format!("create_key{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "expected {}, found no file: run `cargo test` without `--test`, or `cargo build --examples`",
        path.display()
    );
    let mut command = Command::new(path);
    command.env_remove("CERTCENTRAL_API_KEY").env_remove("CERTCENTRAL_BASE_URL");
    command
}

/// Runs the example with an account at `server`.
fn with_account(server: &MockServer, arguments: &[&str]) -> Output {
    let mut command = example();
    command
        .env("CERTCENTRAL_API_KEY", "not-a-real-caller-key")
        .env("CERTCENTRAL_BASE_URL", server.base_url());
    command.args(arguments).output().unwrap()
}

fn created() -> CreatedKey {
    CreatedKey::builder().id(184).api_key(CREATED).try_into().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn without_an_account_uses_a_mock_server_and_hides_the_key() {
    let output = example().output().unwrap();
    assert!(output.status.success());
    let printed = text(&output.stdout);
    assert!(printed.contains("comes from a mock server"), "{printed}");
    assert!(printed.contains("Created key 184."), "{printed}");
    assert!(printed.contains("created.api_key.expose_secret()"), "{printed}");
    assert!(!printed.contains("mock-key"), "{printed}");
}

#[test]
fn show_key_prints_the_key() {
    let server = MockServer::start();
    server.create_key(|_, then| {
        then.created(&created());
    });
    let output = with_account(&server, &["--user-id", "1", "--show-key"]);
    assert!(text(&output.stdout).lines().any(|line| line == CREATED), "{}", text(&output.stdout));
}

#[test]
fn out_writes_the_key_to_a_new_file_and_prints_no_key() {
    let server = MockServer::start();
    server.create_key(|when, then| {
        when.user_id(1);
        then.created(&created());
    });
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("key.txt");
    let arguments = ["--user-id", "1", "--out", file.to_str().unwrap()];
    let output = with_account(&server, &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), CREATED);
    assert!(!text(&output.stdout).contains(CREATED));

    let again = with_account(&server, &arguments);
    assert!(!again.status.success());
    assert!(text(&again.stderr).contains("cannot create "), "{}", text(&again.stderr));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), CREATED);
}

#[test]
fn incomplete_or_invalid_arguments_create_no_key() {
    let server = MockServer::start();
    let mock = server.create_key(|_, then| {
        then.created(&created());
    });
    for (arguments, message) in [
        (&[][..], "error: expected a user ID, found none; pass --user-id ID"),
        (
            &["--user-id", "1"],
            "error: expected a destination for the key, found none; pass --out FILE or --show-key",
        ),
        (&["--user-id", "one"], "error: --user-id: expected a number, found \"one\""),
        (&["--user-id"], "error: --user-id: expected a value, found none"),
        (&["--frobnicate"], "error: expected an option, found --frobnicate"),
    ] {
        let output = with_account(&server, arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).starts_with(message), "{}", text(&output.stderr));
    }
    mock.assert_calls(0);
}

#[test]
fn refusal_is_reported_and_leaves_no_file() {
    let server = MockServer::start();
    let refusal: ErrorResponse = ErrorResponse::builder().errors(Vec::new()).try_into().unwrap();
    server.create_key(|_, then| {
        then.forbidden(&refusal);
    });
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("key.txt");
    let output = with_account(&server, &["--user-id", "1", "--out", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("create_key was refused: 403 Forbidden"),
        "{}",
        text(&output.stderr)
    );
    assert!(!file.exists());
}

#[test]
fn unreadable_response_is_written_to_the_file() {
    let server = MockServer::start();
    server.mock(|_, then| {
        then.status(201).body(CREATED);
    });
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("key.txt");
    let output = with_account(&server, &["--user-id", "1", "--out", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), CREATED);
    assert!(!text(&output.stderr).contains(CREATED));
}
