//! Decodes JSON with secrets without copying them into buffers that are not zeroed.

use serde::de::DeserializeOwned;

use super::SecretBytes;

/// Decodes a value that may contain secrets.
pub(super) fn from_secret<T: DeserializeOwned>(json: &SecretBytes) -> serde_json::Result<T> {
    if !json.expose_secret().contains(&b'\\') {
        return serde_json::from_slice(json.expose_secret());
    }
    // `serde_json` decodes a string with escapes in its own buffer, which is not zeroed.
    let mut unescaped = json.clone();
    unescape_strings(unescaped.as_mut_slice());
    serde_json::from_slice(unescaped.expose_secret())
}

/// Replaces the escapes of characters that JSON permits unescaped.
///
/// Pads each string with spaces after its end, so that all values keep their positions.
fn unescape_strings(json: &mut [u8]) {
    let (mut read, mut written) = (0, 0);
    let mut is_string = false;
    while let Some(byte) = json.get(read).copied() {
        if is_string && byte == b'\\' {
            if let Some((character, length)) = plain_character(&json[read..]) {
                written += character.encode_utf8(&mut json[written..]).len();
                read += length;
            } else {
                let end = json.len().min(read + 2);
                json.copy_within(read..end, written);
                (written, read) = (written + end - read, end);
            }
            continue;
        }
        json[written] = byte;
        (written, read) = (written + 1, read + 1);
        is_string ^= byte == b'"';
        if !is_string {
            json[written..read].fill(b' ');
            written = read;
        }
    }
    json[written..].fill(b' ');
}

/// Returns the character and the length of the escape at the beginning of `json`, or `None` if the character must stay
/// escaped.
fn plain_character(json: &[u8]) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
        let digits = digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)?;
        u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
    };
    if json.starts_with(b"\\/") {
        return Some(('/', 2));
    }
    let first = unit(0)?;
    let units = std::iter::once(first).chain(unit(6));
    let character = char::decode_utf16(units).next()?.ok()?;
    let is_plain = character >= ' ' && !matches!(character, '"' | '\\');
    is_plain.then_some((character, 6 * character.len_utf16()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unnecessary_escapes_are_removed() {
        for (json, unescaped) in [
            (r#"{"a":"x\/y","b":1}"#, r#"{"a":"x/y" ,"b":1}"#),
            (r#"["\u0041\u00e9","\ud83d\ude00"]"#, r#"["Aé"         ,"😀"        ]"#),
            (
                r#"["\"\\\n\u0022\u005c\u001f\ud83d\udg00\ude00x"]"#,
                r#"["\"\\\n\u0022\u005c\u001f\ud83d\udg00\ude00x"]"#,
            ),
            (r#"["\\u0041","\\\u0041"]"#, r#"["\\u0041","\\A"     ]"#),
            (r#"["a\u004"#, r#"["a\u004"#),
            (r#"["\u0041"#, r#"["A     "#),
            (r#"["\"#, r#"["\"#),
            (r"{} \u0041", r"{} \u0041"),
        ] {
            let mut bytes = json.as_bytes().to_vec();
            unescape_strings(&mut bytes);
            assert_eq!(str::from_utf8(&bytes), Ok(unescaped), "{json}");
        }
    }

    #[test]
    fn from_secret_decodes_like_serde_json() {
        for json in
            [r#"["a\/b\u0041\ud83d\ude00","\"\u0022\\"]"#, r#"["a","b"]"#, r#"["\x"]"#, r#"["\ud800"]"#]
        {
            let decoded: Result<Vec<String>, _> = from_secret(&SecretBytes::from(json.as_bytes().to_vec()));
            let expected: Result<Vec<String>, _> = serde_json::from_str(json);
            assert_eq!(
                decoded.map_err(|error| error.to_string()),
                expected.map_err(|error| error.to_string()),
                "{json}"
            );
        }
    }
}
