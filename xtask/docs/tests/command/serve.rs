//! `cargo xtask docs --serve`: what it answers, and what it does when something changes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};

use xtask::workspace::DOCUMENT;

use super::workspace::{FIXTURE, Workspace};

/// A server that is running; it ends when this does.
struct Server {
    process: Child,
    errors: BufReader<ChildStderr>,
    address: String,
}

impl Server {
    fn start(workspace: &Workspace) -> Self {
        let mut command = workspace.command(&workspace.path(""), &["--serve"]);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.split("http://").nth(1).unwrap_or_else(|| panic!("{line}")).split('/').next().unwrap();
        let errors = BufReader::new(process.stderr.take().unwrap());
        Self { address: address.to_owned(), process, errors }
    }

    /// An answer: its head and its body.
    fn ask(&self, request: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    /// The script that a page waits for.
    fn changed(&self) -> String {
        let (_, page) = self.ask("GET /");
        page.split("data-site=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// Reads what is said until this is.
    fn says(&mut self, text: &str) -> String {
        let mut said = String::new();
        while !said.contains(text) {
            assert!(self.errors.read_line(&mut said).unwrap() > 0, "{said}");
        }
        said
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended by itself is gone as well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn with_version(version: &str) -> String {
    let (before, after) = FIXTURE.split_once("version: ").unwrap();
    format!("{before}version: {version}\n{}", after.split_once('\n').unwrap().1)
}

#[test]
fn files_are_answered_with_their_types_and_nothing_else_is() {
    let server = Server::start(&Workspace::new());
    for (path, media_type) in [
        ("/", "text/html"),
        ("/rust/certcentral/", "text/html"),
        ("/openapi.yaml", "application/yaml"),
        ("/openapi.json?a=b", "application/json"),
        ("/site.css", "text/css"),
        ("/reference.js", "text/javascript"),
        ("/favicon.svg", "image/svg+xml"),
        ("/SHA256SUMS", "text/plain"),
    ] {
        let (head, body) = server.ask(&format!("GET {path}"));
        assert!(
            head.starts_with("HTTP/1.1 200") && head.contains(&format!("content-type: {media_type}")),
            "{head}"
        );
        assert!(!body.is_empty(), "{path}");
    }
    for path in
        ["/nothing", "/../CHANGELOG.md", "/%2e%2e/CHANGELOG.md", "/rust/../../CHANGELOG.md", "//etc/passwd"]
    {
        let (head, body) = server.ask(&format!("GET {path}"));
        assert!(head.starts_with("HTTP/1.1 404") && head.contains("text/plain"), "{path}: {head}");
        assert!(body.contains("no file of this site"), "{path}: {body}");
    }
    let (head, body) = server.ask("HEAD /");
    assert!(head.starts_with("HTTP/1.1 200") && body.is_empty(), "{head}");
    let (head, _) = server.ask("POST /");
    assert!(head.starts_with("HTTP/1.1 405") && head.contains("allow: GET, HEAD"), "{head}");
}

#[test]
fn it_listens_on_loopback_alone_and_says_which_port_is_taken() {
    let workspace = Workspace::new();
    let server = Server::start(&workspace);
    assert!(server.address.starts_with("127.0.0.1:"), "{}", server.address);
    let port = server.address.split(':').nth(1).unwrap();
    let said = workspace.refused(&["--serve", port]);
    assert!(said.contains(&server.address) && said.contains("choose another port"), "{said}");
}

#[test]
fn a_change_is_built_and_open_pages_reload_and_a_broken_document_leaves_the_last_site() {
    let workspace = Workspace::new();
    let mut server = Server::start(&workspace);
    let expect = |change: &dyn Fn(), path: &str, text: &str| {
        let changed = server.changed();
        change();
        let (_, script) = server.ask(&format!("GET {changed}"));
        assert!(script.contains("location.reload()"), "{path}: {script}");
        let (_, body) = server.ask(&format!("GET {path}"));
        assert!(body.contains(text), "{path}: {body}");
    };
    expect(&|| workspace.write(DOCUMENT, &with_version("7.7.7")), "/", "<p>7.7.7</p>");
    expect(&|| workspace.write("CHANGELOG.md", "# Changelog\n\nNews.\n"), "/changelog.html", "News.");
    expect(&|| workspace.write("xtask/docs/src/page/site.css", "body { color: teal }"), "/site.css", "teal");
    // As editors save: a file beside, which takes the place of the other.
    let replace = || {
        workspace.write("openapi/.new", &with_version("8.8.8"));
        std::fs::rename(workspace.path("openapi/.new"), workspace.path(DOCUMENT)).unwrap();
    };
    expect(&replace, "/", "<p>8.8.8</p>");

    workspace.write(DOCUMENT, &FIXTURE.replacen("operationId", "operationID", 1));
    let said = server.says("the last site stays");
    assert!(said.contains("operationID"), "{said}");
    assert!(server.ask("GET /").1.contains("<p>8.8.8</p>"));
    let changed = server.changed();
    workspace.write(DOCUMENT, &with_version("9.9.9"));
    server.ask(&format!("GET {changed}"));
    assert!(server.ask("GET /").1.contains("<p>9.9.9</p>"));
}

#[test]
fn an_interrupt_ends_it() {
    let mut server = Server::start(&Workspace::new());
    let process = server.process.id().to_string();
    assert!(Command::new("kill").args(["-INT", &process]).status().unwrap().success());
    server.process.wait().unwrap();
}
