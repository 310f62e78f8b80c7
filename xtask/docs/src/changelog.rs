//! The changelog, as it is on the site.

use pulldown_cmark::{Options, Parser, html};

/// The changelog's file, relative to the workspace's root.
pub(super) const CHANGELOG: &str = "CHANGELOG.md";

/// The changelog as HTML.
pub(super) fn to_html(markdown: &str) -> String {
    let mut page = String::new();
    html::push_html(&mut page, Parser::new_ext(markdown, Options::ENABLE_TABLES));
    page
}
