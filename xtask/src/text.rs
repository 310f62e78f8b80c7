//! Positions, and the lines of a file as YAML counts them: a line ends with a line feed, a carriage return, or both.

use std::ops::Range;

/// A position in a file. Line and column count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// A range of a file. The end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first character.
    pub start: Position,
    /// The position after the last character.
    pub end: Position,
}

impl Span {
    /// The empty span at the start of a file.
    pub const START: Self = Self::empty(Position { line: 1, column: 1 });

    /// Returns the empty span at a position.
    #[must_use]
    pub const fn empty(at: Position) -> Self {
        Self { start: at, end: at }
    }
}

/// The lines of a file.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// The byte offset of each line.
    starts: Vec<usize>,
    /// The column after the last non-space character of each line. Computed once, because a line can be as long as
    /// the file.
    ends: Vec<usize>,
    /// The last line that is not blank, or the first if all are blank.
    last: usize,
}

impl<'a> Lines<'a> {
    /// Splits `text` into lines.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends {
                starts.push(at + 1);
            }
        }
        let mut lines = Self { text, starts, ends: Vec::new(), last: 1 };
        let numbers = 1..=lines.starts.len();
        lines.ends = numbers.map(|number| lines.line(number).trim_end().chars().count() + 1).collect();
        lines.last = lines.ends.iter().rposition(|end| *end > 1).map_or(1, |index| index + 1);
        lines
    }

    /// Returns a line without its line break. Lines count from 1.
    #[must_use]
    pub fn line(&self, number: usize) -> &'a str {
        let start = number.checked_sub(1).and_then(|index| self.starts.get(index));
        let Some(start) = start else { return "" };
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        self.text[*start..end].trim_end_matches(['\r', '\n'])
    }

    /// Returns the position after the last non-space character of a line.
    #[must_use]
    pub fn end_of(&self, number: usize) -> Position {
        let end = number.checked_sub(1).and_then(|index| self.ends.get(index));
        Position { line: number, column: end.copied().unwrap_or(1) }
    }

    /// Clamps `span` to the file, and moves its end back to the last line with content.
    #[must_use]
    pub fn within(&self, span: Span) -> Span {
        let last = self.last;
        let clamp = |position: Position| {
            // The parser counts past the end after characters that are not allowed, such as a byte order mark.
            position.min(self.end_of(position.line.min(last)))
        };
        let start = clamp(span.start);
        let mut end = clamp(span.end.max(span.start));
        while end.line > start.line && end.column <= 1 + indentation(self.line(end.line)) {
            end = self.end_of(end.line - 1);
        }
        Span { start, end: end.max(start) }
    }

    /// Returns the part of a span that is on its first line.
    #[must_use]
    pub fn first_line_of(&self, span: Span) -> Span {
        let end = span.end.min(self.end_of(span.start.line));
        Span { start: span.start, end: end.max(span.start) }
    }

    /// Returns the number of bytes from the start of the line `from` to the position `at`.
    #[must_use]
    pub fn offset(&self, from: usize, at: Position) -> usize {
        let start = |number: usize| {
            let index = number.saturating_sub(1);
            self.starts.get(index).copied().unwrap_or(self.text.len())
        };
        let line = self.line(at.line);
        let inside =
            line.char_indices().nth(at.column.saturating_sub(1)).map_or(line.len(), |(byte, _)| byte);
        (start(at.line) + inside).saturating_sub(start(from))
    }

    /// Returns the content of a range of lines, counted from 1.
    #[must_use]
    pub fn text_of(&self, lines: Range<usize>) -> &'a str {
        let at = |number: usize| {
            let index = number.saturating_sub(1);
            self.starts.get(index).copied().unwrap_or(self.text.len())
        };
        &self.text[at(lines.start)..at(lines.end).max(at(lines.start))]
    }
}

fn indentation(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}
