//! `cargo xtask docs` as its users run it, also where something is missing or wrong. Tools stand in for Node, npm and
//! cargo: what these make of the real document is the workspace's own test `published`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod serve;
mod workspace;

use workspace::{FIXTURE, NODE, NPM, Workspace};
use xtask::check::check;
use xtask::diagnostics::Diagnostics;
use xtask::diagnostics::human::{self, Colour};
use xtask::workspace::DOCUMENT;
use xtask::yaml::Source;

#[test]
fn it_writes_the_same_site_from_wherever_it_is_started() {
    let workspace = Workspace::new();
    workspace.built(&[]);
    let site = workspace.files("target/site");
    assert!(site.keys().any(|path| path.ends_with("rust/certcentral/index.html")));
    let elsewhere = workspace.path("else where");
    std::fs::create_dir(&elsewhere).unwrap();
    for out in ["relative", "with spaces/and more/", "../up"] {
        assert!(workspace.command(&elsewhere, &["--out", out]).output().unwrap().status.success());
    }
    for out in ["else where/relative", "else where/with spaces/and more", "up"] {
        assert!(workspace.files(out) == site, "{out}");
    }
}

#[test]
fn the_renderer_is_installed_once_and_again_when_its_lock_file_is_another_or_it_was_removed() {
    let workspace = Workspace::new();
    let count =
        || std::fs::read_to_string(workspace.path("target/renderer/npm-was-here")).unwrap().lines().count();
    workspace.built(&[]);
    workspace.built(&[]);
    assert_eq!(count(), 1);
    workspace.write("xtask/docs/src/renderer/package-lock.json", "{}");
    workspace.built(&[]);
    assert_eq!(count(), 2);
    std::fs::remove_dir_all(workspace.path("target/renderer/node_modules")).unwrap();
    workspace.built(&[]);
    assert_eq!(count(), 3);
}

#[test]
fn an_installation_that_fails_says_why_and_is_none() {
    let workspace = Workspace::new();
    workspace.tool("npm", "echo no network here >&2; exit 1");
    for _ in 0..2 {
        let said = workspace.refused(&[]);
        assert!(said.contains("npm ci --ignore-scripts") && said.contains("no network here"), "{said}");
        assert!(!xtask_docs::is_renderer_installed(&workspace.path("")));
    }
    assert!(!workspace.path("target/site").exists());
    workspace.tool("npm", NPM);
    workspace.built(&[]);
    assert!(xtask_docs::is_renderer_installed(&workspace.path("")));
}

#[test]
fn a_tool_that_is_missing_or_too_old_is_named_with_what_to_do() {
    let workspace = Workspace::new();
    workspace.tool("node", "echo v18.20.0");
    let said = workspace.refused(&[]);
    assert!(said.contains("v18.20.0") && said.contains("20 or newer"), "{said}");
    workspace.tool("node", NODE);
    for tool in ["npm", "node"] {
        workspace.without_tool(tool);
        let said = workspace.refused(&[]);
        assert!(said.contains(&format!("{tool} is not there")) && said.contains("nodejs.org"), "{said}");
    }
    assert!(!workspace.path("target/site").exists());
    assert!(!workspace.path("target/renderer/node_modules").exists());
}

#[test]
fn a_wrong_document_is_reported_as_check_does_and_the_last_site_stays() {
    let workspace = Workspace::new();
    workspace.built(&[]);
    let site = workspace.files("target/site");
    workspace.write(DOCUMENT, &FIXTURE.replacen("operationId", "operationID", 1));
    let said = workspace.refused(&[]);
    let wrong = Source::parse(&workspace.text(DOCUMENT), DOCUMENT).unwrap();
    let found = Diagnostics { deny_warnings: true, ..check(&wrong) };
    assert_eq!(said, human::render(&found, Colour::Never) + "\n");
    assert!(said.contains("operationID"), "{said}");
    assert!(workspace.files("target/site") == site);
}

#[test]
fn samples_that_are_missing_or_of_no_operation_are_named_and_the_last_site_stays() {
    let workspace = Workspace::new();
    workspace.built(&[]);
    let site = workspace.files("target/site");
    workspace.write("openapi/samples/create_key.py", "print()\n");
    let said = workspace.refused(&[]);
    assert!(said.contains("openapi/samples/create_key.sh"), "{said}");
    std::fs::remove_file(workspace.path("openapi/samples/create_key.py")).unwrap();
    workspace.write("openapi/samples/make_key.py", "print()\n");
    let said = workspace.refused(&[]);
    assert!(said.contains("openapi/samples/make_key.py"), "{said}");
    assert!(workspace.files("target/site") == site);
}

#[test]
fn a_directory_that_is_no_site_is_refused_and_left_as_it_is() {
    let workspace = Workspace::new();
    workspace.write("of somebody/thesis.txt", "years");
    let said = workspace.refused(&["--out", "of somebody"]);
    assert!(said.contains("of somebody") && said.contains("--out"), "{said}");
    assert_eq!(workspace.files("of somebody").len(), 1);

    // Names as those of a site do not make one.
    workspace.write("of others/index.html", "a home page");
    let said = workspace.refused(&["--out", "of others"]);
    assert!(said.contains("not a site that this command has written"), "{said}");
    assert_eq!(workspace.files("of others").len(), 1);

    workspace.write("file", "a file");
    let said = workspace.refused(&["--out", "file"]);
    assert!(said.contains("it is a file"), "{said}");

    workspace.built(&["--out", "site"]);
    workspace.write("site/CNAME", "docs.example");
    let said = workspace.refused(&["--out", "site"]);
    assert!(said.contains("CNAME"), "{said}");
    assert_eq!(std::fs::read_to_string(workspace.path("site/CNAME")).unwrap(), "docs.example");
    let beside = std::fs::read_dir(workspace.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(beside.into_iter().all(|name| !name.to_string_lossy().starts_with(".site-")));
}

#[test]
fn an_empty_directory_and_a_link_to_one_are_filled() {
    let workspace = Workspace::new();
    std::fs::create_dir(workspace.path("empty")).unwrap();
    std::os::unix::fs::symlink("empty", workspace.path("link")).unwrap();
    workspace.built(&["--out", "link"]);
    assert!(workspace.path("link").is_symlink());
    assert!(workspace.path("empty/index.html").is_file());
}

#[test]
fn a_browser_that_cannot_be_opened_is_no_loss_and_the_place_is_said() {
    let workspace = Workspace::new();
    for opener in ["xdg-open", "gio", "gnome-open", "kde-open", "wslview", "open"] {
        workspace.tool(opener, "exit 1");
    }
    let said = workspace.refused(&["--open"]);
    assert!(said.contains("no browser") && said.contains("target/site/index.html"), "{said}");
    assert!(workspace.path("target/site/index.html").is_file());
}
