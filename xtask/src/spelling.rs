//! What somebody may have meant.

/// The candidate that `written` is most likely a slip of, if it is close to any.
pub fn suggest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A slip in a word of three letters makes it another word.
    let allowed = match written.chars().count() {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    };
    let bare = bare(written);
    let distances = candidates.into_iter().filter(|candidate| *candidate != written).map(|candidate| {
        let distance =
            if bare == self::bare(candidate) { 0 } else { strsim::osa_distance(written, candidate) };
        (distance, candidate)
    });
    let nearest = distances.min_by_key(|(distance, _)| *distance)?;
    (nearest.0 <= allowed && nearest.0 < written.chars().count()).then_some(nearest.1)
}

/// A name without what names are spelt differently in.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
