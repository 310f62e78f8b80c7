//! Removes what the SDK does not offer: constructors that yield a client without credentials,
//! `ClientInfo` (the document's version is in `document::VERSION`), the prelude.

use syn::{File, ImplItem, Item};

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
}

fn is_constructor(item: &ImplItem) -> bool {
    matches!(item, ImplItem::Fn(function) if function.sig.ident == "new_with_client")
}
