//! `SecretFile`: what is on the disk before, after and instead of a write.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use certcentral::types::CreateKeyRequest;
use certcentral::types::ErrorResponse;
use certcentral::{Client, Error, Outcome, RetryPolicy, SecretFile, SecretString};
use httpmock::MockServer;
use tempfile::TempDir;

const SECRET: &str = "not-a-real-secret";

fn secret() -> SecretString {
    SECRET.into()
}

/// Returns a new directory, the path of a file in it, and the path of the file's part.
fn paths() -> (TempDir, PathBuf, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let (path, part) = (directory.path().join("key.txt"), directory.path().join("key.txt.part"));
    (directory, path, part)
}

fn files_in(directory: &Path) -> usize {
    fs::read_dir(directory).unwrap().count()
}

/// Makes a call that the service answers with `status` and `body`.
async fn failed_call(status: u16, body: &str) -> Error<ErrorResponse> {
    let server = MockServer::start_async().await;
    server
        .mock_async(|_, then| {
            then.status(status).body(body);
        })
        .await;
    let client = Client::builder().base_url(server.base_url()).api_key("not-a-real-key");
    let client = client.retry(RetryPolicy::off()).build().unwrap();
    client.create_key(1, CreateKeyRequest::new("ci")).await.unwrap_err()
}

#[test]
fn file_is_empty_before_and_holds_exactly_the_secret_after() {
    let (directory, path, _) = paths();
    for secret in [SECRET.to_owned(), "line break\n".to_owned(), SECRET.repeat(1000)] {
        let file = SecretFile::create_new(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"");
        file.write(&secret.as_str().into()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), secret);
        assert_eq!(files_in(directory.path()), 1);
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn unwritten_file_is_removed_when_dropped() {
    let (directory, path, _) = paths();
    drop(SecretFile::create_new(&path).unwrap());
    assert_eq!(files_in(directory.path()), 0);
    drop(SecretFile::create_new(&path).unwrap());
}

#[test]
fn existing_file_is_refused_and_kept() {
    let (directory, path, part) = paths();
    for existing in [&path, &part] {
        fs::write(existing, "other").unwrap();
        let error = SecretFile::create_new(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        let message = error.to_string();
        assert!(message.starts_with(&format!("cannot create {}: ", existing.display())), "{message}");
        assert!(message.contains("choose another path, or delete the file"), "{message}");
        assert_eq!(fs::read_to_string(existing).unwrap(), "other");
        assert_eq!(files_in(directory.path()), 1);
        fs::remove_file(existing).unwrap();
    }
}

#[test]
fn second_file_at_the_same_path_is_refused() {
    let (_directory, path, _) = paths();
    let first = SecretFile::create_new(&path).unwrap();
    assert_eq!(SecretFile::create_new(&path).unwrap_err().kind(), ErrorKind::AlreadyExists);
    first.write(&secret()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), SECRET);
}

#[test]
fn missing_directory_is_refused() {
    let (_directory, path, _) = paths();
    let error = SecretFile::create_new(path.join("key.txt")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("choose a directory that exists"), "{error}");
}

#[test]
fn path_that_was_freed_is_written() {
    let (directory, path, _) = paths();
    let file = SecretFile::create_new(&path).unwrap();
    fs::remove_file(&path).unwrap();
    file.write(&secret()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), SECRET);
    assert_eq!(files_in(directory.path()), 1);
}

#[test]
fn file_of_another_program_is_kept_and_part_holds_the_secret() {
    let (_directory, path, part) = paths();
    let file = SecretFile::create_new(&path).unwrap();
    fs::write(&path, "other").unwrap();
    let error = file.write(&secret()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    let message = error.to_string();
    assert!(message.contains(&format!("the secret is in {}", part.display())), "{message}");
    assert!(!message.contains(SECRET), "{message}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "other");
    assert_eq!(fs::read_to_string(&part).unwrap(), SECRET);
}

#[test]
fn drop_keeps_a_file_that_another_program_wrote() {
    let (directory, path, _) = paths();
    let file = SecretFile::create_new(&path).unwrap();
    fs::write(&path, "other").unwrap();
    drop(file);
    assert_eq!(fs::read_to_string(&path).unwrap(), "other");
    assert_eq!(files_in(directory.path()), 1);
}

#[tokio::test]
async fn unreadable_body_is_written() {
    let (directory, path, _) = paths();
    let error = failed_call(201, SECRET).await;
    assert_eq!(error.outcome(), Outcome::Unreadable);
    SecretFile::create_new(&path).unwrap().write_unreadable(&error).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), SECRET);
    assert_eq!(files_in(directory.path()), 1);
}

#[tokio::test]
async fn other_errors_remove_the_file() {
    for (status, body) in [(201, ""), (403, SECRET), (500, SECRET)] {
        let (directory, path, _) = paths();
        let error = failed_call(status, body).await;
        SecretFile::create_new(&path).unwrap().write_unreadable(&error).unwrap();
        assert_eq!(files_in(directory.path()), 0, "{status}");
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn only_the_owner_can_read_the_files() {
        let (_directory, path, part) = paths();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        let file = SecretFile::create_new(&path).unwrap();
        assert_eq!((mode(&path), mode(&part)), (0o600, 0o600));
        file.write(&secret()).unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn symbolic_link_is_not_followed() {
        let (directory, path, part) = paths();
        let target = directory.path().join("target");
        for link in [&path, &part] {
            symlink(&target, link).unwrap();
            assert_eq!(SecretFile::create_new(&path).unwrap_err().kind(), ErrorKind::AlreadyExists);
            assert!(!target.exists());
            assert!(link.is_symlink());
            fs::remove_file(link).unwrap();
        }
    }

    #[test]
    fn file_in_place_of_the_directory_is_refused() {
        let (_directory, path, _) = paths();
        fs::write(&path, "").unwrap();
        let error = SecretFile::create_new(path.join("key.txt")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotADirectory);
    }

    #[test]
    fn directory_removed_before_the_write_is_reported() {
        let (directory, path, part) = paths();
        let file = SecretFile::create_new(&path).unwrap();
        directory.close().unwrap();
        let error = file.write(&secret()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let message = error.to_string();
        assert!(message.starts_with(&format!("cannot write {}: ", part.display())), "{message}");
        assert!(message.ends_with("no file holds the secret: store it elsewhere, or revoke it"), "{message}");
    }

    /// Replaces a file by another empty one, which only its identity tells from the first.
    fn replace(path: &Path) {
        fs::remove_file(path).unwrap();
        fs::write(path, "").unwrap();
    }

    #[test]
    fn replaced_part_is_not_written() {
        let (_directory, path, part) = paths();
        let file = SecretFile::create_new(&path).unwrap();
        replace(&part);
        let error = file.write(&secret()).unwrap_err();
        assert!(error.to_string().contains("another program replaced the file; no file holds"), "{error}");
        assert_eq!(fs::read(&part).unwrap(), b"");
    }

    #[test]
    fn drop_keeps_replaced_files() {
        let (directory, path, part) = paths();
        let file = SecretFile::create_new(&path).unwrap();
        replace(&path);
        replace(&part);
        drop(file);
        assert_eq!(files_in(directory.path()), 2);
    }

    #[test]
    fn path_replaced_by_a_symbolic_link_is_refused() {
        let (directory, path, part) = paths();
        let target = directory.path().join("missing");
        let file = SecretFile::create_new(&path).unwrap();
        fs::remove_file(&path).unwrap();
        symlink(&target, &path).unwrap();
        assert_eq!(file.write(&secret()).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert!(path.is_symlink());
        assert!(!target.exists());
        assert_eq!(fs::read_to_string(&part).unwrap(), SECRET);
    }

    /// In `/sys`, not even root can create a file.
    #[cfg(target_os = "linux")]
    #[test]
    fn directory_without_write_permission_is_refused() {
        let error = SecretFile::create_new("/sys/key.txt").unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem),
            "{error}"
        );
        assert!(error.to_string().contains("that you can write to"), "{error}");
    }
}
