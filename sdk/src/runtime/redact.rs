//! Makes text from outside the program safe for messages: documented, printable, limited in length, and without the
//! caller's API key.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt::{self, Write as _};

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::value::RawValue;

use super::SecretBytes;
use super::key_finder::KeyFinder;
use super::secret::SecretWriter;

const REDACTED: &str = "[redacted]";

/// Maximum number of characters of one part: a code, a message, a cause, or a host.
const MAX_PART: usize = 200;

/// Maximum number of characters of all parts of an error.
const MAX_TEXT: usize = 600;

/// Maximum nesting depth of the documented properties of an error.
const MAX_DEPTH: usize = 8;

/// Media types that messages show.
const MEDIA_TYPES: [&str; 7] = [
    "application/json",
    "application/problem+json",
    "application/xml",
    "application/octet-stream",
    "text/html",
    "text/plain",
    "text/xml",
];

/// Returns `text`, printable and limited in length, or `[redacted]` if it contains `key`.
pub(super) fn part(text: &str, key: Option<&HeaderValue>) -> String {
    if KeyFinder::new(key).is_in(text.as_bytes()) { REDACTED.to_owned() } else { printable(text, MAX_PART) }
}

/// Returns the message of the last error in the chain, which is the most specific one.
pub(crate) fn root_cause(error: &(dyn StdError + 'static), key: Option<&HeaderValue>) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    part(&cause.to_string(), key)
}

/// Returns the strings and numbers of the documented `properties` of a JSON body, in the order of `properties`:
/// `code: message; code: message`.
pub(super) fn documented_text(body: &SecretBytes, properties: &[&str], key: Option<&HeaderValue>) -> String {
    let finder = KeyFinder::new(key);
    let redacted = redact_strings(body, &finder);
    let json = redacted.as_ref().unwrap_or(body).expose_secret();
    let Ok(json) = serde_json::from_slice(json) else { return String::new() };
    let text = text_of(json, properties, MAX_DEPTH);
    // The key may extend over several parts.
    if finder.is_in(text.as_bytes()) { REDACTED.to_owned() } else { printable(&text, MAX_TEXT) }
}

fn text_of(json: &RawValue, properties: &[&str], depth: usize) -> String {
    let json = json.get();
    let parts = |values: Vec<&RawValue>, separator: &str| {
        let texts = values.into_iter().map(|value| text_of(value, properties, depth - 1));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(separator)
    };
    match json.as_bytes() {
        [b'{', ..] if depth > 0 => {
            let members: HashMap<String, &RawValue> = serde_json::from_str(json).unwrap_or_default();
            parts(properties.iter().filter_map(|name| members.get(*name).copied()).collect(), ": ")
        }
        [b'[', ..] if depth > 0 => parts(serde_json::from_str(json).unwrap_or_default(), "; "),
        [b'"', ..] => {
            let text: String = serde_json::from_str(json).unwrap_or_default();
            // The message continues after this text.
            printable(text.trim_end().trim_end_matches('.'), MAX_PART)
        }
        [b'-' | b'0'..=b'9', ..] => printable(json, MAX_PART),
        _ => String::new(),
    }
}

/// Returns a copy of a JSON text in which every string that contains the key is redacted, or `None` if no string does.
///
/// All strings keep their positions, so that error positions in the copy are valid for the original.
pub(super) fn redact_strings(json: &SecretBytes, finder: &KeyFinder) -> Option<SecretBytes> {
    let mut redacted: Option<SecretBytes> = None;
    let mut start = None;
    let mut is_escaped = false;
    for (at, byte) in json.expose_secret().iter().enumerate() {
        match (start, byte) {
            (None, b'"') => start = Some(at + 1),
            (Some(_), b'\\') if !is_escaped => {
                is_escaped = true;
                continue;
            }
            (Some(from), b'"') if !is_escaped => {
                if finder.is_in(&json.expose_secret()[from..at]) {
                    let copy = redacted.get_or_insert_with(|| json.clone());
                    hide(&mut copy.as_mut_slice()[from..=at]);
                }
                start = None;
            }
            _ => {}
        }
        is_escaped = false;
    }
    redacted
}

/// Redacts the rest of a JSON string, up to and including its closing quote.
fn hide(rest: &mut [u8]) {
    let (text, end) = rest.split_at_mut(REDACTED.len().min(rest.len() - 1));
    if text.len() == REDACTED.len() {
        text.copy_from_slice(REDACTED.as_bytes());
        // JSON permits white space after a string.
        end.fill(b' ');
    } else {
        text.fill(b'*');
    }
    end[0] = b'"';
}

/// Writes `[redacted]` instead of the `Debug` form of a value that contains the key or is hidden.
pub(super) struct Redacted<'a, T> {
    pub(super) value: &'a T,
    pub(super) key: Option<&'a HeaderValue>,
    pub(super) is_hidden: bool,
}

impl<T: fmt::Debug> fmt::Debug for Redacted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, key, is_hidden } = self;
        if *is_hidden {
            return f.write_str(REDACTED);
        }
        let mut text = SecretWriter::new();
        if f.alternate() {
            write!(text, "{value:#?}")?;
        } else {
            write!(text, "{value:?}")?;
        }
        let text = text.into_bytes();
        if KeyFinder::new(*key).is_in(text.expose_secret()) {
            return f.write_str(REDACTED);
        }
        f.write_str(str::from_utf8(text.expose_secret()).map_err(|_| fmt::Error)?)
    }
}

/// Returns the media type of a response, if it is well known.
pub(super) fn media_type(headers: &HeaderMap) -> &'static str {
    let value = headers.get(CONTENT_TYPE).map_or(&[][..], HeaderValue::as_bytes);
    let essence = value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let known = MEDIA_TYPES.into_iter().find(|known| essence.eq_ignore_ascii_case(known.as_bytes()));
    known.unwrap_or("unknown media type")
}

/// Returns at most `limit` characters of `text`, on one line. Replaces characters that are not [shown](is_shown).
fn printable(text: &str, limit: usize) -> String {
    const REPLACEMENT: char = '\u{fffd}';
    let mut shown = String::new();
    let mut length = 0;
    let mut last = ' ';
    for character in text.chars() {
        let character = match character {
            _ if character.is_whitespace() => ' ',
            _ if is_shown(character) => character,
            _ => REPLACEMENT,
        };
        if character == last && matches!(character, ' ' | REPLACEMENT) {
            continue;
        }
        if length == limit {
            shown.truncate(shown.trim_end().len());
            shown.push('…');
            return shown;
        }
        shown.push(character);
        (last, length) = (character, length + 1);
    }
    shown.truncate(shown.trim_end().len());
    shown
}

/// Reports whether a character is visible and neither hides nor reorders others: visible ASCII, and the letters and
/// punctuation of scripts that are written from left to right.
fn is_shown(character: char) -> bool {
    match character {
        ' '..='~' => true,
        // Latin, Greek, Cyrillic; punctuation and currencies; Chinese, Japanese, Korean.
        '\u{a1}'..='\u{24f}'
        | '\u{370}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{20a0}'..='\u{20c0}'
        | '\u{3001}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => {
            // `Debug` escapes invisible, formatting and unassigned characters.
            character.escape_debug().len() == 1
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Obviously not a real key.
    const KEY: HeaderValue = HeaderValue::from_static("not0a0real0key0123456789");

    const PROPERTIES: [&str; 3] = ["errors", "code", "message"];

    fn documented(json: &str) -> String {
        documented_text(&SecretBytes::from(json.as_bytes().to_vec()), &PROPERTIES, Some(&KEY))
    }

    #[test]
    fn shows_documented_properties_in_their_order() {
        for (json, shown) in [
            (r#"{"errors":[{"code":"a|b","message":"No."},{"code":"c","message":null}]}"#, "a|b: No; c"),
            (r#" { "errors" : [ { "message" : "No." , "code" : "a|b" } ] } "#, "a|b: No"),
            (r#"{"errors":[{"code":-4.5e99,"message":true}]}"#, "-4.5e99"),
            (r#"{"errors":[{"code":"a","hint":"hidden","more":{"message":"hidden"}}],"n":1}"#, "a"),
            (r#"{"errors":[{"code":"a","message":"\"No\"\n\u00e9."}]}"#, "a: \"No\" é"),
            (r#"{"errors":[]}"#, ""),
            ("<html>", ""),
        ] {
            assert_eq!(documented(json), shown, "{json}");
        }
    }

    #[test]
    fn redacts_documented_text_that_contains_the_key() {
        for (json, shown) in [
            (r#"{"errors":[{"code":"a","message":"x NOT0A0REAL y"}]}"#, "a: [redacted]"),
            (r#"{"errors":[{"code":"a","message":"x\u004eot0a0real"},{"code":"b"}]}"#, "a: [redacted]; b"),
            (r#"{"errors":[{"code":"\\\"not0a0real"}]}"#, "[redacted]"),
            (r#"{"errors":[{"code":"not0a0","message":"real0k"}]}"#, "[redacted]"),
        ] {
            assert_eq!(documented(json), shown, "{json}");
        }
    }

    #[test]
    fn limits_the_length_of_each_part_and_of_all_parts() {
        let long = "word_".repeat(1000);
        let one = documented(&format!(r#"{{"errors":[{{"code":"{long}","message":"m"}}]}}"#));
        assert_eq!(one.chars().count(), MAX_PART + "…: m".chars().count());
        let errors = vec![format!(r#"{{"code":"{long}"}}"#); 100].join(",");
        let all = documented(&format!(r#"{{"errors":[{errors}]}}"#));
        assert_eq!(all.chars().count(), MAX_TEXT + 1);
        let nested = format!("{}\"x\"{}", r#"{"errors":"#.repeat(5000), "}".repeat(5000));
        assert_eq!(documented(&nested), "");
    }

    #[test]
    fn shows_no_character_that_hides_or_reorders_others() {
        let hidden = "\0\x1b\x7f\u{85}\u{ad}\u{34f}\u{61c}\u{5d0}\u{115f}\u{180e}\u{200b}\u{200d}\u{200e}\u{202e}\
                      \u{2028}\u{2066}\u{2800}\u{3164}\u{e000}\u{fe0f}\u{feff}\u{ff21}\u{1d400}\u{e0041}\u{f0000}";
        for character in hidden.chars() {
            let shown = part(&format!("a{character}b"), None);
            assert!(["a\u{fffd}b", "a b"].contains(&shown.as_str()), "{character:?}: {shown:?}");
        }
        assert_eq!(part(&format!(" a{hidden} b\r\n\tc "), None), "a\u{fffd} \u{fffd} \u{fffd} b c");
        assert_eq!(part("Zażółć — „ключ“, 鍵, 열쇠 €5", None), "Zażółć — „ключ“, 鍵, 열쇠 €5");
    }

    #[test]
    fn redacted_json_keeps_all_positions() {
        for (json, redacted) in [
            (r#"{"a":"not0a0real0key","b":1}"#, Some(r#"{"a":"[redacted]"    ,"b":1}"#)),
            (r#"{"a":"x","b":"\"not0a0real\\"}"#, Some(r#"{"a":"x","b":"[redacted]"    }"#)),
            (r#"{"not0a0real0key":[]}"#, Some(r#"{"[redacted]"    :[]}"#)),
            (r#"{"a":"x"}"#, None),
            (r#"{"a":"not0a0real0key"#, None),
        ] {
            let bytes = SecretBytes::from(json.as_bytes().to_vec());
            let found = redact_strings(&bytes, &KeyFinder::new(Some(&KEY)));
            let found = found.map(|bytes| String::from_utf8(bytes.expose_secret().to_vec()).expect("UTF-8"));
            assert_eq!(found.as_deref(), redacted, "{json}");
        }
        let short = SecretBytes::from(br#"["","a","k1"]"#.to_vec());
        let found = redact_strings(&short, &KeyFinder::new(Some(&HeaderValue::from_static("k1"))));
        assert_eq!(found.expect("a copy").expose_secret(), br#"["","a","**"]"#);
    }

    #[test]
    fn debug_of_a_value_with_the_key_is_redacted() {
        let debug =
            |value: &str| format!("{:?}", Redacted { value: &value, key: Some(&KEY), is_hidden: false });
        assert_eq!(debug("not0a0real0key0123456789"), "[redacted]");
        assert_eq!(debug("real0key"), "[redacted]");
        assert_eq!(debug("ci\n"), r#""ci\n""#);
        assert_eq!(
            format!("{:#?}", Redacted { value: &Some(1), key: Some(&KEY), is_hidden: false }),
            "Some(\n    1,\n)"
        );
    }

    #[test]
    fn names_well_known_media_types() {
        let shown = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, text.parse().expect("a header"));
            media_type(&headers)
        };
        assert_eq!(shown("Text/HTML; charset=not0a0real0key"), "text/html");
        assert_eq!(shown("application/not0a0real0key"), "unknown media type");
        assert_eq!(media_type(&HeaderMap::new()), "unknown media type");
    }

    #[test]
    fn root_cause_is_short_and_redacted() {
        #[derive(Debug)]
        struct Outer(std::io::Error);

        impl fmt::Display for Outer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("outer")
            }
        }

        impl StdError for Outer {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                Some(&self.0)
            }
        }

        let cause = |text: &str| root_cause(&Outer(std::io::Error::other(text)), Some(&KEY));
        assert_eq!(cause("inner"), "inner");
        assert_eq!(cause("not0a0real0key"), "[redacted]");
        assert_eq!(cause(&"DnsName(\"a.example\") or ".repeat(1000)).chars().count(), MAX_PART + 1);
    }
}
