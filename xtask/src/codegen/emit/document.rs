//! Emits `document.rs`: the document's title and version, its servers, its rate limits, and the API key header.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse_quote;

use crate::model::{Api, RateLimit, Server};

pub(in crate::codegen) fn file(api: &Api) -> syn::File {
    let (title, version) = (&api.title, &api.version);
    let header = api_key_header(api);
    let rate_limits = rate_limits(&api.rate_limits);
    let servers = servers(&api.servers);
    parse_quote! {
        //! Facts about the API from the document: title, version, API key header, rate limits and servers.

        use std::time::Duration;

        use reqwest::header::HeaderName;

        /// Title of the document (`info.title`).
        pub const TITLE: &str = #title;
        /// Version of the document (`info.version`), not of this crate.
        pub const VERSION: &str = #version;
        #header
        #rate_limits
        #servers
    }
}

/// Emits the constants for the API key header. `HeaderName::from_static` requires lower case.
fn api_key_header(api: &Api) -> TokenStream {
    let Some(header) = &api.key_header else {
        return quote! {
            /// The document has no `securitySchemes`: requests carry no API key.
            pub(crate) const API_KEY: Option<(HeaderName, &str)> = None;
        };
    };
    let doc = format!(
        "Name of the header that carries the caller's API key: `{}` (`securitySchemes`).\n\n{}",
        header.name, header.description
    );
    let (name, prefix) = (header.name.to_ascii_lowercase(), header.prefix);
    quote! {
        #[doc = #doc]
        pub const API_KEY_HEADER: HeaderName = HeaderName::from_static(#name);
        /// Name of the header that carries the caller's API key, and the prefix of its value, for example `Bearer `.
        pub(crate) const API_KEY: Option<(HeaderName, &str)> = Some((API_KEY_HEADER, #prefix));
    }
}

fn rate_limits(limits: &[RateLimit]) -> TokenStream {
    let limits = limits.iter().map(|limit| {
        let [requests, seconds] = [limit.requests, limit.seconds].map(proc_macro2::Literal::u64_unsuffixed);
        quote!((#requests, Duration::from_secs(#seconds)))
    });
    quote! {
        /// Rate limits per API key (`x-rate-limits`): the number of requests permitted in a rolling time window.
        pub const RATE_LIMITS: &[(u32, Duration)] = &[#(#limits),*];
    }
}

fn servers(servers: &[Server]) -> TokenStream {
    let names: Vec<_> = servers.iter().map(|server| format_ident!("{}", server.name)).collect();
    let urls: Vec<_> = servers.iter().map(|server| &server.base_url).collect();
    let docs = servers.iter().map(|server| format!("{}\n\n`{}`", server.description, server.base_url));
    let count = proc_macro2::Literal::usize_unsuffixed(servers.len());
    let first = names.first().map_or_else(|| quote!(None), |first| quote!(Some(Self::#first)));
    let default = names.first().map(|first| {
        quote! {
            /// Returns the document's first server.
            impl Default for Server {
                fn default() -> Self {
                    Self::#first
                }
            }
        }
    });
    quote! {
        /// A server listed in the document (`servers`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Server {
            #( #[doc = #docs] #names, )*
        }

        impl Server {
            /// All servers, in the document's order.
            pub const ALL: [Self; #count] = [#( Self::#names ),*];

            /// The document's first server, or `None` if it lists none.
            pub(crate) const FIRST: Option<Self> = #first;

            /// Returns the base URL, without a trailing slash.
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
