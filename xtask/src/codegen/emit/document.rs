//! `document.rs`: the document's version, its servers, its rate limits, the header of its security scheme.

use heck::ToPascalCase as _;
use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse_quote;

use crate::document::Document;

pub(in crate::codegen) fn file(document: &Document) -> syn::File {
    let info = &document.openapi.info;
    let (title, version) = (&info.title, &info.version);
    let header = api_key_header(document);
    let rate_limits = rate_limits(document);
    let servers = servers(document);
    parse_quote! {
        //! What the document says besides its operations and schemas.

        use std::time::Duration;

        use reqwest::header::HeaderName;

        /// The document's title (`info.title`).
        pub const TITLE: &str = #title;
        /// The document's version (`info.version`): that of the API's description, not of this crate.
        pub const VERSION: &str = #version;
        #header
        #rate_limits
        #servers
    }
}

/// The header that carries the caller's API key, in the lower case that HTTP libraries want.
fn api_key_header(document: &Document) -> TokenStream {
    let schemes = document.openapi.components.iter().flat_map(|components| &components.security_schemes);
    // The checks see to it that there is no other.
    let mut schemes = schemes.filter_map(|(_, scheme)| match scheme {
        ReferenceOr::Item(SecurityScheme::APIKey {
            location: APIKeyLocation::Header,
            name,
            description,
            ..
        }) => Some((name.as_str(), "", description)),
        ReferenceOr::Item(SecurityScheme::HTTP { description, .. }) => {
            Some(("Authorization", "Bearer ", description))
        }
        _ => None,
    });
    let (doc, value, prefix) = if let Some((name, prefix, description)) = schemes.next() {
        let description = description.as_deref().unwrap_or_default();
        let doc = format!(
            "The header that carries the caller's API key: `{name}` (`securitySchemes`).\n\n{description}"
        );
        let name = name.to_ascii_lowercase();
        (doc, quote!(Some(HeaderName::from_static(#name))), prefix)
    } else {
        let doc =
            "The header that carries the caller's API key: none, the document has no `securitySchemes`.";
        (doc.to_owned(), quote!(None), "")
    };
    quote! {
        #[doc = #doc]
        pub const API_KEY_HEADER: Option<HeaderName> = #value;
        /// What is before the API key in its header.
        pub(crate) const API_KEY_PREFIX: &str = #prefix;
    }
}

fn rate_limits(document: &Document) -> TokenStream {
    // The checks see to it that all of them are numbers.
    let limits = document.value["x-rate-limits"].as_array().into_iter().flatten().filter_map(|limit| {
        let number = |key: &str| limit[key].as_u64().map(proc_macro2::Literal::u64_unsuffixed);
        let (requests, seconds) = (number("requests")?, number("seconds")?);
        Some(quote!((#requests, Duration::from_secs(#seconds))))
    });
    quote! {
        /// The rate limits of the service, for each API key: so many requests in a rolling window of time
        /// (`x-rate-limits`).
        pub const RATE_LIMITS: &[(u32, Duration)] = &[#(#limits),*];
    }
}

fn servers(document: &Document) -> TokenStream {
    // The others are warned of.
    let servers = document.openapi.servers.iter().filter_map(|server| Some((base_url(&server.url)?, server)));
    let servers: Vec<_> = servers.collect();
    let names: Vec<_> = servers
        .iter()
        .map(|(_, server)| {
            let name = server.extensions.get("x-name").and_then(serde_json::Value::as_str);
            format_ident!("{}", server_name(&server.url, name))
        })
        .collect();
    let urls: Vec<_> = servers.iter().map(|(url, _)| *url).collect();
    let docs = servers.iter().map(|(url, server)| {
        let description = server.description.as_deref().unwrap_or_default().trim();
        format!("{description}\n\n`{url}`")
    });
    let count = proc_macro2::Literal::usize_unsuffixed(servers.len());
    let first = names.first().map_or_else(|| quote!(None), |first| quote!(Some(Self::#first)));
    let default = names.first().map(|first| {
        quote! {
            /// The first server of the document.
            impl Default for Server {
                fn default() -> Self {
                    Self::#first
                }
            }
        }
    });
    quote! {
        /// A server that the document names (`servers`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Server {
            #( #[doc = #docs] #names, )*
        }

        impl Server {
            /// Every server, in the document's order.
            pub const ALL: [Self; #count] = [#( Self::#names ),*];

            /// The first server of the document; `None` where it names none.
            pub const FIRST: Option<Self> = #first;

            /// The base URL, without a trailing slash.
            #[must_use]
            pub const fn base_url(self) -> &'static str {
                match self {
                    #( Self::#names => #urls, )*
                }
            }
        }

        #default

        impl From<Server> for String {
            fn from(server: Server) -> Self {
                server.base_url().to_owned()
            }
        }
    }
}

/// A server's URL without its trailing slash, if it can be a base URL: `https`, a host and a path.
#[must_use]
pub fn base_url(url: &str) -> Option<&str> {
    let trimmed = url.trim_end_matches('/');
    let host = trimmed.strip_prefix("https://")?.split('/').next()?;
    let is_url =
        url::Url::parse(trimmed).is_ok_and(|parsed| parsed.as_str().trim_end_matches('/') == trimmed);
    (is_url && !host.is_empty() && !trimmed.contains(['{', '?', '#', '@', ' '])).then_some(trimmed)
}

/// A server's name: what `x-name` says, or its host's.
#[must_use]
pub fn server_name(url: &str, name: Option<&str>) -> String {
    let host = || url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    name.map_or_else(|| host().to_pascal_case(), str::to_owned)
}
