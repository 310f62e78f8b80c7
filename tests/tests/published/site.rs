//! The whole site, built: every page is one, every link leads somewhere, nothing is loaded from elsewhere.

use std::path::Path;
use std::sync::LazyLock;

use conformance::tools::{self, Found};
use libtest_mimic::Trial;
use xtask::workspace::{CRATE, root};
use xtask_docs::{Files, build, is_renderer_installed, write};

use super::page::{Page, is_absolute, loads_of_style, target};

/// A link that leads nowhere: rustdoc shows it as the documentation of a crate that we build on has it.
const NOT_OURS: &str = "dispatcher#setting-the-default-subscriber";

/// Built once.
static SITE: LazyLock<Files> = LazyLock::new(|| build(&root()).unwrap());

pub(super) fn trials() -> Vec<Trial> {
    let tools = tools();
    let trial = |name: &str, test: fn()| {
        tools::trial(name, &tools, move |()| {
            test();
            Ok(())
        })
    };
    vec![
        trial("the site is the same, byte for byte, when it is built again", is_the_same_again),
        trial(
            "a site in a directory is what was built, and takes the place of the one before",
            is_written_whole,
        ),
        trial("every page has a policy, a title, a description, a language and an icon", pages_are_complete),
        trial("every policy lets a page load the site's own files alone", policies_name_no_host),
        trial(
            "every relative link and everything that is loaded is a file of the site",
            links_lead_somewhere,
        ),
        trial("nothing is loaded from another host", nothing_is_loaded_from_elsewhere),
        trial("the reference and the crate's documentation lead to each other", both_sides_are_linked),
        trial("the reference leads to every download, and says the document's version", downloads_are_linked),
        trial("the changelog is on the site, with all of its entries", the_changelog_is_whole),
        trial("only this crate is in the search of the crate's documentation", no_other_crate_is_found),
        trial("no file says where it was built", no_path_of_this_machine_is_in_it),
    ]
}

/// What it takes to build a site without the network.
fn tools() -> Found<()> {
    tools::find("node")?;
    let is_installed = is_renderer_installed(&root());
    is_installed
        .then_some(())
        .ok_or_else(|| "the renderer is not installed: run `cargo xtask docs`".to_owned())
}

/// The site's files of a kind.
fn files(extension: &'static str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let is_one = move |path: &str| Path::new(path).extension().is_some_and(|own| own == extension);
    SITE.iter().filter(move |(path, _)| is_one(path)).map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
}

/// The pages, with their paths.
static PAGES: LazyLock<Vec<(&'static str, Page)>> =
    LazyLock::new(|| files("html").map(|(path, html)| (path, Page::read(html))).collect());

fn page(path: &str) -> &'static Page {
    PAGES.iter().find(|(own, _)| *own == path).map(|(_, page)| page).unwrap()
}

fn text(path: &str) -> String {
    String::from_utf8(SITE[path].clone()).unwrap()
}

fn is_the_same_again() {
    let again = build(&root()).unwrap();
    let differ: Vec<_> = SITE.keys().filter(|path| again.get(*path) != SITE.get(*path)).collect();
    assert!(differ.is_empty() && again.len() == SITE.len(), "{differ:?}");
}

fn is_written_whole() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("a place/site");
    write(&SITE, &out).unwrap();
    // Of an older site: something that is no part of it any more.
    std::fs::write(out.join("schemas/Older.json"), "{}").unwrap();
    write(&SITE, &out).unwrap();
    let mut found = Files::new();
    read(&out, "", &mut found);
    assert!(found == *SITE);
    assert_eq!(std::fs::read_dir(out.parent().unwrap()).unwrap().count(), 1, "something is left beside it");
}

fn read(directory: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(path).unwrap());
        }
    }
}

fn pages_are_complete() {
    for (path, page) in PAGES.iter() {
        assert!(page.meta("Content-Security-Policy").is_some(), "{path}: no policy");
        assert!(!page.title.trim().is_empty(), "{path}: no title");
        assert_eq!(
            page.all("html").next().and_then(|tag| tag.get("lang")),
            Some("en"),
            "{path}: no language"
        );
        // What leads on at once is shown to nobody.
        if !page.is_redirect() {
            assert!(page.meta("description").is_some_and(|text| !text.is_empty()), "{path}: no description");
            assert!(page.meta("viewport").is_some(), "{path}: not for small screens");
            let is_icon = |rel: &str| rel.split_whitespace().any(|one| one == "icon");
            assert!(page.all("link").any(|tag| tag.get("rel").is_some_and(is_icon)), "{path}: no icon");
        }
    }
}

fn policies_name_no_host() {
    for (path, page) in PAGES.iter() {
        let policy = page.meta("Content-Security-Policy").unwrap();
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        for directive in policy.split(';') {
            let mut words = directive.split_whitespace();
            let name = words.next().unwrap_or_default();
            for source in words {
                let is_own = (source.starts_with('\'') && source.ends_with('\''))
                    || matches!(source, "data:" | "blob:");
                assert!(is_own, "{path}: {directive}");
                let is_loose = matches!(source, "'unsafe-inline'" | "'unsafe-eval'") && name != "style-src";
                assert!(!is_loose, "{path}: {directive}");
            }
        }
        // It holds for what comes after it.
        let before =
            page.tags.iter().take_while(|tag| tag.get("http-equiv") != Some("Content-Security-Policy"));
        let before: Vec<_> = before.map(|tag| tag.name.as_str()).collect();
        assert!(before.iter().all(|name| matches!(*name, "html" | "head" | "meta")), "{path}: {before:?}");
    }
}

fn links_lead_somewhere() {
    let mut count = 0;
    for (path, page) in PAGES.iter() {
        let loads = page.loads();
        for link in page.links().chain(loads.iter().map(String::as_str)).filter(|link| !is_absolute(link)) {
            if link == NOT_OURS && path.starts_with("rust/") {
                continue;
            }
            assert!(!link.starts_with('/'), "{path}: {link} is right at the root of a host only");
            let target = target(path, link);
            assert!(target.is_some_and(|target| SITE.contains_key(&target)), "{path}: {link} leads nowhere");
            count += 1;
        }
    }
    assert!(count > 1000, "{count} links");
}

fn nothing_is_loaded_from_elsewhere() {
    let is_elsewhere = |place: &String| is_absolute(place) && !place.starts_with("data:");
    let mut count = 0;
    for (path, page) in PAGES.iter() {
        let loads = page.loads();
        assert!(!loads.is_empty() || page.is_redirect(), "{path}: not even an icon");
        count += loads.len();
        assert_eq!(loads.iter().find(|place| is_elsewhere(place)), None, "{path}");
    }
    for (path, bytes) in files("css").chain(files("svg")) {
        let loads = loads_of_style(&String::from_utf8_lossy(bytes));
        assert_eq!(loads.iter().find(|place| is_elsewhere(place)), None, "{path}");
        for place in loads.iter().filter(|place| !is_absolute(place) && !place.starts_with('#')) {
            assert!(target(path, place).is_some_and(|target| SITE.contains_key(&target)), "{path}: {place}");
        }
    }
    assert!(count > PAGES.len(), "{count} places");
}

fn both_sides_are_linked() {
    let start = format!("rust/{CRATE}/index.html");
    for (path, page) in PAGES.iter() {
        let mut targets =
            page.links().filter(|link| !is_absolute(link)).filter_map(|link| target(path, link));
        if !path.starts_with("rust/") {
            assert!(targets.any(|target| target == start), "{path} does not lead to {start}");
        } else if !page.is_redirect() {
            assert!(targets.any(|target| target == "index.html"), "{path} does not lead back");
        }
    }
    assert!(SITE.contains_key(&start));
}

fn downloads_are_linked() {
    let links: Vec<_> = page("index.html").links().filter_map(|link| target("index.html", link)).collect();
    let is_download = |path: &&String| {
        matches!(path.as_str(), "openapi.yaml" | "openapi.json" | "SHA256SUMS")
            || path.starts_with("schemas/")
    };
    let downloads: Vec<_> = SITE.keys().filter(is_download).collect();
    assert!(downloads.len() > 3);
    for path in downloads {
        assert!(links.contains(path), "{path}: no link leads to it");
    }
    let document = conformance::api_view::document();
    assert!(text("index.html").contains(&document.api().version));
}

fn the_changelog_is_whole() {
    let changelog = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let items = changelog.lines().filter(|line| line.starts_with("- ")).count();
    let shown = text("changelog.html");
    let (_, main) = shown.split_once("<main").unwrap();
    assert_eq!(main.matches("<li>").count(), items);
    assert!(page("changelog.html").title.contains("Changelog"));
}

fn no_other_crate_is_found() {
    let crates = text("rust/crates.js");
    assert!(crates.contains(&format!("[\"{CRATE}\"]")), "{crates}");
    let directories = SITE.keys().filter_map(|path| path.strip_prefix("rust/src/")?.split('/').next());
    assert!(directories.into_iter().all(|name| name == CRATE));
}

fn no_path_of_this_machine_is_in_it() {
    let here = root();
    let here = here.to_str().unwrap();
    let said: Vec<_> =
        SITE.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(here)).collect();
    let said: Vec<_> = said.iter().map(|(path, _)| path).collect();
    assert!(said.is_empty(), "{said:?}");
}
