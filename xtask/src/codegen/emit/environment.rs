//! `environment.rs`: the environment variables of a client, named after the crate.

use syn::parse_quote;

use crate::codegen::file::Origin;
use crate::naming::environment_prefix;

pub(in crate::codegen) fn file(origin: &Origin<'_>) -> syn::File {
    let prefix = environment_prefix(origin.crate_name);
    let [api_key, base_url] = ["API_KEY", "BASE_URL"].map(|name| format!("{prefix}_{name}"));
    parse_quote! {
        //! The environment variables that a client can be made from.

        /// The variable that [`Client::from_env`](crate::Client::from_env) takes the API key from.
        pub const API_KEY_VARIABLE: &str = #api_key;
        /// The variable that [`Client::from_env`](crate::Client::from_env) takes the base URL from.
        pub const BASE_URL_VARIABLE: &str = #base_url;
    }
}
