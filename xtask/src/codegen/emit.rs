//! What progenitor does not read, and where the generated parts come together.

pub(super) mod calls;
pub(super) mod document;
pub(super) mod enumerations;
pub(super) mod environment;
pub(super) mod operations;

use heck::{ToPascalCase as _, ToSnakeCase as _};
use syn::parse_quote;

pub use document::{base_url, server_name};
pub use enumerations::variant_name;

/// `mod.rs`: where the generated parts come together.
pub(super) fn module() -> syn::File {
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

/// The name that the generator gives to the type of a schema, and to the builder of an operation's call.
#[must_use]
pub fn type_name(name: &str) -> String {
    identifier(name, str::to_pascal_case)
}

/// The name that the generator gives to the method of an operation and to the setter of a parameter.
#[must_use]
pub fn method_name(name: &str) -> String {
    identifier(name, str::to_snake_case)
}

fn identifier(name: &str, to_case: impl Fn(&str) -> String) -> String {
    let name = to_case(&name.replace('\'', "").replace(|c: char| !(c.is_alphanumeric() || c == '_'), "-"));
    let name = match name.chars().next() {
        None => to_case("x"),
        Some(first) if first.is_alphabetic() => name,
        Some(_) => format!("_{name}"),
    };
    if syn::parse_str::<syn::Ident>(&name).is_ok() && name != "gen" { name } else { format!("{name}_") }
}
