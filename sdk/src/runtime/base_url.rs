//! The base URL, to which the client appends the paths of the API.

use std::sync::{Mutex, PoisonError};

use reqwest::Url;

use super::request::authority;

/// A base URL with a cache of the last call's URL, so that repeated calls of one path do not parse it again.
pub(crate) struct BaseUrl {
    url: Url,
    last: Mutex<Url>,
}

/// The copy has a cache of its own.
impl Clone for BaseUrl {
    fn clone(&self) -> Self {
        Self::new(self.url.clone())
    }
}

impl BaseUrl {
    pub(crate) fn new(url: Url) -> Self {
        Self { last: Mutex::new(url.clone()), url }
    }

    /// Returns the URL with another path, or `None` if `path` has segments such as `..` that change it.
    pub(super) fn with_path(&self, path: &str) -> Option<Url> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.path() != path {
            last.set_path(path);
        }
        // Parsing does not change percent-encoded characters.
        (last.path() == path).then(|| last.clone())
    }

    /// Returns the path without a trailing slash.
    pub(super) fn path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// Returns the whole URL without a trailing slash.
    pub(super) fn as_str(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// Returns the value of `Host`.
    pub(crate) fn authority(&self) -> String {
        authority(&self.url)
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.url.scheme() == "https"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_path_replaces_the_path_of_the_last_call() {
        let base = BaseUrl::new(Url::parse("https://api.example.com/v1/").expect("a URL"));
        for path in ["/v1/a", "/v1/a", "/v1/b%20c", "/v1/a"] {
            let url = base.with_path(path).map(String::from);
            assert_eq!(url, Some(format!("https://api.example.com{path}")));
        }
        for path in ["/v1/../a", "/v1/.", "/v1/.."] {
            assert_eq!(base.with_path(path), None, "{path}");
        }
        assert_eq!(base.as_str(), "https://api.example.com/v1");
    }
}
