//! What the readers of TOML files share: all problems are collected, each with its place.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::near::nearest;

/// A place in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
}

/// A value that was read, with its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileError {
    /// Where it is wrong.
    pub place: Place,
    /// What is wrong, and what is allowed.
    pub message: String,
    /// What may have been meant by the word there.
    pub meant: Option<String>,
}

/// What is wrong with a word of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wrong {
    /// What is wrong, and what is allowed.
    pub message: String,
    /// What may have been meant.
    pub meant: Option<String>,
}

impl Wrong {
    /// A word that is not among those that are known: with the one that may have been meant, else
    /// with all there are.
    pub fn unknown(problem: &str, word: &str, known: &[&str]) -> Wrong {
        match nearest(word, known.iter().copied()) {
            Some(near) => Wrong::meant(problem, near),
            None => format!("{problem}; known are {}", known.join(", ")).into(),
        }
    }

    /// A word by which another may have been meant.
    pub fn meant(problem: &str, near: &str) -> Wrong {
        Wrong { message: format!("{problem}; did you mean “{near}”?"), meant: Some(near.to_owned()) }
    }

    /// The same, said of something: “level can't be …”.
    pub fn of(self, what: &str) -> Wrong {
        Wrong { message: format!("{what} {}", self.message), ..self }
    }

    /// The same at a place of a file.
    pub fn at(self, place: Place) -> FileError {
        FileError { place, message: self.message, meant: self.meant }
    }
}

impl From<String> for Wrong {
    fn from(message: String) -> Wrong {
        Wrong { message, meant: None }
    }
}

impl From<&str> for Wrong {
    fn from(message: &str) -> Wrong {
        message.to_owned().into()
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}:{}: {}", self.place.line, self.place.column, self.message)
    }
}

impl std::error::Error for FileError {}

/// A value with its place.
pub type Value<'a> = Spanned<DeValue<'a>>;

/// Collects what is wrong with a file.
pub struct Reader<'a> {
    /// The file.
    text: &'a str,
    /// What is wrong, by byte.
    problems: Vec<(usize, Wrong)>,
}

impl Reader<'_> {
    /// A value with the place of this byte of the file.
    pub fn placed<T>(&self, at: usize, value: T) -> Placed<T> {
        Placed { value, place: place(self.text, at) }
    }

    /// Notes a problem at a byte of the file.
    pub fn problem(&mut self, at: usize, problem: impl Into<Wrong>) {
        self.problems.push((at, problem.into()));
    }
}

/// Reads a file, or says all that is wrong with it, in order.
pub fn read<T>(text: &str, table: impl FnOnce(&mut Reader, &DeTable) -> T) -> Result<T, Vec<FileError>> {
    match read_on(text, table) {
        (Some(read), problems) if problems.is_empty() => Ok(read),
        (_, problems) => Err(problems),
    }
}

/// Reads what can be read of a file, and says all that is wrong with it, in order.
pub fn read_on<T>(text: &str, table: impl FnOnce(&mut Reader, &DeTable) -> T) -> (Option<T>, Vec<FileError>) {
    let mut reader = Reader { text, problems: Vec::new() };
    let read = match DeTable::parse(text) {
        Ok(parsed) => Some(table(&mut reader, parsed.get_ref())),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reader.problem(at, misread(text, at, error.message()));
            None
        }
    };
    reader.problems.sort();
    let told = |(at, problem): (usize, Wrong)| problem.at(place(text, at));
    (read, reader.problems.into_iter().map(told).collect())
}

/// What is wrong with a text that is no TOML, in words that help: what the TOML reader takes a
/// bare word for differs, and helps nobody.
fn misread(text: &str, at: usize, message: &str) -> String {
    let (before, after) = text.split_at(text.floor_char_boundary(at));
    let key = before.rsplit('\n').next().unwrap_or_default().trim();
    if before.trim_end_matches(' ').ends_with('=') && after.starts_with(char::is_alphabetic) {
        return "a text stands in quotation marks".to_owned();
    }
    if after.starts_with('/') && !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        let rest: String = after.chars().take_while(|&c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/')).collect();
        return format!("the name of a rule stands in quotation marks: \"{key}{rest}\"");
    }
    message.to_owned()
}

/// The place of a byte of a text.
pub fn place(text: &str, at: usize) -> Place {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// A text.
pub fn text<'a>(value: &'a Value) -> Result<&'a str, Wrong> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text),
        _ => Err("is a text: write it in quotation marks".into()),
    }
}

/// A list of texts.
pub fn texts(value: &Value) -> Result<Vec<String>, Wrong> {
    let list = match value.get_ref() {
        DeValue::Array(items) => items.iter().map(|item| text(item).ok().map(str::to_owned)).collect(),
        _ => None,
    };
    list.ok_or_else(|| "is a list of texts: write [\"one\", \"two\"]".into())
}

/// A switch.
pub fn switch(value: &Value) -> Result<bool, Wrong> {
    match value.get_ref() {
        DeValue::Boolean(switch) => Ok(*switch),
        _ => Err("is true or false".into()),
    }
}

/// One of a few words.
pub fn choice<T: Copy>(value: &Value, choices: &[(&'static str, T)]) -> Result<T, Wrong> {
    let written = text(value)?;
    let known: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let found = choices.iter().find(|(name, _)| *name == written);
    found.map(|(_, choice)| *choice).ok_or_else(|| Wrong::unknown(&format!("can't be “{written}”"), written, &known))
}
