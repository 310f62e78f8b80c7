//! Searches the memory of another process for a secret.

use std::fs::{File, read_to_string};
use std::io::{Read, Seek as _, SeekFrom};

/// Masks a secret on its way to the other process, so that buffers on the way do not count as copies.
const MASK: u8 = 0x80;

/// Masks `secret` for [`unmask`].
///
/// # Panics
///
/// If it has more than 255 bytes.
#[must_use]
pub fn mask(secret: &str) -> Vec<u8> {
    let length = u8::try_from(secret.len()).expect("a short secret");
    std::iter::once(length).chain(secret.bytes().map(|byte| byte ^ MASK)).collect()
}

/// Reads a masked secret. The result is the only copy.
///
/// # Panics
///
/// If `input` ends early.
pub fn unmask(input: &mut impl Read) -> String {
    let mut length = [0];
    input.read_exact(&mut length).expect("a length");
    let mut secret = vec![0; length[0].into()];
    input.read_exact(&mut secret).expect("a secret");
    for byte in &mut secret {
        *byte ^= MASK;
    }
    String::from_utf8(secret).expect("UTF-8")
}

/// Counts the occurrences of `text`, forwards or backwards, in the writable memory of a process except its stack.
///
/// # Errors
///
/// If the memory cannot be read. Reading requires Linux and permission to trace the process.
pub fn occurrences(process: u32, text: &str) -> std::io::Result<usize> {
    let forwards = text.as_bytes().to_vec();
    let backwards: Vec<u8> = text.bytes().rev().collect();
    let mut memory = File::open(format!("/proc/{process}/mem"))?;
    let mut found = 0;
    for region in read_to_string(format!("/proc/{process}/maps"))?.lines() {
        let mut fields = region.split(' ');
        let (Some(range), Some(permissions)) = (fields.next(), fields.next()) else { continue };
        let Some((start, end)) = range.split_once('-') else { continue };
        // Unoptimized code spills the vector registers of `memchr`, which `serde_json` uses to count lines, to the
        // stack.
        if !permissions.starts_with("rw") || region.ends_with("[stack]") {
            continue;
        }
        let address = |text| u64::from_str_radix(text, 16).map_err(std::io::Error::other);
        let (start, end) = (address(start)?, address(end)?);
        memory.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        // Special regions end early.
        let _ = (&mut memory).take(end - start).read_to_end(&mut bytes);
        found +=
            bytes.windows(text.len()).filter(|window| *window == forwards || *window == backwards).count();
    }
    Ok(found)
}
