//! `cargo xtask docs --serve`: the site on loopback, for whoever writes. It is built again when something of it
//! changes, and open pages reload.

use std::convert::Infallible;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::net::TcpListener;
use tokio::sync::watch;
use xtask::commands::terminal::print_error;

use super::changes::Changes;
use super::site::Files;
use super::{Content, build_rust};

/// The script of every page, which waits for the next site.
const RELOAD: (&str, &str) = ("-/reload.js", include_str!("serve/reload.js"));

/// The script that the other one waits for: answered when there is another site, or nothing new after a while.
const CHANGED: &str = "-/changed.js";

/// How long an answer waits for another site. Proxies and browsers end requests that take minutes.
const PATIENCE: Duration = Duration::from_secs(25);

/// A site that is served.
#[derive(Debug)]
struct Served {
    files: Files,
    /// Which one it is: another number for each site, also of one process and the next.
    number: u128,
}

/// Serves the site of the workspace at `root` on loopback, until the process ends.
pub(super) fn serve(root: &Path, port: u16, ready: impl FnOnce(&str)) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
    let runtime = runtime.context("the server cannot be started")?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)));
    let listener = listener.with_context(|| {
        format!("127.0.0.1:{port} cannot be listened on: choose another port, or none with --serve")
    })?;
    // Before the first site: what changes from now on is seen.
    let changes = Changes::watch(root)?;
    // The crate is not what is written here: its rustdoc stays as it is.
    let rust = build_rust(root)?;
    let first = Served { files: build(root, &rust)?, number: now() };
    let (sender, receiver) = watch::channel(Arc::new(first));
    let root = root.to_owned();
    std::thread::spawn(move || {
        while changes.wait() {
            rebuild(&root, &rust, &sender);
        }
    });
    let address = listener.local_addr().context("the server has no address")?;
    say(&format!("serving  http://{address}/ until Ctrl-C"));
    ready(&format!("http://{address}/"));
    runtime.block_on(accept(listener, receiver))
}

fn build(root: &Path, rust: &Files) -> anyhow::Result<Files> {
    let mut files = Content::read(root)?.reference(root)?;
    files.extend(rust.clone());
    Ok(files)
}

/// Puts another site in the place of the one that is served; if there is none to be had, says why.
fn rebuild(root: &Path, rust: &Files, sender: &watch::Sender<Arc<Served>>) {
    match build(root, rust) {
        Ok(files) => {
            let is_other = files != sender.borrow().files;
            if is_other {
                sender.send_replace(Arc::new(Served { files, number: now() }));
                say("rebuilt");
            }
        }
        Err(error) => {
            print_error(&error);
            eprintln!("the last site stays");
        }
    }
}

/// Prints a line; that nobody listens any more does not end the server.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn now() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos()
}

async fn accept(listener: TcpListener, site: watch::Receiver<Arc<Served>>) -> anyhow::Result<()> {
    loop {
        let (stream, _) = listener.accept().await.context("no more connections can be taken")?;
        let site = site.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| answer(request, site.clone()));
            // A browser that goes away is no event.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    mut site: watch::Receiver<Arc<Served>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "this site is only read\n".to_owned());
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Ok(response);
    }
    let path = percent_decode_str(request.uri().path().trim_start_matches('/')).decode_utf8_lossy();
    let script = "text/javascript; charset=utf-8";
    if path == RELOAD.0 {
        return Ok(response(StatusCode::OK, script, RELOAD.1));
    }
    if path == CHANGED {
        let known = request.uri().query().and_then(|number| number.parse().ok());
        let another = site.wait_for(|site| Some(site.number) != known);
        let is_another = tokio::time::timeout(PATIENCE, another).await.is_ok();
        return Ok(response(StatusCode::OK, script, if is_another { "location.reload();\n" } else { "" }));
    }
    let site = site.borrow().clone();
    Ok(file(&site, &path))
}

/// The answer with a file of the site; paths are looked up in it, and lead nowhere else.
fn file(site: &Served, path: &str) -> Response<Full<Bytes>> {
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let Some(bytes) = site.files.get(&path) else {
        return text(StatusCode::NOT_FOUND, format!("{path}: is no file of this site\n"));
    };
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let mut bytes = bytes.clone();
    if extension == "html" {
        let (script, number) = (RELOAD.0, site.number);
        bytes.extend(
            format!("<script src=\"/{script}\" data-site=\"/{CHANGED}?{number}\"></script>\n").into_bytes(),
        );
    }
    response(StatusCode::OK, media_type(extension), bytes)
}

/// The media types of all that is in a site.
fn media_type(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "yaml" => "application/yaml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}

fn text(status: StatusCode, text: String) -> Response<Full<Bytes>> {
    response(status, media_type("txt"), text)
}

fn response(status: StatusCode, media_type: &'static str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
