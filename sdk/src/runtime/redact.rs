//! What of a response may be shown: short, printable, and without the caller's key.

use reqwest::header::HeaderValue;
use serde_json::Value;

/// How many bytes of a response are shown at most.
const LIMIT: usize = 300;

/// The beginning of `text`, on one line, without characters that a terminal would act on and without `secret`.
pub(super) fn excerpt(text: &str, secret: Option<&HeaderValue>) -> String {
    let secret = secret.map_or(&[][..], HeaderValue::as_bytes);
    let text = redact(text, &String::from_utf8_lossy(secret));
    let mut excerpt = String::new();
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            excerpt.push(' ');
        }
        for character in word.chars() {
            if excerpt.len() >= LIMIT {
                excerpt.push('…');
                return excerpt;
            }
            if character.is_control() {
                excerpt.extend(character.escape_default());
            } else {
                excerpt.push(character);
            }
        }
    }
    excerpt
}

/// The texts and numbers in a JSON value, without its keys: `code: message; code: message`.
pub(super) fn leaves(json: &[u8]) -> String {
    fn write(value: &Value) -> String {
        let join = |values: Vec<String>, separator| {
            let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
            values.join(separator)
        };
        match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(items) => join(items.iter().map(write).collect(), "; "),
            Value::Object(object) => join(object.values().map(write).collect(), ": "),
            other => other.to_string(),
        }
    }
    serde_json::from_slice(json)
        .map_or_else(|_| String::from_utf8_lossy(json).into_owned(), |value| write(&value))
}

/// Replaces `secret` in each way that text may be escaped, and its beginning where the text ends with that.
fn redact(text: &str, secret: &str) -> String {
    const REDACTED: &str = "[redacted]";
    if secret.is_empty() {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for form in [secret.to_owned(), secret.escape_debug().to_string(), secret.replace('/', "\\/")] {
        text = text.replace(&form, REDACTED);
    }
    let cut = (4..secret.len()).rev().find(|length| text.ends_with(&secret[..*length]));
    if let Some(length) = cut {
        text.truncate(text.len() - length);
        text.push_str(REDACTED);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: HeaderValue = HeaderValue::from_static("not/a\"real-key");

    #[test]
    fn an_excerpt_is_short_and_printable() {
        let text = "  <h1>\n\tForbidden \x1b[31m</h1>\n";
        assert_eq!(excerpt(text, Some(&SECRET)), "<h1> Forbidden \\u{1b}[31m</h1>");
        assert_eq!(excerpt(&"ä".repeat(1000), Some(&SECRET)).chars().count(), 151);
        assert_eq!(excerpt("", Some(&SECRET)), "");
    }

    #[test]
    fn the_callers_key_is_not_in_an_excerpt_however_it_is_escaped_or_cut() {
        for text in [
            "key not/a\"real-key!",
            "key not/a\\\"real-key!",
            "key not\\/a\"real-key!",
            "key not/a\"real-ke",
            "key not/",
        ] {
            let shown = excerpt(text, Some(&SECRET));
            assert!(shown.starts_with("key [redacted]"), "{text}: {shown}");
        }
        assert_eq!(excerpt("not this", Some(&SECRET)), "not this");
    }

    #[test]
    fn leaves_are_what_a_person_reads() {
        let json = br#"{"errors":[{"code":"a|b","message":"No."},{"code":"c","message":null}],"n":1}"#;
        assert_eq!(leaves(json), "a|b: No.; c: 1");
        assert_eq!(leaves(b"<html>"), "<html>");
    }
}
