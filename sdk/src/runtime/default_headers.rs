//! Headers that all requests of a kind share. The client creates them once, because copying them is faster than setting
//! each one and deriving `Host` from the URL in every call.

use reqwest::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

/// The properties of a request that determine its default headers.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct RequestKind {
    /// `true` if the request carries the caller's API key.
    pub(super) is_authenticated: bool,
    /// `true` if the request asks for JSON.
    pub(super) accepts_json: bool,
    /// `true` if the request has a JSON body.
    pub(super) sends_json: bool,
}

/// The default headers of each kind of request.
#[derive(Clone)]
pub(crate) struct DefaultHeaders([HeaderMap; 8]);

impl DefaultHeaders {
    /// Creates the headers for requests to `host`. Only kinds with authentication get the API key.
    pub(crate) fn new(
        host: &HeaderValue,
        user_agent: &HeaderValue,
        api_key: Option<(&HeaderName, &HeaderValue)>,
    ) -> Self {
        let json = HeaderValue::from_static("application/json");
        let of_kind = |index| {
            let kind = RequestKind::of_index(index);
            let api_key = api_key.filter(|_| kind.is_authenticated);
            let headers = [
                Some((&HOST, host)),
                Some((&USER_AGENT, user_agent)),
                api_key,
                kind.accepts_json.then_some((&ACCEPT, &json)),
                kind.sends_json.then_some((&CONTENT_TYPE, &json)),
            ];
            headers.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect()
        };
        Self(std::array::from_fn(of_kind))
    }

    /// Returns a copy with another API key.
    pub(crate) fn with_api_key(&self, header: &HeaderName, value: &HeaderValue) -> Self {
        let mut copy = self.clone();
        for (index, headers) in copy.0.iter_mut().enumerate() {
            if RequestKind::of_index(index).is_authenticated {
                headers.insert(header.clone(), value.clone());
            }
        }
        copy
    }

    /// Returns the headers of a kind.
    pub(super) fn of(&self, kind: RequestKind) -> &HeaderMap {
        &self.0[kind.index()]
    }
}

impl RequestKind {
    fn index(self) -> usize {
        usize::from(self.is_authenticated)
            | usize::from(self.accepts_json) << 1
            | usize::from(self.sends_json) << 2
    }

    fn of_index(index: usize) -> Self {
        Self { is_authenticated: index & 1 != 0, accepts_json: index & 2 != 0, sends_json: index & 4 != 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_exactly_its_headers() {
        let value = HeaderValue::from_static;
        let (name, key) = (HeaderName::from_static("x-key"), value("not-a-real-key"));
        let common = DefaultHeaders::new(&value("localhost"), &value("test"), Some((&name, &key)));
        for is_authenticated in [false, true] {
            for accepts_json in [false, true] {
                for sends_json in [false, true] {
                    let headers = common.of(RequestKind { is_authenticated, accepts_json, sends_json });
                    let has = |name: &str, expected| headers.get(name).map(HeaderValue::as_bytes) == expected;
                    assert!(has("host", Some(b"localhost")));
                    assert!(has("user-agent", Some(b"test")));
                    assert!(has("x-key", is_authenticated.then_some(b"not-a-real-key")));
                    assert!(has("accept", accepts_json.then_some(b"application/json")));
                    assert!(has("content-type", sends_json.then_some(b"application/json")));
                }
            }
        }
    }
}
