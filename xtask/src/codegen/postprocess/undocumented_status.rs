//! Decodes responses of statuses that are not documented.
//!
//! progenitor hands them over undecoded. A credential may come with `200` where `201` is documented, and
//! a refusal with `401`: a success is decoded as the documented success, all else as the documented error. Where
//! no error is documented, the runtime says so. The runtime checks successes without a body, too: a gateway's page may
//! come with a 2xx.

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
            if is_success && *arm.body == parse_quote!({ Ok(ResponseValue::empty(response)) }) {
                *arm.body = parse_quote!(ResponseValue::from_empty(response));
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
        // Documented as `2XX`, they are decoded already.
        let has_range = matched
            .arms
            .iter()
            .any(|arm| matches!(arm.pat, Pat::Range(_)) && first_status(&arm.pat) == Some(200));
        if !has_range {
            matched.arms.push(arm(&parse_quote!(200u16..=299u16), &success));
        }
        matched.arms.push(arm(&parse_quote!(_), &error));
        // A range is for what has no arm of its own.
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

/// The status that a pattern begins with.
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
