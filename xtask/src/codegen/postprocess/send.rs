//! Rewrites how a request is built and sent.
//!
//! - Sends no `api-version` header. progenitor sends `info.version`, which the API does not define.
//! - The runtime appends the path to the base URL, which it parses once per client. It percent-encodes path parameters,
//!   and its error names a parameter that a path cannot contain.
//! - The runtime sets `Accept` and `Content-Type` for JSON from prepared values.
//! - The runtime converts header parameters, and its error names a parameter that is no valid header value.
//! - Calls one hook, `exec`. The runtime does not need `pre` and `post`.
//! - Passes the runtime an `OperationInfo` with all facts from the document, not just the operation's name.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ExprMethodCall, File, ImplItemFn, Lit, Local, Pat, Stmt, Token, parse_quote};

use crate::codegen::emit::operations::info;
use crate::model::Operation;
use crate::naming::method_name;

pub(super) fn apply(file: &mut File, operations: &[Operation]) {
    let by_method = operations.iter().map(|operation| (method_name(&operation.id), operation));
    Send { operations: by_method.collect() }.visit_file_mut(file);
}

struct Send<'a> {
    /// The operations, by method name.
    operations: BTreeMap<String, &'a Operation>,
}

impl VisitMut for Send<'_> {
    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        if function.sig.ident == "send" {
            self.rewrite(&mut function.block);
        }
    }
}

impl Send<'_> {
    fn rewrite(&self, block: &mut Block) {
        let mut call = None;
        let mut path = Vec::new();
        let mut headers = Vec::new();
        let mut rewritten = Vec::new();
        for mut statement in std::mem::take(&mut block.stmts) {
            if is_header_map(&statement) || is_hook(&statement) {
                continue;
            }
            if let Some(header) = header_parameter(&statement) {
                headers.push(header);
                continue;
            }
            if let Stmt::Local(local) = &mut statement {
                if let Some(parts) = path_parts(local) {
                    path = parts;
                    continue;
                }
                if let Some(operation) = self.operation(local) {
                    let info = info(operation);
                    rewritten.push(parse_quote!(static OPERATION: OperationInfo = #info;));
                    continue;
                }
                if let Some(exec) = exec(local) {
                    call = Some(exec);
                    continue;
                }
                if let (Some((client, request)), Some(response)) = (&call, takes_result(local)) {
                    rewritten.push(parse_quote! {
                        let #response = #client.exec(#request, &OPERATION).await?;
                    });
                    call = None;
                    continue;
                }
                name_method(local, &path, &headers);
            }
            rewritten.push(statement);
        }
        block.stmts = rewritten;
    }

    /// Returns the operation if `local` is progenitor's `OperationInfo` for it.
    fn operation(&self, local: &Local) -> Option<&Operation> {
        let Expr::Struct(made) = &*local.init.as_ref()?.expr else { return None };
        let Expr::Lit(syn::ExprLit { lit: Lit::Str(id), .. }) = &made.fields.first()?.expr else {
            return None;
        };
        self.operations.get(&id.value()).copied()
    }
}

/// Converts `let url = format!("{}/a/{}", client.baseurl, encode_path(&b.to_string()));` into calls that append to the
/// path.
fn path_parts(local: &Local) -> Option<Vec<TokenStream>> {
    let Expr::Macro(made) = &*local.init.as_ref()?.expr else { return None };
    let arguments = made.mac.path.is_ident("format").then(|| {
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        made.mac.parse_body_with(parser).ok()
    })??;
    let Expr::Lit(syn::ExprLit { lit: Lit::Str(template), .. }) = arguments.first()? else { return None };
    let template = template.value();
    let mut texts = template.split("{}").map(|text| text.replace("{{", "{").replace("}}", "}"));
    // Skips the empty string before the base URL.
    texts.next()?;
    let mut parameters = arguments.iter().skip(2).map(|encoded| {
        let Expr::Call(encode) = encoded else { return None };
        let parameter = innermost(encode.args.first()?);
        let name = parameter.to_token_stream().to_string();
        let name = name.trim_start_matches("r#");
        Some(quote!(.path_parameter(#name, &#parameter)))
    });
    let mut parts = Vec::new();
    for text in texts {
        parts.push((!text.is_empty()).then(|| quote!(.path(#text))));
        parts.push(parameters.next().flatten());
    }
    Some(parts.into_iter().flatten().collect())
}

/// Matches `let mut header_map = …`, and `header_map.append(…)` for a header that is not a parameter.
fn is_header_map(statement: &Stmt) -> bool {
    match statement {
        Stmt::Local(Local { pat: Pat::Ident(pattern), init: Some(init), .. }) => {
            // A parameter may have the same name.
            pattern.ident == "header_map" && !matches!(&*init.expr, Expr::Try(_))
        }
        Stmt::Expr(Expr::MethodCall(call), _) => is_append(call) && parameter_name(call).is_none(),
        _ => false,
    }
}

/// Converts `header_map.append("name", parameter…)` into a call of the runtime. For an optional parameter, the
/// statement is inside an `if let`.
fn header_parameter(statement: &Stmt) -> Option<TokenStream> {
    let Stmt::Expr(expression, _) = statement else { return None };
    match expression {
        Expr::MethodCall(call) if is_append(call) => {
            let (name, parameter) = (parameter_name(call)?, innermost(call.args.get(1)?));
            Some(quote!(.header_parameter(#name, Some(&#parameter))))
        }
        Expr::If(conditional) => {
            let Expr::Let(condition) = &*conditional.cond else { return None };
            let Some(Stmt::Expr(Expr::MethodCall(call), _)) = conditional.then_branch.stmts.first() else {
                return None;
            };
            let (name, parameter) = (parameter_name(call)?, &condition.expr);
            is_append(call).then(|| quote!(.header_parameter(#name, #parameter.as_ref())))
        }
        _ => None,
    }
}

fn is_append(call: &ExprMethodCall) -> bool {
    call.method == "append" && matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("header_map"))
}

/// Returns the name of a header parameter. Only parameters have literal names.
fn parameter_name(call: &ExprMethodCall) -> Option<&Lit> {
    match call.args.first()? {
        Expr::Lit(literal) => Some(&literal.lit),
        _ => None,
    }
}

/// Returns `parameter` from `parameter.to_string().try_into()?` or `&parameter.to_string()`.
fn innermost(expression: &Expr) -> &Expr {
    match expression {
        Expr::Reference(reference) => innermost(&reference.expr),
        Expr::Try(tried) => innermost(&tried.expr),
        Expr::MethodCall(call) => innermost(&call.receiver),
        other => other,
    }
}

/// Matches `client.pre(…).await?;` and `client.post(…).await?;`.
fn is_hook(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::Try(tried), Some(_)) = statement else { return false };
    let Expr::Await(awaited) = &*tried.expr else { return false };
    matches!(&*awaited.base, Expr::MethodCall(call) if call.method == "pre" || call.method == "post")
}

/// Returns the client and the request of `let result = client.exec(request, &info).await;`.
fn exec(local: &Local) -> Option<(Expr, Expr)> {
    let Expr::Await(awaited) = &*local.init.as_ref()?.expr else { return None };
    let Expr::MethodCall(call) = &*awaited.base else { return None };
    (call.method == "exec").then(|| Some((*call.receiver.clone(), call.args.first()?.clone())))?
}

/// Returns `response` from `let response = result?;`.
fn takes_result(local: &Local) -> Option<syn::Ident> {
    let Expr::Try(tried) = &*local.init.as_ref()?.expr else { return None };
    match (&*tried.expr, &local.pat) {
        (Expr::Path(_), Pat::Ident(name)) => Some(name.ident.clone()),
        _ => None,
    }
}

/// Rewrites `let mut request = client.client.post(url)…`: passes the method as an argument, and chains the path and the
/// headers.
fn name_method(local: &mut Local, path: &[TokenStream], headers: &[TokenStream]) {
    let Some(init) = &mut local.init else { return };
    let Expr::Try(tried) = &mut *init.expr else { return };
    let mut link = &mut *tried.expr;
    let mut found = false;
    while let Expr::MethodCall(call) = link {
        if let Expr::MethodCall(inner) = &*call.receiver
            && inner.method == "headers"
        {
            let receiver = &inner.receiver;
            *call.receiver = parse_quote!(#receiver #(#headers)*);
        }
        if let Some(method) = http_method(call) {
            let client = &call.receiver;
            *link = parse_quote!(#client.request(#method) #(#path)*);
            found = true;
            break;
        }
        if accepts_json(call) {
            call.method = syn::Ident::new("accept_json", call.method.span());
            call.args.clear();
        }
        link = match link {
            Expr::MethodCall(call) => &mut call.receiver,
            _ => break,
        };
    }
    if let (true, Pat::Ident(pattern)) = (found, &mut local.pat) {
        pattern.mutability = None;
        local.attrs.clear();
    }
}

/// Matches `….header(::reqwest::header::ACCEPT, …)`. Its value is always JSON.
fn accepts_json(call: &ExprMethodCall) -> bool {
    let Some(Expr::Path(name)) = call.args.first() else { return false };
    call.method == "header" && name.path.segments.last().is_some_and(|segment| segment.ident == "ACCEPT")
}

/// Returns the HTTP method of `client.client.post(url)`, here `Method::POST`.
fn http_method(call: &ExprMethodCall) -> Option<Expr> {
    let Expr::Field(field) = &*call.receiver else { return None };
    let syn::Member::Named(name) = &field.member else { return None };
    let method = quote::format_ident!("{}", call.method.to_string().to_uppercase());
    (name == "client").then(|| parse_quote!(::reqwest::Method::#method))
}
