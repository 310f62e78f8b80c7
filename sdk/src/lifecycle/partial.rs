//! Reads a created key from a response that cannot be decoded.

use std::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use crate::types::CreatedKey;
use crate::{SecretBytes, SecretString};

/// Returns the key in `body`, if it is complete: its string is closed, and its ID is followed by something.
///
/// Rejects escapes, because the JSON library decodes them in a buffer that is not zeroed.
pub(super) fn created_key(body: &SecretBytes) -> Option<CreatedKey> {
    let body = body.expose_secret();
    if body.contains(&b'\\') {
        return None;
    }
    let mut found = Found::default();
    // The rest of the body need not be JSON.
    let _ = serde_json::Deserializer::from_slice(body).deserialize_map(&mut found);
    let is_id_cut = found.ends_with_id && body.last().is_some_and(u8::is_ascii_digit);
    match found {
        Found { id: Some(id), api_key: Some(key), is_repeated: false, .. } if !is_id_cut => {
            Some(CreatedKey::new(id, key))
        }
        _ => None,
    }
}

#[derive(Default)]
struct Found {
    id: Option<i64>,
    api_key: Option<SecretString>,
    is_repeated: bool,
    /// `true` if the ID is the last property, and its object does not end.
    ends_with_id: bool,
}

impl<'de> Visitor<'de> for &mut Found {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<&str>()? {
            match name {
                "id" => {
                    self.is_repeated |= self.id.is_some();
                    self.ends_with_id = true;
                    self.id = Some(map.next_value()?);
                    continue;
                }
                "api_key" => {
                    self.is_repeated |= self.api_key.is_some();
                    self.api_key = Some(map.next_value()?);
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            self.ends_with_id = false;
        }
        self.ends_with_id = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Option<(i64, String)> {
        let key = created_key(&SecretBytes::from(body.as_bytes().to_vec()))?;
        Some((key.id, key.api_key.expose_secret().to_owned()))
    }

    #[test]
    fn complete_key_is_found_in_an_incomplete_body() {
        for body in [
            r#"{"id":184,"api_key":"fake""#,
            r#"{"id":184,"api_key":"fake"}, and more"#,
            r#"{"id":184,"api_key":"fake"}12"#,
            r#"{"x":[{"id":7}],"id":184,"api_key":"fake","rest":[1,"#,
            r#"{"api_key":"fake","id":184,"#,
            r#"{"api_key":"fake","id":184 "#,
            r#"{"api_key":"fake","id":184}"#,
        ] {
            assert_eq!(found(body), Some((184, "fake".to_owned())), "{body}");
        }
    }

    #[test]
    fn key_that_may_be_incomplete_is_not_found() {
        for body in [
            "",
            "fake",
            r#"{"id":184,"api_key":"fake"#,
            r#"{"id":184,"api_key":"""#,
            r#"{"id":184"#,
            r#"{"api_key":"fake","id":184"#,
            r#"{"api_key":"fake","id":184.5,"#,
            r#"{"api_key":"fake","id":"184","#,
            r#"{"id":184,"id":185,"api_key":"fake"}"#,
            r#"{"id":184,"api_key":"fa\/ke"}"#,
            r#"{"data":{"id":184,"api_key":"fake"}}"#,
            r#"[{"id":184,"api_key":"fake"}]"#,
            r#"<p>{"id":184,"api_key":"fake"}"#,
        ] {
            assert_eq!(found(body), None, "{body}");
        }
    }
}
