//! A service on loopback that responds to every request with a new key. Responses differ only in the key's number.
//!
//! `server [--count-refused] [LIMIT/MILLISECONDS …]` enforces these rolling windows: a request that exceeds one of them
//! gets `429`. With `--count-refused`, refused requests count against the windows as well. The server prints its base
//! URL, and its counters as a line of JSON when its standard input ends.

mod windows;

use std::cell::{Cell, RefCell};
use std::io::Write as _;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Instant;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{LocalSet, spawn_local};

use windows::Window;

/// The first ID. All IDs have the same number of digits, so that all responses have the same length.
const FIRST: i64 = 1_000_000;

/// Number of keys after which a client should have opened all its connections.
const EARLY: i64 = 10_000;

/// The rate limits, and the counters.
#[derive(Default)]
struct Seen {
    windows: RefCell<Vec<Window>>,
    counts_refused: bool,
    requests: Cell<i64>,
    refused: Cell<i64>,
    created: Cell<i64>,
    connections: Cell<i64>,
    /// Connections opened before [`EARLY`] keys were created.
    early_connections: Cell<i64>,
    open: Cell<i64>,
    most_open: Cell<i64>,
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let counts_refused = arguments.first().is_some_and(|first| first == "--count-refused");
    arguments.drain(..usize::from(counts_refused));
    let windows: Option<Vec<Window>> = arguments.iter().map(|text| Window::parse(text)).collect();
    let Some(windows) = windows else {
        eprintln!("error: usage: server [--count-refused] [LIMIT/MILLISECONDS …]");
        return ExitCode::FAILURE;
    };
    match serve(Seen { windows: RefCell::new(windows), counts_refused, ..Seen::default() }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(seen: Seen) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let seen = Rc::new(seen);
    LocalSet::new().block_on(&runtime, async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "http://{}", listener.local_addr()?)?;
        stdout.flush()?;
        let accepted = Rc::clone(&seen);
        spawn_local(async move {
            while let Ok((stream, _)) = listener.accept().await {
                spawn_local(connection(stream, Rc::clone(&accepted)));
            }
        });
        // Standard input ends when the parent closes it or exits.
        let (ended, end) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            let read = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
            ended.send(read)
        });
        end.await.ok();
        let books = json!({
            "requests": seen.requests.get(),
            "refused": seen.refused.get(),
            "created": seen.created.get(),
            "id_sum": (0..seen.created.get()).map(|number| FIRST + number).sum::<i64>(),
            "connections": seen.connections.get(),
            "late_connections": seen.connections.get() - seen.early_connections.get(),
            "most_open": seen.most_open.get(),
            "still_open": seen.open.get(),
        });
        writeln!(stdout, "{books}")
    })
}

async fn connection(stream: TcpStream, seen: Rc<Seen>) {
    seen.connections.set(seen.connections.get() + 1);
    seen.open.set(seen.open.get() + 1);
    seen.most_open.set(seen.most_open.get().max(seen.open.get()));
    // The client reports broken connections.
    answer(stream, &seen).await.ok();
    seen.open.set(seen.open.get() - 1);
}

async fn answer(mut stream: TcpStream, seen: &Seen) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(4096);
    loop {
        while let Some(length) = request(&buffer) {
            buffer.drain(..length);
            let answer = next(seen);
            stream.write_all(answer.as_bytes()).await?;
        }
        if stream.read_buf(&mut buffer).await? == 0 {
            return Ok(());
        }
    }
}

/// Returns the length of the request at the start of `buffer`, if it is complete.
fn request(buffer: &[u8]) -> Option<usize> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let Ok(httparse::Status::Complete(head)) = request.parse(buffer) else { return None };
    let length = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let body: usize = length.and_then(|header| str::from_utf8(header.value).ok()?.parse().ok()).unwrap_or(0);
    (buffer.len() >= head + body).then_some(head + body)
}

fn next(seen: &Seen) -> String {
    seen.requests.set(seen.requests.get() + 1);
    let mut windows = seen.windows.borrow_mut();
    let now = Instant::now();
    let has_room = windows.iter_mut().all(|window| window.has_room(now));
    if has_room || seen.counts_refused {
        windows.iter_mut().for_each(|window| window.take(now));
    }
    if !has_room {
        seen.refused.set(seen.refused.get() + 1);
        let body = r#"{"errors":[{"code":"request_limit_exceeded","message":"Service unavailable, please limit request volume"}]}"#;
        return response("429 Too Many Requests", body);
    }
    let id = FIRST + seen.created.get();
    seen.created.set(seen.created.get() + 1);
    if seen.created.get() == EARLY {
        seen.early_connections.set(seen.connections.get());
    }
    response(
        "201 Created",
        &format!(r#"{{"id":{id},"api_key":"not-a-real-key-of-forty-seven-characters-{id}"}}"#),
    )
}

fn response(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")
}
