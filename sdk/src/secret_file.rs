//! A new file for a secret, which only its owner can read, and which exists before the secret does.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::{Error, Outcome, SecretString};

/// Space that `create_new` reserves: most secrets fit.
const RESERVED: [u8; 4096] = [0; 4096];

/// A new file for a secret that is shown once, which only its owner can read.
///
/// Create the file before the call: a file that cannot be created or written is then found before the secret exists.
/// Dropping a `SecretFile` that was not written removes the file, so that a failed call leaves nothing behind.
///
/// ```
/// use certcentral::{Error, SecretFile, SecretString};
/// # fn example<E: Send + Sync + 'static>(
/// #     path: &std::path::Path,
/// #     call: impl Fn() -> Result<SecretString, Error<E>>,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
///
/// let file = SecretFile::create_new(path)?;
/// match call() {
///     Ok(secret) => file.write(&secret)?,
///     Err(error) => {
///         file.write_unreadable(&error)?;
///         return Err(error.into());
///     }
/// }
/// # Ok(())
/// # }
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("secret.txt");
/// # example::<()>(&path, || Ok("not-a-real-key".into()))?;
/// # assert_eq!(std::fs::read_to_string(path)?, "not-a-real-key");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Crashes
///
/// The secret is first written to a second file in the same directory, whose name ends in `.part`, and which is then
/// renamed. At every moment the path holds either an empty file or the whole secret, and the whole secret once a write
/// has returned `Ok`. A program that is killed, or that calls [`std::process::exit`], leaves both files. `create_new`
/// refuses them at the next run, because the second one may hold a secret.
///
/// # Blocking
///
/// All methods block while the file system syncs, usually for a few milliseconds. That is acceptable in an async
/// program that creates a few secrets. For more, use `tokio::task::spawn_blocking`.
///
/// # Windows
///
/// Windows has no file modes: the access control list of the directory decides who can read the file. Choose a
/// directory that only you can read, for example one in your user profile. Windows does not sync directories, so a
/// power failure soon after a write can leave the secret in the second file. A file that another program puts at the
/// path is recognised only if it is not empty.
#[derive(Debug)]
#[must_use = "dropping a `SecretFile` that was not written removes the file"]
pub struct SecretFile {
    path: PathBuf,
    /// The empty file at `path`. While it is open, no other file can have its inode number.
    /// `None` on Windows, where some file systems cannot replace an open file.
    empty: Option<File>,
    part_path: PathBuf,
    part: File,
    /// `None` on Windows, which does not sync directories.
    directory: Option<File>,
    part_holds_secret: bool,
}

impl SecretFile {
    /// Creates an empty file at `path` that only its owner can read (mode 0600), and reserves space for a secret.
    ///
    /// Does not follow a symbolic link at `path`. A relative path keeps its meaning if the program changes its
    /// directory later.
    ///
    /// # Errors
    ///
    /// Returns an error if
    ///
    /// - anything exists at `path`, or at `path` with `.part` appended ([`io::ErrorKind::AlreadyExists`]);
    /// - the directory does not exist, or the program may not create files in it or read it;
    /// - the disk is full, or a quota or limit is exhausted;
    /// - the file system lets others read the file ([`io::ErrorKind::Unsupported`]), as FAT does.
    ///
    /// The message states the path, the cause and what to do. No file is left behind.
    pub fn create_new(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = std::path::absolute(path)?;
        let mut part_path = path.clone().into_os_string();
        part_path.push(".part");
        let part_path = PathBuf::from(part_path);

        let empty = create_private(&path)?;
        let part = create_private(&part_path).inspect_err(|_| {
            let _ = fs::remove_file(&path);
        })?;
        let mut file = Self {
            path,
            empty: cfg!(unix).then_some(empty),
            part_path,
            part,
            directory: None,
            part_holds_secret: false,
        };
        file.reserve().map_err(|error| {
            explain(&error, "write", &file.path, "choose a directory with space that you can read and write")
        })?;
        Ok(file)
    }

    /// Writes the secret to the file, byte for byte and without a line break, and syncs the file and its directory.
    ///
    /// # Errors
    ///
    /// Returns an error if the file system fails, or if another program has changed or removed the files since
    /// [`create_new`](Self::create_new). The message states whether a file holds the secret, and which one. The caller
    /// still holds the secret too, and no message contains it.
    pub fn write(self, secret: &SecretString) -> io::Result<()> {
        self.store(secret.expose_secret().as_bytes())
    }

    /// Writes the body of a response that cannot be decoded ([`Outcome::Unreadable`]), which holds the only copy of a
    /// secret. Removes the file if the error is a different one.
    ///
    /// # Errors
    ///
    /// The same as for [`write`](Self::write).
    pub fn write_unreadable<E>(self, error: &Error<E>) -> io::Result<()> {
        match error.body() {
            Some(body) if error.outcome() == Outcome::Unreadable && !body.is_empty() => {
                self.store(body.expose_secret())
            }
            _ => Ok(()),
        }
    }

    /// Proves that the part can be written and that the directory can be synced.
    fn reserve(&mut self) -> io::Result<()> {
        self.part.write_all(&RESERVED)?;
        self.part.sync_all()?;
        if let (true, Some(directory)) = (cfg!(unix), self.path.parent()) {
            self.directory = Some(File::open(directory)?);
        }
        self.sync_directory()
    }

    fn store(mut self, secret: &[u8]) -> io::Result<()> {
        self.fill_part(secret).map_err(|error| {
            let advice = "no file holds the secret: store it elsewhere, or revoke it";
            explain(&error, "write", &self.part_path, advice)
        })?;
        self.part_holds_secret = true;
        self.rename_part().map_err(|error| {
            let advice = format!("the secret is in {}: move it to a safe place", self.part_path.display());
            explain(&error, "write", &self.path, &advice)
        })?;
        self.sync_directory().map_err(|error| {
            let advice = "the file holds the secret, but a crash of the system may lose it: copy it now";
            explain(&error, "sync the directory of", &self.path, advice)
        })
    }

    fn fill_part(&mut self, secret: &[u8]) -> io::Result<()> {
        if !is_same(&fs::symlink_metadata(&self.part_path)?, &self.part) {
            return Err(io::Error::other("another program replaced the file"));
        }
        self.part.rewind()?;
        self.part.write_all(secret)?;
        self.part.set_len(secret.len() as u64)?;
        self.part.sync_all()
    }

    fn rename_part(&self) -> io::Result<()> {
        if fs::symlink_metadata(&self.path).is_ok_and(|found| !self.is_untouched(&found)) {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "another program replaced the file or wrote to it",
            ));
        }
        fs::rename(&self.part_path, &self.path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        let Some(directory) = &self.directory else { return Ok(()) };
        match directory.sync_all() {
            // Some network file systems do not sync directories.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
            {
                Ok(())
            }
            synced => synced,
        }
    }

    /// Returns true if the file found at `path` is the empty one that `create_new` created.
    fn is_untouched(&self, found: &Metadata) -> bool {
        found.is_file() && found.len() == 0 && self.empty.as_ref().is_none_or(|empty| is_same(found, empty))
    }
}

/// Removes the files, unless they hold a secret or another program replaced them.
impl Drop for SecretFile {
    fn drop(&mut self) {
        let is_part = |found: Metadata| is_same(&found, &self.part);
        if !self.part_holds_secret && fs::symlink_metadata(&self.part_path).is_ok_and(is_part) {
            let _ = fs::remove_file(&self.part_path);
        }
        if fs::symlink_metadata(&self.path).is_ok_and(|found| self.is_untouched(&found)) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Creates an empty file that only its owner can read.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| {
        let advice = if error.kind() == io::ErrorKind::AlreadyExists {
            "choose another path, or delete the file if it holds no secret (an interrupted program may have left it)"
        } else {
            "choose a directory that exists and that you can write to"
        };
        explain(&error, "create", path, advice)
    })?;
    if !file.metadata().is_ok_and(|file| is_private(&file)) {
        let _ = fs::remove_file(path);
        let error = io::Error::new(io::ErrorKind::Unsupported, "the file system lets others read the file");
        return Err(explain(&error, "create", path, "choose a directory on another file system"));
    }
    Ok(file)
}

#[cfg(unix)]
fn is_private(file: &Metadata) -> bool {
    const GROUP_AND_OTHERS: u32 = 0o077;
    std::os::unix::fs::MetadataExt::mode(file) & GROUP_AND_OTHERS == 0
}

#[cfg(not(unix))]
fn is_private(_: &Metadata) -> bool {
    true
}

#[cfg(unix)]
fn is_same(found: &Metadata, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    file.metadata().is_ok_and(|file| (file.dev(), file.ino()) == (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn is_same(found: &Metadata, _: &File) -> bool {
    found.is_file()
}

fn explain(error: &io::Error, action: &str, path: &Path, advice: &str) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {action} {}: {error}; {advice}", path.display()))
}
