//! Says what to do about a missing argument, where progenitor says that it "was not initialized".

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
    }
}
