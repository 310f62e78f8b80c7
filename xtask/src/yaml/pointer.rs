//! JSON pointers (RFC 6901).

/// Escapes a key for use in a JSON pointer.
#[must_use]
pub fn escape(key: &str) -> String {
    // Few keys have anything to escape, and every check escapes all of them.
    let bytes = key.as_bytes();
    if bytes.contains(&b'~') || bytes.contains(&b'/') {
        key.replace('~', "~0").replace('/', "~1")
    } else {
        key.to_owned()
    }
}

/// A key as it was before it was [escaped](escape).
#[must_use]
pub fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}
