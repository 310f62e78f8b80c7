//! Emits `OperationInfo`: the facts about an operation that the runtime needs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Operation;

/// Emits the operation's `OperationInfo`.
pub(in crate::codegen) fn info(operation: &Operation) -> TokenStream {
    let Operation { id, path, is_authenticated, error_properties, recovery, .. } = operation;
    let has_body =
        operation.responses.iter().any(|response| response.status.starts_with('2') && response.has_body);
    let errors =
        || operation.responses.iter().filter(|response| response.status.starts_with(['4', '5', 'd']));
    let error_body = if errors().any(|response| response.has_body) {
        quote!(ErrorBody::Json)
    } else if errors().next().is_some() {
        quote!(ErrorBody::Empty)
    } else {
        quote!(ErrorBody::Undocumented)
    };
    let success_statuses = operation.success_statuses().into_iter().map(|(from, to)| quote!(#from..=#to));
    let advice = |key| recovery.get(key).map_or_else(|| quote!(None), |text| quote!(Some(#text)));
    let (on_unknown, on_unreadable) = (advice("unknown"), advice("unreadable"));
    quote! {
        OperationInfo {
            operation_id: #id,
            path: #path,
            authenticated: #is_authenticated,
            success_statuses: &[#(#success_statuses),*],
            has_body: #has_body,
            error_body: #error_body,
            error_properties: &[#(#error_properties),*],
            on_unknown: #on_unknown,
            on_unreadable: #on_unreadable,
        }
    }
}
