//! Secret strings and bytes.
//!
//! Only `expose_secret()` reads a secret. Its memory is zeroed when it is dropped. It has no `Display`, no `PartialEq`
//! and, without the feature `httpmock`, no `Serialize`: code that prints or stores a secret by accident does not
//! compile.

use std::{fmt, io};

use bytes::Bytes;
use reqwest::header::HeaderValue;
use zeroize::Zeroize;

/// Secret string, for example an API key.
///
/// Only [`expose_secret`](Self::expose_secret) reads it, `Debug` prints `[redacted]`, and its memory is zeroed when it
/// is dropped. It has no `Display` and no `PartialEq`, and implements `Serialize` only with the feature `httpmock`.
///
/// ```
/// use certcentral::SecretString;
///
/// let key = SecretString::from("not-a-real-key");
/// assert_eq!(format!("{key:?}"), "SecretString([redacted])");
/// assert_eq!(key.expose_secret(), "not-a-real-key");
/// ```
#[derive(Clone)]
pub struct SecretString(String);

impl SecretString {
    /// Returns the secret. A copy of it is not zeroed: avoid copies.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl From<String> for SecretString {
    fn from(secret: String) -> Self {
        Self(secret)
    }
}

/// Copies the string. The original is not zeroed.
impl From<&str> for SecretString {
    fn from(secret: &str) -> Self {
        Self(secret.to_owned())
    }
}

impl Drop for SecretString {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretString([redacted])")
    }
}

/// Rejects an empty or blank string, which cannot be a usable secret.
impl<'de> serde::Deserialize<'de> for SecretString {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let secret = Self(String::deserialize(deserializer)?);
        if secret.0.trim_ascii().is_empty() {
            return Err(serde::de::Error::custom("expected a secret, found an empty string"));
        }
        Ok(secret)
    }
}

/// For mock servers, which must send secrets. Requires the feature `httpmock`.
#[cfg(feature = "httpmock")]
impl serde::Serialize for SecretString {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for SecretString {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SecretString".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "password" })
    }
}

/// Secret bytes, for example the body of a response.
///
/// Only [`expose_secret`](Self::expose_secret) reads them, `Debug` prints `[redacted]` and their number, and their
/// memory is zeroed when they are dropped.
#[derive(Clone, Default)]
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// Returns the secret. A copy of it is not zeroed: avoid copies.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }

    /// Returns the number of bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        &mut self.0
    }

    /// Appends `bytes`. If that needs a larger buffer, zeroes the old one.
    #[inline]
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.max(self.0.capacity() * 2));
            larger.extend_from_slice(&self.0);
            self.0.zeroize();
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
    }
}

impl From<Vec<u8>> for SecretBytes {
    fn from(secret: Vec<u8>) -> Self {
        Self(secret)
    }
}

/// Lets `Bytes` own the secret, which is then zeroed when the last `Bytes` is dropped.
impl AsRef<[u8]> for SecretBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for SecretBytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretBytes([redacted; {}])", self.0.len())
    }
}

/// Returns a header value that is marked sensitive, or `None` if a character is invalid in headers. Its memory is zeroed when the last copy is dropped.
pub(crate) fn sensitive_header(parts: &[&str]) -> Option<HeaderValue> {
    let owner = Bytes::from_owner(SecretBytes::from(parts.concat().into_bytes()));
    let mut value = HeaderValue::from_maybe_shared(owner).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A writer whose buffer is a secret.
pub(crate) struct SecretWriter(SecretBytes);

impl SecretWriter {
    pub(crate) fn new() -> Self {
        Self(SecretBytes::with_capacity(64))
    }

    pub(crate) fn into_bytes(self) -> SecretBytes {
        self.0
    }
}

impl fmt::Write for SecretWriter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(text.as_bytes());
        Ok(())
    }
}

impl io::Write for SecretWriter {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.extend(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_string_is_not_a_secret() {
        for (json, is_secret) in [(r#""not-a-real-key""#, true), (r#""""#, false), (r#""  ""#, false)] {
            assert_eq!(serde_json::from_str::<SecretString>(json).is_ok(), is_secret, "{json}");
        }
    }

    #[test]
    fn extending_keeps_every_byte() {
        let mut bytes = SecretBytes::with_capacity(2);
        for chunk in [&b"ab"[..], b"c", b"defgh", b""] {
            bytes.extend(chunk);
        }
        assert_eq!(bytes.expose_secret(), b"abcdefgh");
    }
}
