//! Emits `mod.rs`: the declarations of the generated modules.

use syn::parse_quote;

pub(in crate::codegen) fn file() -> syn::File {
    parse_quote! {
        //! Code generated from the document.

        pub mod calls;
        pub(crate) mod client;
        pub mod document;
        pub(crate) mod environment;
        #[cfg(feature = "httpmock")]
        pub mod httpmock;
        pub mod types;
    }
}
