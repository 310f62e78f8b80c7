//! The segments of a JSON pointer: keywords of OpenAPI, and names that the document's author chose.

use super::objects::is_name_map;

/// The segments of a pointer, each with whether it is a keyword of OpenAPI, and not a name that the document's author
/// chose.
fn segments(pointer: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut owner = "";
    pointer.split('/').skip(1).map(move |segment| {
        // Among names that begin with a slash or are statuses, an extension is no name.
        let extends = matches!(owner, "paths" | "responses") && segment.starts_with("x-");
        let is_keyword = !is_name_map(owner) || extends;
        owner = if is_keyword { segment } else { "" };
        (segment, is_keyword)
    })
}

/// The segments of a pointer that are keywords of OpenAPI.
pub(crate) fn keywords(pointer: &str) -> Vec<&str> {
    segments(pointer).filter(|(_, is_keyword)| *is_keyword).map(|(segment, _)| segment).collect()
}

/// The last segment of a pointer, if it is a keyword of OpenAPI.
pub(crate) fn last_keyword(pointer: &str) -> Option<&str> {
    segments(pointer).last().filter(|(_, is_keyword)| *is_keyword).map(|(segment, _)| segment)
}

/// Whether a pointer leads into a value that is an example, and not a part of the description.
#[must_use]
pub fn is_in_example(pointer: &str) -> bool {
    let (mut in_examples, mut in_value) = (false, false);
    for (segment, is_keyword) in segments(pointer) {
        match segment {
            "example" | "default" | "enum" if is_keyword => return true,
            "examples" if is_keyword => in_examples = true,
            "value" if is_keyword => in_value = true,
            _ => {}
        }
    }
    in_examples && in_value
}

/// Whether a pointer leads to members whose names the document's author chose.
pub(crate) fn is_map_of_names(pointer: &str) -> bool {
    last_keyword(pointer).is_some_and(is_name_map)
}
