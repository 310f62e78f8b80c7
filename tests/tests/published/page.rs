//! A page of the site: what its tags say, and what it loads.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// An element's start: its name and its attributes.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute's value.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A page, read.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) tags: Vec<Tag>,
    /// The texts of its style sheets and style attributes.
    pub(super) styles: Vec<String>,
    pub(super) title: String,
}

impl Page {
    pub(super) fn read(html: &[u8]) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut page = Self { tags: Vec::new(), styles: Vec::new(), title: String::new() };
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(html, emitter) {
            match token.unwrap() {
                Token::StartTag(tag) => {
                    let attributes: Vec<_> =
                        tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                    let styles = attributes.iter().filter(|(name, _)| name == "style");
                    page.styles.extend(styles.map(|(_, value)| value.clone()));
                    page.tags.push(Tag { name: text(&tag.name), attributes });
                }
                Token::String(found) => match page.tags.last().map(|tag| tag.name.as_str()) {
                    Some("style") => page.styles.push(text(&found)),
                    Some("title") if page.title.is_empty() => page.title = text(&found),
                    _ => {}
                },
                _ => {}
            }
        }
        page
    }

    /// The tags of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Tag> {
        self.tags.iter().filter(move |tag| tag.name == name)
    }

    /// What a `meta` of this name, or in the place of this header, says.
    pub(super) fn meta(&self, name: &str) -> Option<&str> {
        let is_it = |tag: &&Tag| {
            [tag.get("name"), tag.get("http-equiv")]
                .into_iter()
                .flatten()
                .any(|own| own.eq_ignore_ascii_case(name))
        };
        self.all("meta").find(is_it).and_then(|tag| tag.get("content"))
    }

    /// Whether it does nothing but lead to another page.
    pub(super) fn is_redirect(&self) -> bool {
        self.meta("refresh").is_some()
    }

    /// The places that it leads to.
    pub(super) fn links(&self) -> impl Iterator<Item = &str> {
        self.all("a").filter_map(|tag| tag.get("href"))
    }

    /// The places that it loads something from.
    pub(super) fn loads(&self) -> Vec<String> {
        let mut loads = Vec::new();
        for tag in &self.tags {
            for (key, value) in &tag.attributes {
                let is_loaded = match key.as_str() {
                    "src" | "poster" | "data" | "action" | "formaction" | "ping" | "background"
                    | "xlink:href" => true,
                    "href" => !matches!(tag.name.as_str(), "a" | "area"),
                    _ => false,
                };
                if is_loaded {
                    loads.push(value.clone());
                }
                if matches!(key.as_str(), "srcset" | "imagesrcset") {
                    loads.extend(
                        value.split(',').filter_map(|one| one.split_whitespace().next()).map(str::to_owned),
                    );
                }
            }
        }
        loads.extend(self.styles.iter().flat_map(|style| loads_of_style(style)));
        loads
    }
}

/// The places that a style sheet loads something from.
pub(super) fn loads_of_style(style: &str) -> Vec<String> {
    let quotes = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
    let urls =
        style.split("url(").skip(1).filter_map(|rest| rest.split_once(')')).map(|(url, _)| quotes(url));
    let imports = style.split("@import").skip(1).filter_map(|rest| rest.split_once(';'));
    let imports = imports.map(|(import, _)| quotes(import)).filter(|import| !import.starts_with("url("));
    urls.chain(imports).collect()
}

/// The file of the site that a link on the page at `from` leads to; none if it leads out of the site's files.
pub(super) fn target(from: &str, link: &str) -> Option<String> {
    let path = link.split(['#', '?']).next().unwrap_or_default();
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    if path.is_empty() {
        return Some(from.to_owned());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether a link names a host or a scheme, and so leads elsewhere or nowhere.
pub(super) fn is_absolute(link: &str) -> bool {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|one| one.is_ascii_alphanumeric() || "+-.".contains(one))
    };
    link.starts_with("//") || link.split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme))
}
