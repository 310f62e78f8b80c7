//! Parses YAML into a tree of nodes with positions.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr::Scalar;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput, Tag};
use serde_json::{Number, Value};

use super::tree::{Data, Member, Tree};
use crate::diagnostics::{Code, Diagnostic};
use crate::text::{Lines, Position, Span};

/// The maximum nesting depth.
const DEPTH: usize = 100;

/// The maximum number of nodes that all aliases of a file may repeat.
const REPEATED: usize = 100_000;

/// A parsed file.
pub(super) struct Read {
    pub(super) root: Tree,
    /// Mistakes that do not prevent parsing.
    pub(super) faults: Vec<Diagnostic>,
}

/// Parses the only document in `text`.
///
/// # Errors
///
/// If `text` is not valid YAML, or does not contain exactly one document.
pub(super) fn read(text: &str) -> Result<Read, Vec<Diagnostic>> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        lines: Lines::new(text),
        faults: Vec::new(),
        anchors: HashMap::new(),
        repeated: 0,
    };
    match reader.document() {
        Ok(Some(root)) => Ok(Read { root, faults: reader.faults }),
        Ok(None) if !reader.faults.is_empty() => Err(reader.faults),
        Ok(None) => {
            let help = "write an OpenAPI document into the file";
            reader.fault(Code::InvalidYaml, Span::START, "the document is empty", help);
            Err(reader.faults)
        }
        Err(error) => {
            let at = Span::empty(position(*error.marker()));
            let message = format!("invalid YAML: {}", error.info());
            reader.fault(Code::InvalidYaml, at, message, likely_fix(error.info()));
            Err(reader.faults)
        }
    }
}

/// Converts a position of the parser, which counts columns from 0.
fn position(marker: Marker) -> Position {
    Position { line: marker.line(), column: marker.col() + 1 }
}

/// Returns the most likely fix for an error of the YAML parser.
fn likely_fix(info: &str) -> &'static str {
    const FIXES: [(&str, &str); 11] = [
        ("tabs disallowed", "indent with spaces"),
        (
            "mapping values are not allowed",
            "quote the string if it contains `: `; otherwise fix the indentation",
        ),
        ("expected key", "indent this line like the keys above that it belongs to"),
        (
            "simple key",
            "add the missing `: ` after a key, here or just above; or close the open quote or bracket above",
        ),
        ("unexpected end of stream", "close the quote or bracket that opens here"),
        (
            "unknown anchor",
            "quote the string if it is not an alias; otherwise define its anchor (`&name`) above",
        ),
        ("escape code", "write the character itself: YAML does not support surrogate pairs of `\\u` escapes"),
        ("unexpected character", "put the string in quotes"),
        ("illegal placement", "close the open bracket or quote above"),
        ("quoted scalar", "close the quote that opens here"),
        ("indentation", "check the indentation of this line and of those above"),
    ];
    let known = FIXES.iter().find(|(text, _)| info.contains(text));
    known.map_or("fix the YAML syntax, here or just above", |(_, fix)| fix)
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    lines: Lines<'a>,
    faults: Vec<Diagnostic>,
    anchors: HashMap<usize, Tree>,
    repeated: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), ScanError> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let span = Span { start: position(span.start), end: position(span.end) };
                Ok((event, self.lines.within(span)))
            }
            Some(Err(error)) => Err(error),
            None => {
                let end = self.lines.within(Span::empty(FAR)).end;
                Ok((Event::StreamEnd, Span { start: end, end }))
            }
        }
    }

    fn fault(&mut self, code: Code, span: Span, message: impl Into<String>, help: &str) {
        let span = self.lines.within(span);
        self.faults.push(Diagnostic::new(code, span, message, help));
    }

    fn document(&mut self) -> Result<Option<Tree>, ScanError> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::DocumentStart(_) if root.is_some() => {
                    let help = "keep one document in the file, and remove `---`";
                    self.fault(Code::InvalidYaml, span, "a second YAML document starts here", help);
                    return Ok(None);
                }
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
                event => root = Some(self.node(event, span, 0)?),
            }
        }
    }

    /// Reads the node that starts with `event`.
    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Tree, ScanError> {
        if depth > DEPTH {
            let marker = Marker::new(0, span.start.line, span.start.column - 1);
            return Err(ScanError::new(marker, format!("more than {DEPTH} levels of nesting")));
        }
        let (anchor, node) = match event {
            Event::Alias(anchor) => (0, self.repeat(anchor, span)),
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar(text, style, tag.as_ref(), span);
                (anchor, Tree { span, size: 1, data: Data::Scalar(value) })
            }
            Event::SequenceStart(anchor, tag) => {
                self.reject_tag(tag.as_deref(), span);
                let mut items = Vec::new();
                let end = loop {
                    let (event, span) = self.next()?;
                    if matches!(event, Event::SequenceEnd | Event::StreamEnd) {
                        break span.end;
                    }
                    items.push(self.node(event, span, depth + 1)?);
                };
                let size = 1 + items.iter().map(|item| item.size).sum::<usize>();
                (anchor, Tree { span: self.first_line(span, end), size, data: Data::Sequence(items) })
            }
            Event::MappingStart(anchor, tag) => {
                self.reject_tag(tag.as_deref(), span);
                let (members, end) = self.members(depth)?;
                let size = 1 + members.iter().map(|(_, _, node)| node.size).sum::<usize>();
                (anchor, Tree { span: self.first_line(span, end), size, data: Data::Mapping(members) })
            }
            _ => (0, Tree { span, size: 1, data: Data::Scalar(Value::Null) }),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn first_line(&self, start: Span, end: Position) -> Span {
        self.lines.first_line_of(self.lines.within(Span { start: start.start, end }))
    }

    /// Reads the members of a mapping after its start. Returns them and the end of the mapping.
    fn members(&mut self, depth: usize) -> Result<(Vec<Member>, Position), ScanError> {
        let mut members: Vec<Member> = Vec::new();
        let mut known: HashMap<String, Span> = HashMap::new();
        loop {
            let (event, key) = self.next()?;
            let name = match event {
                Event::MappingEnd | Event::StreamEnd => return Ok((members, key.end)),
                Event::Scalar(text, ..) => Some(text.into_owned()),
                event => {
                    self.node(event, key, depth + 1)?;
                    None
                }
            };
            let (event, span) = self.next()?;
            let node = self.node(event, span, depth + 1)?;
            let Some(name) = name else {
                let help = "write the key as a string";
                self.fault(Code::UnsupportedYaml, key, "a key must be a string", help);
                continue;
            };
            if name == "<<" {
                let help = "write the keys here, or refer to a component with `$ref`";
                self.fault(Code::UnsupportedYaml, key, "YAML 1.2 has no merge keys (`<<`)", help);
            } else if let Some(first) = known.get(&name).copied() {
                let message = format!("duplicate key `{name}`: it is also on line {}", first.start.line);
                let help = "remove one of them";
                self.faults.push(
                    Diagnostic::new(Code::DuplicateKey, key, message, help)
                        .with_related(first, "first defined here"),
                );
            } else {
                known.insert(name.clone(), key);
                members.push((name, key, node));
            }
        }
    }

    /// Returns a copy of the node at an anchor, with the span of the alias.
    fn repeat(&mut self, anchor: usize, span: Span) -> Tree {
        let null = Tree { span, size: 1, data: Data::Scalar(Value::Null) };
        let Some(node) = self.anchors.get(&anchor) else {
            let help = "write the value here, or refer to a component with `$ref`";
            self.fault(Code::UnsupportedYaml, span, "an alias inside the value that it repeats", help);
            return null;
        };
        self.repeated += node.size;
        if self.repeated > REPEATED {
            let help = "define the repeated values as components, and refer to them with `$ref`";
            self.fault(
                Code::UnsupportedYaml,
                span,
                format!("aliases repeat more than {REPEATED} nodes"),
                help,
            );
            return null;
        }
        Tree { span, ..node.clone() }
    }

    fn scalar(
        &mut self,
        text: Cow<'a, str>,
        style: ScalarStyle,
        tag: Option<&Cow<'a, Tag>>,
        span: Span,
    ) -> Value {
        if style == ScalarStyle::Plain
            && tag.is_none()
            && let Ok(number) = text.parse::<u64>()
            && (text == "0" || !text.starts_with(['0', '+']))
        {
            return number.into();
        }
        let shown = text.to_string();
        match Scalar::parse_from_cow_and_metadata(text, style, tag) {
            Some(Scalar::Null) => Value::Null,
            Some(Scalar::Boolean(value)) => value.into(),
            Some(Scalar::Integer(value)) => value.into(),
            Some(Scalar::FloatingPoint(value)) => {
                Number::from_f64(*value).map_or_else(|| self.unrepresentable(&shown, span), Value::Number)
            }
            Some(Scalar::String(value)) => value.into_owned().into(),
            None => {
                let help = "remove the tag, or write a value of its type";
                let message = format!("`{shown}` does not match its tag");
                self.fault(Code::UnsupportedYaml, span, message, help);
                Value::Null
            }
        }
    }

    fn unrepresentable(&mut self, shown: &str, span: Span) -> Value {
        let help = "write a finite number, or put the string in quotes";
        self.fault(Code::UnsupportedYaml, span, format!("JSON cannot represent the number `{shown}`"), help);
        Value::Null
    }

    /// Rejects tags of collections, which stand for types that JSON does not have.
    fn reject_tag(&mut self, tag: Option<&Tag>, span: Span) {
        if let Some(tag) =
            tag.filter(|tag| !(tag.is_yaml_core_schema() && matches!(&*tag.suffix, "map" | "seq")))
        {
            let message = format!("the tag `!{}` is not supported", tag.suffix);
            self.fault(Code::UnsupportedYaml, span, message, "remove the tag");
        }
    }
}

/// A position after the end of every file.
const FAR: Position = Position { line: usize::MAX, column: 1 };
