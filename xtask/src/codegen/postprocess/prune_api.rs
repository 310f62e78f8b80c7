//! Removes items that the SDK does not offer: constructors that create a client without credentials, `ClientInfo`
//! (`document::VERSION` replaces it), the prelude, and the base URL as a string (the runtime holds it as a URL).

use syn::{Fields, File, ImplItem, Item};

pub(super) fn apply(file: &mut File) {
    file.items.retain(|item| match item {
        Item::Use(_) => false,
        Item::Mod(module) => module.ident != "prelude",
        Item::Impl(implementation) => match &implementation.trait_ {
            Some((path, _)) => path.segments.last().is_none_or(|name| name.ident != "ClientInfo"),
            None => !implementation.items.iter().any(is_constructor),
        },
        _ => true,
    });
    for item in &mut file.items {
        if let Item::Struct(client) = item
            && client.ident == "Client"
            && let Fields::Named(fields) = &mut client.fields
        {
            let others = std::mem::take(&mut fields.named).into_iter();
            fields.named =
                others.filter(|field| field.ident.as_ref().is_none_or(|name| name != "baseurl")).collect();
        }
    }
}

fn is_constructor(item: &ImplItem) -> bool {
    matches!(item, ImplItem::Fn(function) if function.sig.ident == "new_with_client")
}
