//! Decodes responses with undocumented statuses, which progenitor returns undecoded.
//!
//! The service may send a credential with `200` instead of the documented `201`, and refuse with `401`. The generated
//! code decodes a 2xx as the documented success, and any other status as the documented error. If the document
//! describes no error, the runtime reports that. The runtime also checks successes without a body: a gateway may answer
//! `200` with its own page.

use syn::visit_mut::VisitMut;
use syn::{Arm, Expr, ExprMatch, File, Pat, parse_quote};

pub(super) fn apply(file: &mut File) {
    Statuses.visit_file_mut(file);
}

struct Statuses;

impl VisitMut for Statuses {
    fn visit_expr_match_mut(&mut self, matched: &mut ExprMatch) {
        for arm in &mut matched.arms {
            let is_success = first_status(&arm.pat).is_some_and(|status| (200..300).contains(&status));
            if is_success && *arm.body == parse_quote!({ Ok(Response::empty(response)) }) {
                *arm.body = parse_quote!(Response::from_empty(response));
            }
        }
        let of_kind = |success: bool| {
            let mut arms = matched.arms.iter();
            arms.find(|arm| {
                first_status(&arm.pat).is_some_and(|status| (200..300).contains(&status) == success)
            })
            .map(|arm| arm.body.clone())
        };
        let Some(success) = of_kind(true) else { return };
        let error = of_kind(false).unwrap_or_else(|| parse_quote!({ Err(Error::undescribed(response)) }));
        matched.arms.retain(|arm| !matches!(arm.pat, Pat::Wild(_)));
        // A documented `2XX` already covers them.
        let has_range = matched
            .arms
            .iter()
            .any(|arm| matches!(arm.pat, Pat::Range(_)) && first_status(&arm.pat) == Some(200));
        if !has_range {
            matched.arms.push(arm(&parse_quote!(200u16..=299u16), &success));
        }
        matched.arms.push(arm(&parse_quote!(_), &error));
        // Single statuses come before ranges, which contain them.
        matched.arms.sort_by_key(|arm| match arm.pat {
            Pat::Range(_) => 1,
            Pat::Wild(_) => 2,
            _ => 0,
        });
    }
}

fn arm(pattern: &Pat, body: &Expr) -> Arm {
    parse_quote!(#pattern => #body,)
}

/// Returns the first status that a pattern matches.
fn first_status(pattern: &Pat) -> Option<u16> {
    let literal = match pattern {
        Pat::Lit(syn::ExprLit { lit: syn::Lit::Int(literal), .. }) => literal,
        Pat::Range(range) => match range.start.as_deref()? {
            Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(literal), .. }) => literal,
            _ => return None,
        },
        _ => return None,
    };
    literal.base10_parse().ok()
}
