//! The example `create_key`, run as a program.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod common;

use std::process::{Command, Output};

use certcentral::httpmock::MockServerExt as _;
use certcentral::types::{CreatedKey, ErrorResponse};
use common::{example, text};
use httpmock::MockServer;

const CREATED: &str = "not-a-real-created-key";

fn create_key() -> Command {
    example("create_key")
}

/// Runs the example with an account at `server`.
fn with_account(server: &MockServer, arguments: &[&str]) -> Output {
    run_at(server, create_key().args(arguments))
}

fn run_at(server: &MockServer, command: &mut Command) -> Output {
    command
        .env("CERTCENTRAL_API_KEY", "not-a-real-caller-key")
        .env("CERTCENTRAL_BASE_URL", server.base_url())
        .output()
        .unwrap()
}

fn created() -> CreatedKey {
    CreatedKey::new(184, CREATED)
}

#[test]
fn without_an_account_uses_a_mock_server_and_hides_the_key() {
    let output = create_key().output().unwrap();
    assert!(output.status.success());
    let messages = text(&output.stderr);
    assert!(messages.contains("comes from a mock server"), "{messages}");
    assert!(messages.contains("Created key 184."), "{messages}");
    assert!(messages.contains("created.api_key.expose_secret()"), "{messages}");
    assert!(!messages.contains("mock-key"), "{messages}");
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn show_key_prints_only_the_key_on_stdout() {
    let server = MockServer::start();
    server.create_key(|when, then| {
        when.user_id(5);
        then.created(&created());
    });
    let output = with_account(&server, &["--user-id=5", "--show-key"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), format!("{CREATED}\n"));
    assert!(!text(&output.stderr).contains(CREATED));
}

#[test]
fn help_prints_the_options_and_succeeds() {
    let output = create_key().arg("--help").output().unwrap();
    assert!(output.status.success());
    assert!(text(&output.stdout).contains("--user-id ID"), "{}", text(&output.stdout));
}

#[test]
fn out_writes_the_key_to_a_new_file_and_prints_no_key() {
    let server = MockServer::start();
    let mock = server.create_key(|when, then| {
        when.user_id(1);
        then.created(&created());
    });
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("key.txt");
    let arguments = ["--user-id", "1", "--out", file.to_str().unwrap()];
    let output = with_account(&server, &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), CREATED);
    assert_eq!(text(&output.stdout), "");
    assert!(!text(&output.stderr).contains(CREATED));

    let again = with_account(&server, &arguments);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("cannot create "), "{}", text(&again.stderr));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), CREATED);
    mock.assert_calls(1);
}

#[test]
fn usage_errors_exit_with_2_and_create_no_key() {
    let server = MockServer::start();
    let mock = server.create_key(|_, then| {
        then.created(&created());
    });
    for (arguments, message) in [
        (&["--show-key"][..], "expected a user ID, found none; pass --user-id ID"),
        (
            &["--user-id", "1"],
            "expected a destination for the key, found none; pass --out FILE or --show-key",
        ),
        (&["--user-id", "1", "--out", "key.txt", "--show-key"], "expected --out or --show-key, found both"),
        (&["--user-id", "one"], "cannot parse argument \"one\""),
        (&["--user-id"], "missing argument for option '--user-id'"),
        (&["--show-key=yes"], "unexpected argument for option '--show-key'"),
        (&["--frobnicate"], "invalid option '--frobnicate'"),
        (&["ci"], "unexpected argument \"ci\""),
    ] {
        let output = with_account(&server, arguments);
        let messages = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{messages}");
        assert!(messages.starts_with(&format!("error: {message}")), "{messages}");
        assert_eq!(text(&output.stdout), "");
    }
    mock.assert_calls(0);
}

#[test]
fn refusal_is_reported_and_leaves_no_file() {
    let server = MockServer::start();
    let refusal = ErrorResponse::new([]);
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
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 0);
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

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// Runs the example after shell commands that restrict its process. It writes the key to `key.txt` in `directory`.
    fn after(restrictions: &str, server: &MockServer, directory: &tempfile::TempDir) -> Output {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{restrictions}; exec \"$@\""), "sh"]).arg(create_key().get_program());
        run_at(server, command.args(["--user-id", "1", "--out", "key.txt"]).current_dir(directory))
    }

    #[test]
    fn file_is_readable_only_by_its_owner_under_any_umask() {
        let server = MockServer::start();
        server.create_key(|_, then| {
            then.created(&created());
        });
        for umask in ["umask 000", "umask 077"] {
            let directory = tempfile::tempdir().unwrap();
            let output = after(umask, &server, &directory);
            assert!(output.status.success(), "{}", text(&output.stderr));
            let mode = directory.path().join("key.txt").metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o7777, 0o600, "{umask}");
        }
    }

    #[test]
    fn file_that_cannot_be_written_is_found_before_the_call() {
        let server = MockServer::start();
        let mock = server.create_key(|_, then| {
            then.created(&created());
        });
        let directory = tempfile::tempdir().unwrap();
        // No byte can be written to a file, as on a full disk. The signal would end the process.
        let output = after("trap '' XFSZ; ulimit -f 0", &server, &directory);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("error: cannot write "), "{}", text(&output.stderr));
        assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 0);
        mock.assert_calls(0);
    }

    #[test]
    fn failed_write_reports_the_key_id_and_leaves_no_part() {
        let server = MockServer::start();
        let long = CREATED.repeat(1000);
        let created = CreatedKey::new(184, long.as_str());
        server.create_key(|_, then| {
            then.created(&created);
        });
        let directory = tempfile::tempdir().unwrap();
        // 16 blocks hold what is reserved for a key, but not a key of this length.
        let output = after("trap '' XFSZ; ulimit -f 16", &server, &directory);
        let messages = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1));
        assert!(messages.contains("error: key 184 was created, but: cannot write "), "{messages}");
        assert!(messages.contains("no file holds the secret"), "{messages}");
        assert!(!messages.contains(CREATED), "{messages}");
        assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 0);
    }
}
