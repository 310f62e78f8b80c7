//! The grammar of OpenAPI 3.0: one table of its objects, and lookups in it.

mod objects;
mod pointer;
mod vocabulary;

pub(crate) use objects::{
    COMPONENTS, CONDITIONS, DOCUMENT, EXCLUSIVE, Kind, METHODS, OBJECTS, Object, SCHEMA_OR_REFERENCE, TYPES,
    is_name_map, is_schema,
};
pub use pointer::is_in_example;
pub(crate) use pointer::{is_map_of_names, keywords, last_keyword};
pub(crate) use vocabulary::{OTHER_VERSIONS, SYNONYMS, TYPE_SYNONYMS};

/// The prefix of references to component schemas.
pub(crate) const SCHEMAS: &str = "#/components/schemas/";

/// Removes the names of the parameters from a path: `/user/{id}` becomes `/user/{}`.
pub(crate) fn path_template(path: &str) -> String {
    let mut parts = path.split('{');
    let start = parts.next().unwrap_or_default().to_owned();
    parts.fold(start, |template, part| template + "{}" + part.split_once('}').map_or(part, |(_, rest)| rest))
}
