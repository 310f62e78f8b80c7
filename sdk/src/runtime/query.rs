//! Query parameters, as OpenAPI writes them by default: `style: form`, `explode: true`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::request::InvalidRequest;

/// A query parameter and its value.
pub(crate) struct QueryParam<'a, T> {
    name: &'static str,
    value: &'a T,
}

impl<'a, T: Serialize> QueryParam<'a, T> {
    #[allow(dead_code, reason = "for documents with query parameters")]
    pub(crate) fn new(name: &'static str, value: &'a T) -> Self {
        Self { name, value }
    }

    /// Appends the parameter: an array once for each item, an object once for each member, a missing value not
    /// at all.
    pub(super) fn append(&self, query: &mut String) -> Result<(), InvalidRequest> {
        let refuse = |why: &str| InvalidRequest(format!("query parameter `{}`: {why}", self.name));
        let value = serde_json::to_value(self.value).map_err(|error| refuse(&error.to_string()))?;
        let pairs: Vec<(&str, &Value)> = match &value {
            Value::Array(items) => items.iter().map(|item| (self.name, item)).collect(),
            Value::Object(object) => object.iter().map(|(name, value)| (name.as_str(), value)).collect(),
            value => vec![(self.name, value)],
        };
        for (name, value) in pairs {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                Value::Bool(_) | Value::Number(_) => value.to_string(),
                Value::Array(_) | Value::Object(_) => return Err(refuse("a list in a list has no form")),
            };
            if !query.is_empty() {
                query.push('&');
            }
            query.extend(utf8_percent_encode(name, RESERVED));
            query.push('=');
            query.extend(utf8_percent_encode(&text, RESERVED));
        }
        Ok(())
    }
}

/// All but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_written_as_its_kind_is() {
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
    fn a_list_in_a_list_is_refused_by_the_parameters_name() {
        let refused = QueryParam::new("q", &json!([[1]])).append(&mut String::new());
        assert!(refused.is_err_and(|InvalidRequest(why)| why.contains("`q`")));
    }
}
