//! Finds the caller's API key in text, in all usual encodings.
//!
//! The finder decodes escapes until none are left. It reads each stage as plain characters, hexadecimal, Base64 and
//! decimal bytes, reduces each reading to its letters and digits in lower case, and searches it for runs of seven of
//! the key's characters, forwards and backwards. All copies are zeroed.

use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

use super::SecretBytes;

/// Number of characters in a row that count as the key. A shorter key counts only as a whole.
///
/// Messages must not show eight characters in a row. Base64 may split the first and last of them across digits with
/// other characters, and then only seven can be decoded.
const RUN: usize = 7;

/// Maximum number of decoding stages. Text with more stages counts as containing the key.
const MAX_STAGES: usize = 8;

/// Finds the caller's API key or parts of it.
pub(super) struct KeyFinder {
    /// The key's letters and digits, so that separators do not hide it.
    alphanumeric: Runs,
    /// All of the key's characters, so that a part with few letters and digits is found too.
    complete: Runs,
}

impl KeyFinder {
    /// Returns a finder for `key`. Without a key, it finds nothing.
    pub(super) fn new(key: Option<&HeaderValue>) -> Self {
        let key = key.map_or(&[][..], HeaderValue::as_bytes);
        let symbols = key.iter().copied().filter(|byte| !byte.is_ascii_alphanumeric());
        Self {
            alphanumeric: Runs::of(key, SecretBytes::default()),
            complete: Runs::of(key, SecretBytes::from(symbols.collect::<Vec<u8>>())),
        }
    }

    /// Reports whether `text` contains the key, or a part of it, in any of the encodings.
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        if self.complete.packed.is_empty() {
            return false;
        }
        let mut stage = SecretBytes::from(text.to_vec());
        for _ in 0..MAX_STAGES {
            if self.is_in_stage(stage.expose_secret()) {
                return true;
            }
            let decoded = unescape(stage.expose_secret());
            // Decoding makes text shorter, unless it has no escapes.
            if decoded.len() == stage.len() {
                return false;
            }
            stage = decoded;
        }
        true
    }

    fn is_in_stage(&self, text: &[u8]) -> bool {
        self.matches(text.iter().copied())
            || self.matches(decimal(text))
            || (0..2).any(|skipped| self.matches(bytes_of(text, skipped, 4, hex_digit)))
            || (0..4).any(|skipped| self.matches(bytes_of(text, skipped, 6, base64_digit)))
    }

    fn matches(&self, bytes: impl Iterator<Item = u8> + Clone) -> bool {
        let has_symbols = !self.complete.symbols.is_empty();
        self.alphanumeric.are_in(bytes.clone()) || (has_symbols && self.complete.are_in(bytes))
    }
}

/// All runs of `length` characters of a key. Skips characters that are neither letters, digits nor `symbols`.
struct Runs {
    /// Each run as an integer, forwards and backwards; sorted.
    packed: Zeroizing<Vec<u64>>,
    length: usize,
    symbols: SecretBytes,
}

impl Runs {
    fn of(key: &[u8], symbols: SecretBytes) -> Self {
        let mut runs = Self { packed: Zeroizing::default(), length: 0, symbols };
        runs.length = key.iter().filter(|byte| runs.counts(**byte)).count().min(RUN);
        let mut packed = Zeroizing::new(Vec::with_capacity(2 * key.len()));
        packed.extend(runs.windows(key.iter().copied()));
        packed.extend(runs.windows(key.iter().rev().copied()));
        packed.sort_unstable();
        runs.packed = packed;
        runs
    }

    fn counts(&self, byte: u8) -> bool {
        byte.is_ascii_alphanumeric() || self.symbols.expose_secret().contains(&byte)
    }

    fn are_in(&self, bytes: impl Iterator<Item = u8>) -> bool {
        self.windows(bytes).any(|window| self.packed.binary_search(&window).is_ok())
    }

    /// Returns each run of characters in `bytes`, in lower case, as an integer.
    fn windows(&self, bytes: impl Iterator<Item = u8>) -> impl Iterator<Item = u64> {
        let mut window = [0; RUN];
        bytes.filter(|byte| self.counts(*byte)).enumerate().filter_map(move |(index, byte)| {
            window.rotate_left(1);
            window[RUN - 1] = byte.to_ascii_lowercase();
            let run = &window[RUN - self.length..];
            let packed = run.iter().fold(0, |packed, byte| packed << 8 | u64::from(*byte));
            (self.length > 0 && index + 1 >= self.length).then_some(packed)
        })
    }
}

/// Returns the bytes that digits of `bits` bits encode, after the first `skipped` digits. Other characters separate.
fn bytes_of(
    text: &[u8],
    skipped: usize,
    bits: u32,
    digit: fn(u8) -> Option<u8>,
) -> impl Iterator<Item = u8> + Clone {
    let (mut buffer, mut filled) = (0_u32, 0);
    text.iter().filter_map(move |byte| digit(*byte)).skip(skipped).filter_map(move |digit| {
        buffer = buffer << bits | u32::from(digit);
        filled += bits;
        (filled >= 8).then(|| {
            filled -= 8;
            (buffer >> filled).to_le_bytes()[0]
        })
    })
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// Returns the value of a Base64 digit, in the standard or the URL-safe alphabet.
fn base64_digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// Returns the decimal numbers in `text` as bytes.
fn decimal(text: &[u8]) -> impl Iterator<Item = u8> + Clone {
    let numbers = text.split(|byte| !byte.is_ascii_digit()).filter(|digits| !digits.is_empty());
    numbers.filter_map(|digits| str::from_utf8(digits).ok()?.parse().ok())
}

/// Decodes each escape. Removes characters that are not ASCII.
fn unescape(text: &[u8]) -> SecretBytes {
    let mut unescaped = SecretBytes::with_capacity(text.len());
    let mut rest = text;
    while let [first, ..] = rest {
        let (character, length) = escape(rest).unwrap_or((u32::from(*first), 1));
        if let Ok(byte @ 0..0x80) = u8::try_from(character) {
            unescaped.extend(&[byte]);
        }
        rest = &rest[length..];
    }
    unescaped
}

const NO_END: u8 = b'\0';

/// Returns the character and the length of the escape at the beginning of `text`.
fn escape(text: &[u8]) -> Option<(u32, usize)> {
    // Reads up to `digits` digits after a prefix, and an optional `end` character.
    let number = |prefix: usize, radix: u32, digits: usize, end: u8| {
        let digits = text[prefix..].iter().take(digits).take_while(|byte| char::from(**byte).is_digit(radix));
        let digits = digits.count();
        let number = str::from_utf8(&text[prefix..prefix + digits]).ok()?;
        // A number of more than 32 bits is not a character.
        let character = (digits > 0).then(|| u32::from_str_radix(number, radix).unwrap_or(u32::MAX))?;
        let end = usize::from(text.get(prefix + digits) == Some(&end));
        Some((character, prefix + digits + end))
    };
    match text {
        [b'%', b'u' | b'U', ..] => number(2, 16, 4, NO_END),
        // `=` is quoted-printable.
        [b'%' | b'=', first, second, ..] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit() => {
            number(1, 16, 2, NO_END)
        }
        [b'&', b'#', b'x' | b'X', ..] => number(3, 16, 16, b';'),
        [b'&', b'#', ..] => number(2, 10, 16, b';'),
        [b'&', ..] => {
            let name = text[1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let character = match &text[1..=name] {
                b"amp" => u32::from(b'&'),
                b"lt" => u32::from(b'<'),
                b"gt" => u32::from(b'>'),
                b"quot" => u32::from(b'"'),
                b"apos" => u32::from(b'\''),
                _ => u32::MAX,
            };
            (text.get(name + 1) == Some(&b';')).then_some((character, name + 2))
        }
        [b'\\', b'x', ..] | [b'0', b'x' | b'X', ..] => number(2, 16, 2, NO_END),
        [b'\\', b'0'..=b'7', ..] => number(1, 8, 3, NO_END),
        [b'\\', b'n' | b'r' | b't' | b'b' | b'f', ..] => Some((u32::from(b' '), 2)),
        [b'\\', escaped, ..] => Some((u32::from(*escaped), 2)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Obviously not a real key.
    const KEY: &str = "not0a/real\"Key-with+signs~and0digits0123";

    fn finds(key: &str, text: &str) -> bool {
        let key = HeaderValue::from_str(key).expect("a header");
        KeyFinder::new(Some(&key)).is_in(text.as_bytes())
    }

    fn each(text: &str, format: impl Fn(u8) -> String, separator: &str) -> String {
        text.bytes().map(format).collect::<Vec<_>>().join(separator)
    }

    fn base64(text: &str, alphabet: &[u8; 64]) -> String {
        let bits: Vec<bool> =
            text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).collect();
        let digits = bits.chunks(6).map(|bits| {
            let digit = bits.iter().fold(0, |digit, bit| digit << 1 | usize::from(*bit));
            char::from(alphabet[digit << (6 - bits.len())])
        });
        digits.collect()
    }

    const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// Returns every encoding in which the finder must recognise `part`.
    fn forms(part: &str) -> Vec<String> {
        let percent = each(part, |byte| format!("%{byte:02x}"), "");
        let json = each(part, |byte| format!("\\u{byte:04X}"), "");
        let mut forms = vec![
            part.to_owned(),
            part.to_uppercase(),
            part.to_lowercase(),
            part.chars().rev().collect(),
            part.replace('/', "\\/").replace('"', "\\\""),
            part.replace('"', "&quot;").replace('/', "&#47;").replace('+', "&amp;#x2b;"),
            part.escape_debug().to_string(),
            percent.clone(),
            percent.to_uppercase(),
            percent.replace('%', "%2525"),
            percent.replace('%', "="),
            each(part, |byte| format!("%u{byte:04x}"), ""),
            each(part, |byte| format!("&#{byte};"), ""),
            each(part, |byte| format!("&#0{byte}"), " "),
            each(part, |byte| format!("&#x{byte:X};"), ""),
            each(
                part,
                |byte| if byte % 2 == 0 { format!("&#{byte};") } else { char::from(byte).to_string() },
                "",
            ),
            each(part, |byte| format!("&amp;#x{byte:04x};"), ""),
            json.clone(),
            json.replace('\\', "\\\\"),
            each(part, |byte| format!("\\x{byte:02x}"), ""),
            each(part, |byte| format!("\\u{{{byte:x}}}"), ""),
            each(part, |byte| format!("\\{byte:03o}"), ""),
            each(part, |byte| format!("U+{byte:04X}"), " "),
            each(part, |byte| format!("{byte:02x}"), ""),
            each(part, |byte| format!("{byte:02X}"), ":"),
            each(part, |byte| format!("{byte:#04x}"), ", "),
            each(part, |byte| byte.to_string(), ", "),
            each(part, |byte| byte.to_string(), " "),
        ];
        for separator in
            ["_", " ", "\n", "\u{200b}", "\u{ad}", "\u{e0041}", "\u{202e}", "\u{301}", "&#8203;", ".\t"]
        {
            forms.push(each(part, |byte| char::from(byte).to_string(), separator));
        }
        for before in ["", "x", "xy"] {
            for alphabet in [STANDARD, URL_SAFE] {
                let encoded = base64(&format!("{before}{part}"), alphabet);
                forms.extend([
                    encoded.replace('/', "\\/"),
                    each(&encoded, |b| char::from(b).to_string(), "\r\n"),
                ]);
                forms.push(each(&encoded, |byte| format!("%{byte:02X}"), ""));
                forms.push(encoded);
            }
        }
        forms
    }

    #[test]
    fn finds_a_key_in_every_encoding() {
        for key in [KEY, "plainletters", "short", "12345678", "a-b-c-d-e-f-g", "---------", "~"] {
            for form in forms(key) {
                assert!(finds(key, &form), "{key}: {form}");
                // Digits before the key shift the alignment of hexadecimal and Base64.
                for before in ["a", "ab", "abc"] {
                    assert!(finds(key, &format!("{before} {form}, or is it?")), "{key}: {before} {form}");
                }
            }
        }
    }

    #[test]
    fn finds_every_part_of_seven_characters_and_none_of_six() {
        for at in 0..=KEY.len() - RUN {
            for form in forms(&KEY[at..at + RUN]) {
                assert!(finds(KEY, &format!("(= {form} =)")), "{form}");
            }
            assert!(!finds(KEY, &KEY[at..at + RUN - 1]), "{at}");
        }
    }

    #[test]
    fn finds_nothing_in_other_text() {
        for text in [
            "",
            "The API key is not valid.",
            "access_denied|access_denied_invalid_key",
            "not a real problem, 97% of 0x20 & \\more; digits: 4567",
            "7b226572726f7273223a5b5d7d",
            "&&&%%%===\\\\\\ \\u \\x \\u{ &# &#x; 0x %u",
        ] {
            assert!(!finds(KEY, text), "{text}");
            assert!(!KeyFinder::new(None).is_in(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn text_with_too_many_encodings_counts_as_the_key() {
        let nested = |depth: usize| format!("%{}41", "25".repeat(depth));
        assert!(!finds(KEY, &nested(MAX_STAGES - 2)));
        assert!(finds(KEY, &nested(MAX_STAGES)));
    }
}
