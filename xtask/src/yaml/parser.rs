//! Reads YAML into a tree that knows where each node was written.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr::Scalar;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput, Tag};
use serde_json::{Number, Value};

use super::tree::{Data, Member, Tree};
use crate::diagnostics::{Code, Diagnostic};
use crate::text::{Lines, Position, Span};

/// How deep nodes may lie in each other.
const DEPTH: usize = 100;

/// How many nodes aliases may repeat, taken together.
const REPEATED: usize = 100_000;

/// What was read.
pub(super) struct Read {
    pub(super) root: Tree,
    pub(super) faults: Vec<Diagnostic>,
}

/// Reads the one document in `text`.
///
/// # Errors
///
/// If it is not YAML, or holds no document or several.
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
            let help = "write one OpenAPI document into the file";
            reader.fault(Code::InvalidYaml, Span::START, "the document is empty", help);
            Err(reader.faults)
        }
        Err(error) => {
            let at = Span::empty(position(*error.marker()));
            let message = format!("not YAML: {}", error.info());
            reader.fault(Code::InvalidYaml, at, message, remedy(error.info()));
            Err(reader.faults)
        }
    }
}

/// The parser counts columns from 0.
fn position(marker: Marker) -> Position {
    Position { line: marker.line(), column: marker.col() + 1 }
}

/// What most often is behind an error of the YAML parser.
fn remedy(info: &str) -> &'static str {
    const REMEDIES: [(&str, &str); 11] = [
        ("tabs disallowed", "indent with spaces"),
        (
            "mapping values are not allowed",
            "put the text in quotes, as it holds a `: `; or mend the indentation",
        ),
        ("expected key", "give this line the indentation of the keys above that it belongs to"),
        (
            "simple key",
            "a key ends with `: `, and a line here or just above has none; or a quote or a bracket above is not closed",
        ),
        ("unexpected end of stream", "close the quote or the bracket that opens here"),
        ("unknown anchor", "put the text in quotes, if it is no alias; or set its anchor (`&name`) above"),
        ("escape code", "write the character itself: YAML has no pairs of `\\u` escapes"),
        ("unexpected character", "put the text in quotes"),
        ("illegal placement", "close the bracket or the quote that is open above"),
        ("quoted scalar", "close the quote that opens here"),
        ("indentation", "check the indentation of this line and of those above"),
    ];
    let known = REMEDIES.iter().find(|(text, _)| info.contains(text));
    known.map_or("mend the YAML; the mistake is here or just above", |(_, remedy)| remedy)
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
                    let help = "keep one document in the file, without `---`";
                    self.fault(Code::InvalidYaml, span, "a second YAML document begins here", help);
                    return Ok(None);
                }
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
                event => root = Some(self.node(event, span, 0)?),
            }
        }
    }

    /// The node that begins with `event`.
    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Tree, ScanError> {
        if depth > DEPTH {
            let marker = Marker::new(0, span.start.line, span.start.column - 1);
            return Err(ScanError::new(marker, format!("more than {DEPTH} levels in each other")));
        }
        let (anchor, node) = match event {
            Event::Alias(anchor) => (0, self.repeat(anchor, span)),
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar(text, style, tag.as_ref(), span);
                (anchor, Tree { span, size: 1, data: Data::Scalar(value) })
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(tag.as_deref(), span);
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
                self.refuse_tag(tag.as_deref(), span);
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

    /// The members of a mapping that has begun, and where it ends.
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
                let help = "use text as the key";
                self.fault(Code::UnsupportedYaml, key, "a key that is not text", help);
                continue;
            };
            if name == "<<" {
                let help = "write the keys out, or refer to a component with `$ref`";
                self.fault(Code::UnsupportedYaml, key, "a merge key, which YAML 1.2 does not have", help);
            } else if let Some(first) = known.get(&name).copied() {
                let message =
                    format!("the key `{name}` is here twice: it is also on line {}", first.start.line);
                let help = "keep one of the two";
                self.faults.push(
                    Diagnostic::new(Code::DuplicateKey, key, message, help).with_related(first, "first here"),
                );
            } else {
                known.insert(name.clone(), key);
                members.push((name, key, node));
            }
        }
    }

    /// What an anchor holds, once more.
    fn repeat(&mut self, anchor: usize, span: Span) -> Tree {
        let null = Tree { span, size: 1, data: Data::Scalar(Value::Null) };
        let Some(node) = self.anchors.get(&anchor) else {
            let help = "write the part out, or refer to a component with `$ref`";
            self.fault(Code::UnsupportedYaml, span, "an alias inside of what it repeats", help);
            return null;
        };
        self.repeated += node.size;
        if self.repeated > REPEATED {
            let help = "write the parts as components, and refer to them with `$ref`";
            self.fault(Code::UnsupportedYaml, span, "aliases repeat too much", help);
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
                Number::from_f64(*value).map_or_else(|| self.no_json(&shown, span), Value::Number)
            }
            Some(Scalar::String(value)) => value.into_owned().into(),
            None => {
                let help = "remove the tag, or write what it announces";
                let message = format!("`{shown}` is not what its tag says");
                self.fault(Code::UnsupportedYaml, span, message, help);
                Value::Null
            }
        }
    }

    fn no_json(&mut self, shown: &str, span: Span) -> Value {
        let help = "write a number that JSON has, or put the text in quotes";
        self.fault(
            Code::UnsupportedYaml,
            span,
            format!("`{shown}` is a number that JSON does not have"),
            help,
        );
        Value::Null
    }

    /// Tags of collections mean types that JSON does not have.
    fn refuse_tag(&mut self, tag: Option<&Tag>, span: Span) {
        if let Some(tag) =
            tag.filter(|tag| !(tag.is_yaml_core_schema() && matches!(&*tag.suffix, "map" | "seq")))
        {
            let message = format!("the tag `!{}` means nothing here", tag.suffix);
            self.fault(Code::UnsupportedYaml, span, message, "remove the tag");
        }
    }
}

const FAR: Position = Position { line: usize::MAX, column: 1 };
