//! Tags: a random mark at the beginning of a key's name, until the key is confirmed.

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Digits and lower-case letters, without those that look like others.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Number of random characters: 50 bits.
const RANDOM: usize = 10;

/// Number of characters of the checksum, which follow the random ones.
const CHECKSUM: usize = 2;

/// Tag in the name of a key that nobody has confirmed to hold, as in `[k7f3q2mz90wd] ci`.
///
/// A tag is random, and new for each request that creates a key, so that it identifies the key of that request. A
/// checksum distinguishes it from other text in brackets. It stands at the beginning of the name, where no length limit
/// cuts it off.
///
/// ```
/// use certcentral::lifecycle::Tag;
///
/// let (tag, name) = Tag::parse("[0123456789pv] ci").expect("a tag");
/// assert_eq!((tag.as_str(), name), ("0123456789pv", "ci"));
/// assert_eq!(tag.mark(name), "[0123456789pv] ci");
/// assert!(Tag::parse("[release 2024] ci").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tag(String);

impl Tag {
    /// Returns a new tag.
    ///
    /// The operating system's randomness makes it unique, whatever the program seeds.
    pub(super) fn random() -> Self {
        let mut hasher = RandomState::new().build_hasher();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // A forked process has the same random state.
        hasher.write_u128(now.as_nanos());
        hasher.write_u32(std::process::id());
        let random = characters(hasher.finish(), RANDOM);
        let checksum = checksum(&random);
        Self(random + &checksum)
    }

    /// Splits the name of a key into its tag and the rest. Returns `None` if it does not begin with a tag.
    #[must_use]
    pub fn parse(name: &str) -> Option<(Self, &str)> {
        let (tag, rest) = name.strip_prefix('[')?.split_once(']')?;
        Some((tag.parse().ok()?, rest.strip_prefix(' ').unwrap_or(rest)))
    }

    /// Returns `name` with this tag at its beginning.
    #[must_use]
    pub fn mark(&self, name: &str) -> String {
        format!("[{self}] {name}")
    }

    /// Returns the characters of the tag, without the brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns `name` without its tags.
pub(super) fn base_name(mut name: &str) -> &str {
    while let Some((_, rest)) = Tag::parse(name) {
        name = rest;
    }
    name
}

/// Writes the characters of the tag, without the brackets.
impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a tag without brackets, as [`Tag::as_str`] returns it.
impl FromStr for Tag {
    type Err = InvalidTag;

    fn from_str(text: &str) -> Result<Self, InvalidTag> {
        let is_known = text.bytes().all(|byte| ALPHABET.contains(&byte));
        let (random, given) = text.split_at_checked(RANDOM).ok_or(InvalidTag)?;
        if is_known && given == checksum(random) { Ok(Self(text.to_owned())) } else { Err(InvalidTag) }
    }
}

impl TryFrom<String> for Tag {
    type Error = InvalidTag;

    fn try_from(text: String) -> Result<Self, InvalidTag> {
        text.parse()
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.0
    }
}

/// Error of text that is not a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTag;

impl fmt::Display for InvalidTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = RANDOM + CHECKSUM;
        write!(f, "expected a tag of {length} characters with a valid checksum, found other text")
    }
}

impl std::error::Error for InvalidTag {}

/// Returns `count` characters for the lowest bits of `bits`.
fn characters(bits: u64, count: usize) -> String {
    (0..count).map(|index| char::from(ALPHABET[(bits >> (5 * index) & 31) as usize])).collect()
}

/// Returns the checksum of `text`, its number in base 32 modulo a prime: a change of one character changes it.
fn checksum(text: &str) -> String {
    const PRIME: u64 = 1021;
    let digit = |byte| ALPHABET.iter().position(|known| *known == byte).unwrap_or_default() as u64;
    characters(text.bytes().fold(0, |sum, byte| (sum * 32 + digit(byte)) % PRIME), CHECKSUM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_with_a_tag_is_split_and_put_together() {
        for name in ["ci", "", " ci", "[x] ci", "ä"] {
            let tag = Tag::random();
            let marked = tag.mark(name);
            assert_eq!(Tag::parse(&marked), Some((tag.clone(), name)));
            assert_eq!(base_name(&Tag::random().mark(&marked)), name);
            assert_eq!(tag.to_string().parse(), Ok(tag));
        }
    }

    #[test]
    fn name_that_is_cut_after_the_tag_keeps_it() {
        let tag = Tag::random();
        let marked = tag.mark("ci");
        for length in RANDOM + CHECKSUM + 2..marked.len() {
            assert_eq!(Tag::parse(&marked[..length]).map(|(tag, _)| tag), Some(tag.clone()));
        }
    }

    #[test]
    fn other_names_have_no_tag() {
        for name in ["ci", "", "[", "[]", "[] ci", "[0123456789] ci", "[release 2024] ci", "[ääääää] ci"]
        {
            assert_eq!(Tag::parse(name), None, "{name}");
        }
    }

    #[test]
    fn every_change_of_one_character_invalidates_a_tag() {
        let text = Tag::random().0;
        for index in 0..text.len() {
            for other in ALPHABET {
                let mut changed = text.clone().into_bytes();
                changed[index] = *other;
                let changed = String::from_utf8(changed).expect("ASCII");
                assert_eq!(changed.parse::<Tag>().is_ok(), changed == text, "{text} {changed}");
            }
        }
    }

    #[test]
    fn tags_differ_even_if_the_program_seeds_its_generator() {
        let tags: std::collections::BTreeSet<Tag> = (0..1000)
            .map(|_| {
                fastrand::seed(7);
                Tag::random()
            })
            .collect();
        assert_eq!(tags.len(), 1000);
    }
}
