//! What the readers of TOML files share: all problems are collected, each with its place.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::near::nearest;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, and what is allowed.
    pub message: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for FileError {}

/// A value with its place.
pub type Value<'a> = Spanned<DeValue<'a>>;

/// Collects what is wrong.
#[derive(Default)]
pub struct Reader {
    /// What is wrong, by byte.
    problems: Vec<(usize, String)>,
}

impl Reader {
    /// Notes a problem at a byte of the file.
    pub fn problem(&mut self, at: usize, message: String) {
        self.problems.push((at, message));
    }
}

/// Reads a file, or says all that is wrong with it, in order.
pub fn read<T>(text: &str, table: impl FnOnce(&mut Reader, &DeTable) -> T) -> Result<T, Vec<FileError>> {
    let mut reader = Reader::default();
    let read = match DeTable::parse(text) {
        Ok(parsed) => Some(table(&mut reader, parsed.get_ref())),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            // What the TOML reader takes a bare word for differs, and helps nobody.
            let is_bare = text.get(..at).is_some_and(|before| before.trim_end_matches(' ').ends_with('='))
                && text[at..].starts_with(char::is_alphabetic);
            let message = if is_bare { "a text stands in quotation marks" } else { error.message() };
            reader.problem(at, message.to_owned());
            None
        }
    };
    match read.filter(|_| reader.problems.is_empty()) {
        Some(read) => Ok(read),
        None => {
            reader.problems.sort();
            Err(reader.problems.into_iter().map(|(at, message)| placed(text, at, message)).collect())
        }
    }
}

/// A problem at a byte of the text.
pub fn placed(text: &str, at: usize, message: String) -> FileError {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    FileError { line, column: before[line_start..].chars().count() + 1, message }
}

/// The word that was meant, or all there are.
pub fn meant(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean “{near}”?"),
        None => format!("known are {}", known.join(", ")),
    }
}

/// A text.
pub fn text<'a>(value: &'a Value) -> Result<&'a str, String> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text),
        _ => Err("is a text: write it in quotation marks".into()),
    }
}

/// A list of texts.
pub fn texts(value: &Value) -> Result<Vec<String>, String> {
    let list = match value.get_ref() {
        DeValue::Array(items) => items.iter().map(|item| text(item).map(str::to_owned)).collect(),
        _ => Err(String::new()),
    };
    list.map_err(|_| "is a list of texts: write [\"one\", \"two\"]".into())
}

/// A switch.
pub fn switch(value: &Value) -> Result<bool, String> {
    match value.get_ref() {
        DeValue::Boolean(switch) => Ok(*switch),
        _ => Err("is true or false".into()),
    }
}

/// One of a few words.
pub fn choice<T: Copy>(value: &Value, choices: &[(&'static str, T)]) -> Result<T, String> {
    let written = text(value)?;
    let known: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let found = choices.iter().find(|(name, _)| *name == written);
    found.map(|(_, choice)| *choice).ok_or_else(|| format!("can't be “{written}”; {}", meant(written, &known)))
}
