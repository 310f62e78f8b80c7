//! What progenitor does not read, and where the generated parts come together.

pub(super) mod calls;
pub(super) mod document;
pub(super) mod enumerations;
pub(super) mod operations;

use heck::ToPascalCase as _;
use syn::parse_quote;

pub use document::server_name;

/// `mod.rs`: where the generated parts come together.
pub(super) fn module() -> syn::File {
    parse_quote! {
        //! What is generated from the document.

        pub mod builder;
        pub mod client;
        pub mod document;
        #[cfg(feature = "httpmock")]
        pub mod httpmock;
        pub mod types;

        pub use client::Client;
    }
}

/// The name that the generator gives to the type of a schema.
#[must_use]
pub fn type_name(schema: &str) -> String {
    schema.to_pascal_case()
}
