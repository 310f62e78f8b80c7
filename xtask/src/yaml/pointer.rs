//! JSON pointers (RFC 6901).

/// Escapes a key for use in a JSON pointer.
#[must_use]
pub fn escape(key: &str) -> String {
    // A fast path: every check escapes all keys, and few contain `~` or `/`.
    let bytes = key.as_bytes();
    if bytes.contains(&b'~') || bytes.contains(&b'/') {
        key.replace('~', "~0").replace('/', "~1")
    } else {
        key.to_owned()
    }
}

/// Reverts [`escape`].
#[must_use]
pub fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}
