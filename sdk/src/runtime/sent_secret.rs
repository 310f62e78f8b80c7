//! Secrets in requests: the only code that serializes a secret.
//!
//! A type that contains a secret does not implement `Serialize`, so that a program cannot store it by accident. If a
//! request contains it, the generated code implements [`SerializeSecret`] for it, which only this crate can call.

#![allow(dead_code, reason = "for documents with secrets in requests")]

use std::collections::HashMap;
use std::hash::BuildHasher;

use reqwest::header::HeaderValue;
use serde::{Serialize, Serializer};

use super::SecretString;
use super::secret::sensitive_header;

/// Serializes a value that contains secrets, for the body of a request.
pub(crate) trait SerializeSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Serializes the value inside, with its secrets.
pub(super) struct Exposed<'a, T>(pub(super) &'a T);

impl<T: SerializeSecret> Serialize for Exposed<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        SerializeSecret::serialize(self.0, serializer)
    }
}

impl SerializeSecret for SecretString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose_secret())
    }
}

impl<T: SerializeSecret> SerializeSecret for Box<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        SerializeSecret::serialize(&**self, serializer)
    }
}

impl<T: SerializeSecret> SerializeSecret for Option<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&self.as_ref().map(Exposed), serializer)
    }
}

impl<T: SerializeSecret> SerializeSecret for Vec<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Exposed))
    }
}

impl<K: Serialize, T: SerializeSecret, H: BuildHasher> SerializeSecret for HashMap<K, T, H> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(key, value)| (key, Exposed(value))))
    }
}

/// The value of a header parameter.
pub(crate) trait HeaderParameter {
    const IS_SECRET: bool;

    /// Returns `None` if the value contains anything but visible ASCII, spaces and tabs.
    fn to_header(&self) -> Option<HeaderValue>;
}

impl<T: ToString> HeaderParameter for T {
    const IS_SECRET: bool = false;

    fn to_header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.to_string()).ok()
    }
}

impl HeaderParameter for SecretString {
    const IS_SECRET: bool = true;

    fn to_header(&self) -> Option<HeaderValue> {
        sensitive_header(&[self.expose_secret()]).filter(|value| value.to_str().is_ok())
    }
}
