//! Says what to do about a missing argument, where progenitor says that it "was not initialized", and names types
//! as their users know them.

use syn::visit_mut::VisitMut;
use syn::{File, LitStr};

pub(super) fn apply(file: &mut File) {
    Messages.visit_file_mut(file);
}

struct Messages;

impl VisitMut for Messages {
    fn visit_lit_str_mut(&mut self, literal: &mut LitStr) {
        if let Some(name) = literal.value().strip_suffix(" was not initialized") {
            *literal = LitStr::new(&format!("`{name}` is missing: call `.{name}(…)`"), literal.span());
        }
        let value = literal.value();
        if let ["conversion to ", ty, rest] = value.splitn(3, '`').collect::<Vec<_>>().as_slice() {
            let message = format!("conversion to `{}`{rest}", short(ty));
            *literal = LitStr::new(&message, literal.span());
        }
    }
}

/// A type as it is imported: `Vec<String>` for `:: std :: vec :: Vec < :: std :: string :: String >`.
fn short(ty: &str) -> String {
    let ty = ty.replace(' ', "");
    let parts = ty.split_inclusive(['<', '>', ',', '(', ')', '[', ']']);
    parts.map(|part| part.rsplit("::").next().unwrap_or_default()).collect()
}
