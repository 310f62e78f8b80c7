//! Emits `environment.rs`: the names of the client's environment variables, derived from the crate's name.

use syn::parse_quote;

use crate::codegen::file::Origin;
use crate::naming::environment_prefix;

pub(in crate::codegen) fn file(origin: &Origin<'_>) -> syn::File {
    let prefix = environment_prefix(origin.crate_name);
    let [api_key, base_url] = ["API_KEY", "BASE_URL"].map(|name| format!("{prefix}_{name}"));
    parse_quote! {
        //! Environment variables that [`Client::from_env`](crate::Client::from_env) reads.

        /// Name of the environment variable that holds the API key.
        pub const API_KEY_VARIABLE: &str = #api_key;
        /// Name of the environment variable that holds the base URL.
        pub const BASE_URL_VARIABLE: &str = #base_url;
    }
}
