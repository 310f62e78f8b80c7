//! Findings for people: the lines that hold each, underlined.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Finding, Findings, Severity};
use crate::source::{Lines, Span};

/// Whether the picture has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// It has.
    Always,
    /// It has not.
    Never,
}

/// Draws every finding, and says how many there are.
#[must_use]
pub fn render(findings: &Findings, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Always => Renderer::styled(),
        Colour::Never => Renderer::plain(),
    };
    let lines = Lines::new(&findings.text);
    let mut drawn = String::new();
    for finding in &findings.findings {
        drawn += &draw(&renderer, &findings.path, &lines, finding);
        drawn += "\n\n";
    }
    drawn + &summary(findings)
}

fn draw(renderer: &Renderer, path: &str, lines: &Lines<'_>, finding: &Finding) -> String {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let related = finding.related.as_ref().map(|related| (related.span, related.label.as_str()));
    let places = || related.into_iter().map(|(span, _)| span).chain([finding.span]);
    let first = places().map(|span| span.start.line).min().unwrap_or(1);
    let last = places().map(|span| span.end.line).max().unwrap_or(1);
    // Only the lines in question: a large document is not read again for each finding.
    let text = lines.text_of(first..last + 1).trim_end_matches(['\r', '\n']);
    let range = |span: Span| {
        let start = lines.offset(first, span.start).min(text.len());
        start..lines.offset(first, span.end).min(text.len()).max(start)
    };
    let mut snippet = Snippet::source(text)
        .path(path)
        .line_start(first)
        .annotation(AnnotationKind::Primary.span(range(finding.span)));
    if let Some((span, label)) = related {
        snippet = snippet.annotation(AnnotationKind::Context.span(range(span)).label(label));
    }
    let title = level.primary_title(&finding.message).id(finding.code.text());
    let help = Level::HELP.message(&finding.help);
    renderer.render(&[title.element(snippet).element(help)])
}

/// How many findings there are, in one line.
fn summary(findings: &Findings) -> String {
    let count = |severity| match findings.count(severity) {
        1 => format!("1 {severity}"),
        count => format!("{count} {severity}s"),
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let path = &findings.path;
    let count = match (findings.has_errors(), findings.count(Severity::Warning)) {
        (true, 0) => errors,
        (true, _) => format!("{errors}, {warnings}"),
        (false, 0) => return format!("{path}: nothing to complain of"),
        (false, _) => warnings,
    };
    let consequence = match (findings.is_refused(), findings.has_errors()) {
        (false, _) => "",
        (true, true) => "; nothing is generated from it",
        (true, false) => "; nothing is generated from it, as warnings are denied",
    };
    format!("{path}: {count}{consequence}")
}
