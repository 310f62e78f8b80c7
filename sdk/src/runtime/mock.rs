//! Expectations of the typed mocks.

use std::fmt::Display;

use httpmock::When;
use serde::Serialize;

use super::QueryParam;
use super::request::encode_path_segment;
use super::sent_secret::HeaderParameter;

/// A part of an expected path.
#[allow(dead_code, reason = "for documents with path parameters")]
pub(crate) enum Part<'a> {
    /// A constant, from the document.
    Constant(&'static str),
    /// The value of a parameter.
    Value(&'a dyn Display),
    /// Any value.
    Any,
}

/// Expects a path.
pub(crate) fn path(when: When, parts: &[Part<'_>]) -> When {
    let mut pattern = "^".to_owned();
    for part in parts {
        match part {
            Part::Constant(text) => pattern.push_str(&regex::escape(text)),
            Part::Value(value) => pattern.push_str(&regex::escape(&encode_path_segment(value))),
            Part::Any => pattern.push_str("[^/]*"),
        }
    }
    pattern.push('$');
    when.path_matches(pattern.as_str())
}

/// Expects a query parameter, or that it is missing.
#[allow(dead_code, reason = "for documents with query parameters")]
pub(crate) fn query<T: Serialize>(when: When, name: &'static str, value: Option<&T>) -> When {
    let Some(value) = value else { return when.query_param_missing(name) };
    let pairs = QueryParam::new(name, value).pairs().unwrap_or_default();
    pairs.into_iter().fold(when, |when, (name, value)| when.query_param(name, value))
}

/// Expects a header, or that it is missing.
#[allow(dead_code, reason = "for documents with header parameters")]
pub(crate) fn header<T: HeaderParameter>(when: When, name: &'static str, value: Option<&T>) -> When {
    match value {
        // The client does not send an invalid value.
        Some(value) => match value.to_header().as_ref().and_then(|value| value.to_str().ok()) {
            Some(value) => when.header(name, value),
            None => when.is_true(|_| false),
        },
        None => when.header_missing(name),
    }
}
