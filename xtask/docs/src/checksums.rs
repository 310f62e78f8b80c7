//! SHA-256, of downloads and of scripts.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::site::Files;

/// The checksums of files, as `sha256sum -c` reads them.
pub(super) fn checksums(files: &Files) -> String {
    let hex = |byte: &u8| format!("{byte:02x}");
    let checksum = |bytes: &Vec<u8>| Sha256::digest(bytes).iter().map(hex).collect::<Vec<_>>().concat();
    let line = |(path, bytes): (&String, &Vec<u8>)| format!("{}  {path}\n", checksum(bytes));
    files.iter().map(line).collect::<Vec<_>>().concat()
}

/// A script's checksum, as a Content-Security-Policy has it.
pub(super) fn script_hash(script: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)))
}
