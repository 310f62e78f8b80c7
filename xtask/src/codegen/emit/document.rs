//! `document.rs`: the document's version, its servers, its rate limits, the header of its security scheme.

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
fn api_key_header(api: &Api) -> TokenStream {
    let (doc, value, prefix) = if let Some(header) = &api.key_header {
        let doc = format!(
            "The header that carries the caller's API key: `{}` (`securitySchemes`).\n\n{}",
            header.name, header.description
        );
        let name = header.name.to_ascii_lowercase();
        (doc, quote!(Some(HeaderName::from_static(#name))), header.prefix)
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

fn rate_limits(limits: &[RateLimit]) -> TokenStream {
    let limits = limits.iter().map(|limit| {
        let [requests, seconds] = [limit.requests, limit.seconds].map(proc_macro2::Literal::u64_unsuffixed);
        quote!((#requests, Duration::from_secs(#seconds)))
    });
    quote! {
        /// The rate limits of the service, for each API key: so many requests in a rolling window of time
        /// (`x-rate-limits`).
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
