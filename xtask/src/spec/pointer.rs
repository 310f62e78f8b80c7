//! Tells the keywords of OpenAPI in a JSON pointer from names that the author chose.

use super::objects::is_name_map;

/// Yields the segments of a pointer, each with true if it is a keyword of OpenAPI, and false if the author chose it.
fn segments(pointer: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut owner = "";
    pointer.split('/').skip(1).map(move |segment| {
        // `paths` and `responses` are the maps that can contain extensions.
        let extends = matches!(owner, "paths" | "responses") && segment.starts_with("x-");
        let is_keyword = !is_name_map(owner) || extends;
        owner = if is_keyword { segment } else { "" };
        (segment, is_keyword)
    })
}

/// Returns the segments of a pointer that are keywords of OpenAPI.
pub(crate) fn keywords(pointer: &str) -> Vec<&str> {
    segments(pointer).filter(|(_, is_keyword)| *is_keyword).map(|(segment, _)| segment).collect()
}

/// Returns the last segment of a pointer if it is a keyword of OpenAPI.
pub(crate) fn last_keyword(pointer: &str) -> Option<&str> {
    segments(pointer).last().filter(|(_, is_keyword)| *is_keyword).map(|(segment, _)| segment)
}

/// Returns true if a pointer points into an example, a default, the values of an enum or an extension: data, in which
/// keywords have no meaning.
#[must_use]
pub fn is_in_example(pointer: &str) -> bool {
    let (mut in_examples, mut in_value) = (false, false);
    for (segment, is_keyword) in segments(pointer) {
        match segment {
            "example" | "default" | "enum" if is_keyword => return true,
            extension if is_keyword && extension.starts_with("x-") => return true,
            "examples" if is_keyword => in_examples = true,
            "value" if is_keyword => in_value = true,
            _ => {}
        }
    }
    in_examples && in_value
}

/// Returns true if a pointer points to a map whose names the author chose.
pub(crate) fn is_map_of_names(pointer: &str) -> bool {
    last_keyword(pointer).is_some_and(is_name_map)
}
