//! Query parameters in OpenAPI's default style: `style: form`, `explode: true`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::request::InvalidRequest;

/// A query parameter and its value.
pub(crate) struct QueryParam<'a, T: ?Sized> {
    name: &'static str,
    value: &'a T,
}

impl<'a, T: Serialize + ?Sized> QueryParam<'a, T> {
    #[allow(dead_code, reason = "for documents with query parameters")]
    pub(crate) fn new(name: &'static str, value: &'a T) -> Self {
        Self { name, value }
    }

    /// Appends the parameter to a query.
    pub(super) fn append(&self, query: &mut String) -> Result<(), InvalidRequest> {
        for (name, value) in self.pairs()? {
            if !query.is_empty() {
                query.push('&');
            }
            query.extend(utf8_percent_encode(&name, RESERVED));
            query.push('=');
            query.extend(utf8_percent_encode(&value, RESERVED));
        }
        Ok(())
    }

    /// Returns one pair for each item of an array or member of an object, none for `null`, and one for any other value.
    pub(super) fn pairs(&self) -> Result<Vec<(String, String)>, InvalidRequest> {
        let refuse = |why: &str| InvalidRequest(format!("query parameter `{}`: {why}", self.name));
        let value = serde_json::to_value(self.value).map_err(|error| refuse(&error.to_string()))?;
        let name = || self.name.to_owned();
        let values: Vec<(String, Value)> = match value {
            Value::Array(items) => items.into_iter().map(|item| (name(), item)).collect(),
            Value::Object(object) => object.into_iter().collect(),
            value => vec![(name(), value)],
        };
        let texts = values.into_iter().filter_map(|(name, value)| match value {
            Value::Null => None,
            Value::String(text) => Some(Ok((name, text))),
            Value::Bool(_) | Value::Number(_) => Some(Ok((name, value.to_string()))),
            Value::Array(_) | Value::Object(_) => {
                Some(Err(refuse("expected no nested list or object, found one")))
            }
        });
        texts.collect()
    }
}

/// All characters except RFC 3986's unreserved ones.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_serialized_by_type() {
        for (value, expected) in [
            (json!("a b&c=d/ä+"), "q=a%20b%26c%3Dd%2F%C3%A4%2B"),
            (json!(7), "q=7"),
            (json!(true), "q=true"),
            (json!(null), ""),
            (json!(["a", 1]), "q=a&q=1"),
            (json!([]), ""),
            (json!({"x": 1, "y z": "b"}), "x=1&y%20z=b"),
        ] {
            let mut query = String::new();
            assert!(QueryParam::new("q", &value).append(&mut query).is_ok());
            assert_eq!(query, expected, "{value}");
        }
    }

    #[test]
    fn nested_list_is_rejected_with_the_parameter_name() {
        let refused = QueryParam::new("q", &json!([[1]])).append(&mut String::new());
        assert!(refused.is_err_and(|InvalidRequest(why)| why.contains("`q`")));
    }
}
