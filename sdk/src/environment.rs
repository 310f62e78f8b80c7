//! The environment: where a client's API key and base URL come from when the program does not say.

use std::env::VarError;

use crate::generated::environment::{API_KEY_VARIABLE, BASE_URL_VARIABLE};
use crate::{ClientBuilder, ConfigError, InvalidVariable, SecretString};

/// A builder with what the variables say.
pub(crate) fn read(
    variable: impl Fn(&'static str) -> Result<String, VarError>,
) -> Result<ClientBuilder, ConfigError> {
    let read = |name| {
        // A secret from here on, whatever becomes of it.
        let problem = match variable(name).map(SecretString::from) {
            Ok(value) if value.expose_secret().trim().is_empty() => InvalidVariable::Empty,
            Ok(value) => return Ok(Some(value)),
            Err(VarError::NotPresent) => return Ok(None),
            Err(VarError::NotUnicode(_)) => InvalidVariable::NotUnicode,
        };
        Err(ConfigError::Variable { name, problem })
    };
    let missing = ConfigError::Variable { name: API_KEY_VARIABLE, problem: InvalidVariable::Missing };
    let builder = ClientBuilder::default().api_key(read(API_KEY_VARIABLE)?.ok_or(missing)?);
    Ok(match read(BASE_URL_VARIABLE)? {
        Some(url) => builder.base_url(url.expose_secret()),
        None => builder,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Server;

    fn build(key: Option<&str>, url: Option<&str>) -> Result<String, String> {
        let variable = |name| match name {
            API_KEY_VARIABLE => key.map(str::to_owned).ok_or(VarError::NotPresent),
            BASE_URL_VARIABLE => url.map(str::to_owned).ok_or(VarError::NotPresent),
            other => panic!("{other} is read"),
        };
        let client = read(variable).and_then(ClientBuilder::build).map_err(|error| error.to_string())?;
        Ok(client.base_url().to_owned())
    }

    #[test]
    fn the_key_alone_is_enough() {
        let expected = Server::FIRST.map(|server| server.base_url().to_owned());
        assert_eq!(build(Some("key"), None).ok(), expected);
    }

    #[test]
    fn the_base_url_is_taken_with_or_without_a_trailing_slash() {
        for url in ["http://127.0.0.1:8080/v2", "http://127.0.0.1:8080/v2/"] {
            assert_eq!(build(Some("key"), Some(url)).unwrap(), "http://127.0.0.1:8080/v2");
        }
    }

    #[test]
    fn what_is_missing_or_empty_is_named() {
        for (key, url, variable, message) in [
            (None, None, API_KEY_VARIABLE, "is not set: set it"),
            (Some(" "), None, API_KEY_VARIABLE, "is empty: set it to a value, or unset it"),
            (Some("key"), Some(""), BASE_URL_VARIABLE, "is empty: set it to a value, or unset it"),
        ] {
            let expected = format!("the environment variable {variable} {message}");
            assert_eq!(build(key, url).unwrap_err(), expected);
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn whatever_the_variables_hold_the_key_is_not_repeated(
            key in proptest::option::of(proptest::prelude::any::<String>()),
            url in proptest::option::of("\\PC{0,40}"),
        ) {
            let key = key.map(|key| format!("not-a-real-key{key}"));
            if let Err(message) = build(key.as_deref(), url.as_deref()) {
                proptest::prop_assert!(!message.contains("not-a-real-key"), "{}", message);
            }
        }
    }
}
