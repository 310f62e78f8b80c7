//! Values that must not be seen by accident.
//!
//! A secret shows itself only through `expose_secret()`. Its memory is zeroed when it is dropped. It
//! has no `Display`, no `PartialEq`, and no `Serialize` outside the feature `httpmock`: whoever
//! wants to write it down has to say so, and gets a compile error until then.

use std::{fmt, io};

use zeroize::Zeroize;

/// A secret text: an API key, for example.
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
    /// The secret itself. Keep what you do with it short, and do not copy it where it is not zeroed.
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

/// Copies the text: the original is not zeroed.
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

/// Refuses an empty string: it is not a secret that anybody could use.
impl<'de> serde::Deserialize<'de> for SecretString {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let secret = Self(String::deserialize(deserializer)?);
        if secret.0.trim_ascii().is_empty() {
            return Err(serde::de::Error::custom("expected a secret, found an empty string"));
        }
        Ok(secret)
    }
}

/// For mock servers, which have to send secrets in their answers.
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

/// Secret bytes: the body of a response, for example.
#[derive(Clone, Default)]
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// The secret itself. Keep what you do with it short, and do not copy it where it is not zeroed.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.0
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
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

    /// Appends `bytes`; where that takes a larger buffer, the outgrown one is zeroed.
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

/// So that a shared buffer can own the secret, and zero it when its last user is done.
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

/// Collects what is written to it as a secret.
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
    fn growing_keeps_every_byte() {
        let mut bytes = SecretBytes::with_capacity(2);
        for chunk in [&b"ab"[..], b"c", b"defgh", b""] {
            bytes.extend(chunk);
        }
        assert_eq!(bytes.expose_secret(), b"abcdefgh");
    }
}
