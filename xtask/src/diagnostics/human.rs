//! Renders diagnostics for humans: the affected lines, with the mistakes underlined.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::code::Severity;
use super::diagnostic::{Diagnostic, Diagnostics};
use crate::text::{Lines, Span};

/// The use of colours in the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Write ANSI colours.
    Always,
    /// Write plain text.
    Never,
}

/// Renders every diagnostic, followed by a summary line.
#[must_use]
pub fn render(diagnostics: &Diagnostics, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Always => Renderer::styled(),
        Colour::Never => Renderer::plain(),
    };
    let lines = Lines::new(&diagnostics.text);
    let mut drawn = String::new();
    for diagnostic in &diagnostics.items {
        drawn += &draw(&renderer, &diagnostics.path, &lines, diagnostic);
        drawn += "\n\n";
    }
    drawn + &summary(diagnostics)
}

fn draw(renderer: &Renderer, path: &str, lines: &Lines<'_>, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let related = diagnostic.related.as_ref().map(|related| (related.span, related.label.as_str()));
    let places = || related.into_iter().map(|(span, _)| span).chain([diagnostic.span]);
    let first = places().map(|span| span.start.line).min().unwrap_or(1);
    let last = places().map(|span| span.end.line).max().unwrap_or(1);
    // Passes only the affected lines: the renderer would scan a large document for each diagnostic.
    let text = lines.text_of(first..last + 1).trim_end_matches(['\r', '\n']);
    let range = |span: Span| {
        let start = lines.offset(first, span.start).min(text.len());
        start..lines.offset(first, span.end).min(text.len()).max(start)
    };
    let mut snippet = Snippet::source(text)
        .path(path)
        .line_start(first)
        .annotation(AnnotationKind::Primary.span(range(diagnostic.span)));
    if let Some((span, label)) = related {
        snippet = snippet.annotation(AnnotationKind::Context.span(range(span)).label(label));
    }
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.text());
    let help = Level::HELP.message(&diagnostic.help);
    renderer.render(&[title.element(snippet).element(help)])
}

/// Returns the numbers of errors and warnings in one line.
fn summary(diagnostics: &Diagnostics) -> String {
    let count = |severity| match diagnostics.count(severity) {
        1 => format!("1 {severity}"),
        count => format!("{count} {severity}s"),
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let path = &diagnostics.path;
    let count = match (diagnostics.has_errors(), diagnostics.count(Severity::Warning)) {
        (true, 0) => errors,
        (true, _) => format!("{errors}, {warnings}"),
        (false, 0) => return format!("{path}: no problems found"),
        (false, _) => warnings,
    };
    let consequence = match (diagnostics.is_refused(), diagnostics.has_errors()) {
        (false, _) => "",
        (true, true) => "; no code is generated",
        (true, false) => "; no code is generated, because warnings are denied",
    };
    format!("{path}: {count}{consequence}")
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(self, Colour::Never))
    }
}

impl std::error::Error for Diagnostics {}
