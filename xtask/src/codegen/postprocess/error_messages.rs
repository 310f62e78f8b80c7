//! Rewrites progenitor's messages about missing and invalid arguments: each names the argument and its type, states the
//! fix, and never shows a value that may be a secret.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprClosure, File, GenericArgument, Generics, ImplItemFn, LitStr, Macro, PathArguments, Type,
    TypeParamBound, WherePredicate, parse_quote,
};

pub(super) fn apply(file: &mut File) {
    Messages { argument: None }.visit_file_mut(file);
}

struct Messages {
    /// The type that the visited method converts its argument to.
    argument: Option<String>,
}

impl VisitMut for Messages {
    fn visit_impl_item_fn_mut(&mut self, method: &mut ImplItemFn) {
        self.argument = converted_to(&method.sig.generics).map(|ty| short(&ty.to_token_stream().to_string()));
        visit_mut::visit_impl_item_fn_mut(self, method);
        self.argument = None;
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        visit_mut::visit_expr_closure_mut(self, closure);
        if !self.argument.as_ref().is_some_and(|ty| ty.contains("SecretString")) {
            return;
        }
        // The conversion's error may quote the secret.
        if let Some(message) =
            format_string(&closure.body).and_then(|text| Some(text.split_once(": {")?.0.to_owned()))
        {
            *closure = parse_quote!(|_| #message.to_string());
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if mac.path.is_ident("format") {
            mac.tokens = mac.tokens.clone().into_iter().map(|token| self.rewrite_token(token)).collect();
        }
    }

    fn visit_lit_str_mut(&mut self, literal: &mut LitStr) {
        if let Some(text) = self.rewritten(&literal.value()) {
            *literal = LitStr::new(&text, literal.span());
        }
    }
}

impl Messages {
    fn rewrite_token(&self, token: TokenTree) -> TokenTree {
        let text = syn::parse2::<LitStr>(token.clone().into())
            .ok()
            .and_then(|literal| self.rewritten(&literal.value()));
        match text {
            Some(text) => TokenTree::Literal(proc_macro2::Literal::string(&text)),
            None => token,
        }
    }

    fn rewritten(&self, text: &str) -> Option<String> {
        let missing =
            text.strip_suffix(" was not initialized").or_else(|| text.strip_prefix("no value supplied for "));
        if let Some(name) = missing {
            return Some(format!("`{name}` is missing: call `.{name}(…)`"));
        }
        if let Some(name) = text.strip_prefix("error converting supplied value for ") {
            let (name, cause) = name.split_once(':')?;
            let ty = self.argument.as_ref()?;
            return Some(format!("`{name}` cannot be converted to `{ty}`:{cause}"));
        }
        let (ty, rest) = text.strip_prefix("conversion to `")?.split_once("` for ")?;
        let (name, cause) = rest.split_once(" failed")?;
        Some(format!("`{name}` cannot be converted to `{}`{cause}", short(ty)))
    }
}

/// Returns the type `X` of a method's `TryInto<X>` bound.
fn converted_to(generics: &Generics) -> Option<&Type> {
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    predicates.into_iter().find_map(|predicate| {
        let WherePredicate::Type(predicate) = predicate else { return None };
        predicate.bounds.iter().find_map(|bound| {
            let TypeParamBound::Trait(bound) = bound else { return None };
            let last = bound.path.segments.last().filter(|segment| segment.ident == "TryInto")?;
            let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        })
    })
}

/// Returns the format string of `format!("…", …)`, which is the expression itself or a block's only expression.
fn format_string(expression: &Expr) -> Option<String> {
    let mac = match expression {
        Expr::Macro(expression) => expression.mac.clone(),
        Expr::Block(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Macro(statement)] => statement.mac.clone(),
            [syn::Stmt::Expr(Expr::Macro(expression), _)] => expression.mac.clone(),
            _ => return None,
        },
        _ => return None,
    };
    let first: TokenStream = mac.tokens.into_iter().take(1).collect();
    syn::parse2::<LitStr>(first).ok().map(|literal| literal.value())
}

/// Shortens a type's paths: `:: std :: vec :: Vec < :: std :: string :: String >` becomes `Vec<String>`.
fn short(ty: &str) -> String {
    let ty = ty.replace(' ', "");
    let parts = ty.split_inclusive(['<', '>', ',', '(', ')', '[', ']']);
    parts.map(|part| part.rsplit("::").next().unwrap_or_default()).collect()
}
