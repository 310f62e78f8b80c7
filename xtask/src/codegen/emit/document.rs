//! `document.rs`: the document's version, its servers, the header of its security scheme.

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
    let servers = servers(document);
    parse_quote! {
        //! What the document says besides its operations and schemas.

        use reqwest::header::HeaderName;

        /// The document's title (`info.title`).
        pub const TITLE: &str = #title;
        /// The document's version (`info.version`): that of the API's description, not of this crate.
        pub const VERSION: &str = #version;
        #header
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

fn servers(document: &Document) -> TokenStream {
    let servers = &document.openapi.servers;
    let names: Vec<_> = servers
        .iter()
        .map(|server| {
            let name = server.extensions.get("x-name").and_then(serde_json::Value::as_str);
            format_ident!("{}", server_name(&server.url, name))
        })
        .collect();
    let urls: Vec<_> = servers.iter().map(|server| &server.url).collect();
    let docs = servers.iter().map(|server| {
        let description = server.description.as_deref().unwrap_or_default().trim();
        format!("{description}\n\n`{}`", server.url)
    });
    let count = proc_macro2::Literal::usize_unsuffixed(servers.len());
    let first = names.first();
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

            /// The base URL, without a trailing slash.
            #[must_use]
            pub const fn base_url(self) -> &'static str {
                match self {
                    #( Self::#names => #urls, )*
                }
            }
        }

        /// The first server of the document.
        impl Default for Server {
            fn default() -> Self {
                Self::#first
            }
        }

        impl From<Server> for String {
            fn from(server: Server) -> Self {
                server.base_url().to_owned()
            }
        }
    }
}

/// A server's name: what `x-name` says, or its host's.
#[must_use]
pub fn server_name(url: &str, name: Option<&str>) -> String {
    let host = || url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    name.map_or_else(|| host().to_pascal_case(), str::to_owned)
}
