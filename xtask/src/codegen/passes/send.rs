//! Rewrites how a request is built and sent.
//!
//! - No `api-version` header: progenitor sends `info.version` to a host that never asked for it.
//! - One hook, `exec`, in the place of three: the runtime has no use for `pre` and `post`.
//! - It gets all that the document says of the operation, not its name alone.

use heck::ToSnakeCase as _;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ExprMethodCall, File, ImplItemFn, Local, Pat, Stmt, parse_quote};

use crate::codegen::emit::operations::Operation;

pub(super) fn apply(file: &mut File, operations: &[Operation]) {
    Send { operations }.visit_file_mut(file);
}

struct Send<'a> {
    operations: &'a [Operation],
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
        let mut rewritten = Vec::new();
        for mut statement in std::mem::take(&mut block.stmts) {
            if mentions_header_map(&statement) || is_hook(&statement) {
                continue;
            }
            if let Stmt::Local(local) = &mut statement {
                if let Some(operation) = self.operation(local) {
                    let info = operation.info();
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
                name_method(local);
            }
            rewritten.push(statement);
        }
        block.stmts = rewritten;
    }

    /// The operation, if this is where progenitor makes an `OperationInfo` for it.
    fn operation(&self, local: &Local) -> Option<&Operation> {
        let Expr::Struct(made) = &*local.init.as_ref()?.expr else { return None };
        let Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(id), .. }) = &made.fields.first()?.expr else {
            return None;
        };
        let id = id.value();
        self.operations.iter().find(|operation| operation.id.to_snake_case() == id.to_snake_case())
    }
}

/// `let mut header_map = …` and `header_map.append(…)`: there are no header parameters.
fn mentions_header_map(statement: &Stmt) -> bool {
    match statement {
        Stmt::Local(Local { pat: Pat::Ident(pattern), .. }) => pattern.ident == "header_map",
        Stmt::Expr(Expr::MethodCall(call), _) => {
            matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("header_map"))
        }
        _ => false,
    }
}

/// `client.pre(…).await?;` and `client.post(…).await?;`
fn is_hook(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::Try(tried), Some(_)) = statement else { return false };
    let Expr::Await(awaited) = &*tried.expr else { return false };
    matches!(&*awaited.base, Expr::MethodCall(call) if call.method == "pre" || call.method == "post")
}

/// The client and the request of `let result = client.exec(request, &info).await;`
fn exec(local: &Local) -> Option<(Expr, Expr)> {
    let Expr::Await(awaited) = &*local.init.as_ref()?.expr else { return None };
    let Expr::MethodCall(call) = &*awaited.base else { return None };
    (call.method == "exec").then(|| Some((*call.receiver.clone(), call.args.first()?.clone())))?
}

/// The name in `let response = result?;`
fn takes_result(local: &Local) -> Option<syn::Ident> {
    let Expr::Try(tried) = &*local.init.as_ref()?.expr else { return None };
    match (&*tried.expr, &local.pat) {
        (Expr::Path(_), Pat::Ident(name)) => Some(name.ident.clone()),
        _ => None,
    }
}

/// In `let mut request = client.client.post(url)…`: one function for every method, and no headers to add.
fn name_method(local: &mut Local) {
    let Some(init) = &mut local.init else { return };
    let Expr::Try(tried) = &mut *init.expr else { return };
    let mut link = &mut *tried.expr;
    let mut found = false;
    while let Expr::MethodCall(call) = link {
        if let Expr::MethodCall(inner) = &*call.receiver
            && inner.method == "headers"
        {
            let without = (*inner.receiver).clone();
            *call.receiver = without;
        }
        if let Some(method) = http_method(call) {
            call.method = syn::Ident::new("request", call.method.span());
            call.args.insert(0, method);
            found = true;
            break;
        }
        link = &mut call.receiver;
    }
    if let (true, Pat::Ident(pattern)) = (found, &mut local.pat) {
        pattern.mutability = None;
        local.attrs.clear();
    }
}

/// The method of `client.client.post(url)`, as the HTTP client names it.
fn http_method(call: &ExprMethodCall) -> Option<Expr> {
    let Expr::Field(field) = &*call.receiver else { return None };
    let syn::Member::Named(name) = &field.member else { return None };
    let method = quote::format_ident!("{}", call.method.to_string().to_uppercase());
    (name == "client").then(|| parse_quote!(::reqwest::Method::#method))
}
