//! Text mutants: edits of each line of a file, and of each word and punctuation mark in it.

/// Edits the line with the given index; returns the edited files.
type Operator = fn(&[&str], usize) -> Vec<String>;

/// All operators, with their names.
pub const OPERATORS: [(&str, Operator); 8] = [
    ("remove a line", |lines, at| vec![with(lines, at, &[])]),
    ("duplicate a line", |lines, at| vec![with(lines, at, &[lines[at], lines[at]])]),
    ("swap two lines", swap),
    ("indent a line", |lines, at| vec![with(lines, at, &[&format!(" {}", lines[at])])]),
    (
        "change a comment",
        |lines, at| if is_comment(lines[at]) { words(lines, at, |_| true) } else { Vec::new() },
    ),
    ("change an identifier", |lines, at| {
        if is_comment(lines[at]) { Vec::new() } else { words(lines, at, |word| !is_number(word)) }
    }),
    (
        "change a number",
        |lines, at| {
            if is_comment(lines[at]) { Vec::new() } else { words(lines, at, is_number) }
        },
    ),
    ("remove punctuation", signs),
];

/// Returns the file with the line at `at` replaced by `others`.
fn with(lines: &[&str], at: usize, others: &[&str]) -> String {
    let mut lines = [&lines[..at], others, &lines[at + 1..]].concat().join("\n");
    lines.push('\n');
    lines
}

fn swap(lines: &[&str], at: usize) -> Vec<String> {
    let Some(next) = lines.get(at + 1).filter(|next| **next != lines[at]) else { return Vec::new() };
    let without = [&lines[..at], &lines[at + 1..]].concat();
    vec![with(&without, at, &[next, lines[at]])]
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns one file per word of the line, with the word's last character changed.
fn words(lines: &[&str], at: usize, fits: fn(&str) -> bool) -> Vec<String> {
    let line = lines[at];
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let starts = line.char_indices().filter(|(at, c)| is_word(*c) && !line[..*at].ends_with(is_word));
    let words = starts.filter_map(|(start, _)| {
        let word = line[start..].split(|c| !is_word(c)).next().filter(|word| fits(word))?;
        let last = word.char_indices().next_back()?.0;
        let other = if word.ends_with('7') { '8' } else { '7' };
        let (before, after) = (&line[..start + last], &line[start + word.len()..]);
        Some(with(lines, at, &[&format!("{before}{other}{after}")]))
    });
    words.collect()
}

/// Returns one file per punctuation mark of the line, without that mark.
fn signs(lines: &[&str], at: usize) -> Vec<String> {
    let signs = lines[at].char_indices().filter(|(_, c)| c.is_ascii_punctuation());
    let without = signs.map(|(sign, c)| {
        let line = lines[at];
        with(lines, at, &[&format!("{}{}", &line[..sign], &line[sign + c.len_utf8()..])])
    });
    without.collect()
}
