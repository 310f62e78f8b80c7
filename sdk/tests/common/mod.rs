//! Runs examples as programs.

use std::path::PathBuf;
use std::process::Command;

/// Returns a command that runs an example. Cargo builds examples together with tests.
pub(crate) fn example(name: &str) -> Command {
    let mut path: PathBuf = std::env::current_exe().unwrap();
    path.pop();
    path.set_file_name("examples");
    path.push(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "expected {}, found no file: run `cargo test` without `--test`, or `cargo build --examples`",
        path.display()
    );
    let mut command = Command::new(path);
    command.env_remove("CERTCENTRAL_API_KEY").env_remove("CERTCENTRAL_BASE_URL");
    command
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
