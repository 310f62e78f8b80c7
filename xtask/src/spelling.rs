//! Suggestions for misspelt words.

/// Returns the candidate that `written` is most likely a typo of, if one is close enough.
pub fn suggest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // In a word of three letters, two changes make another word.
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

/// Removes case and separators from a name.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
