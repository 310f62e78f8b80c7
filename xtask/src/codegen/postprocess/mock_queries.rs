//! Makes mocks expect query parameters as the client sends them. progenitor converts a value to one string, which does
//! not compile for a list.

use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, File, parse_quote};

pub(super) fn apply(httpmock: &mut File) {
    Queries.visit_file_mut(httpmock);
}

struct Queries;

impl VisitMut for Queries {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_expr_mut(self, expression);
        let Expr::MethodCall(call) = expression else { return };
        if call.method != "query_param" {
            return;
        }
        let (when, Some(name)) = (&call.receiver, call.args.first()) else { return };
        *expression = parse_quote!(crate::runtime::expect_query(#when, #name, &value));
    }
}
