//! `mod.rs`: the generated modules.

use syn::parse_quote;

/// `mod.rs`: where the generated parts come together.
pub(in crate::codegen) fn file() -> syn::File {
    parse_quote! {
        //! What is generated from the document.

        pub mod builder;
        pub mod client;
        pub mod document;
        pub mod environment;
        #[cfg(feature = "httpmock")]
        pub mod httpmock;
        pub mod types;

        pub use client::Client;
    }
}
