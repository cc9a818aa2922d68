//! Labelled text, read as a draft is.

use std::collections::HashMap;
use std::path::Path;
use std::{fs, io};

use presend::draft::Draft;
use presend::language::Phrases;
use presend::reading::{self, Reading};
use presend::{Source, parse};
use serde::Deserialize;

/// A sentence that carries a request or not.
#[derive(Deserialize)]
pub struct LabelledSentence {
    pub label: bool,
    pub text: String,
}

/// A whole draft with what its author meant.
#[derive(Deserialize)]
pub struct LabelledDraft {
    pub id: String,
    pub asks: Vec<String>,
    pub deadlines: Vec<LabelledTime>,
    pub point: Option<String>,
}

impl LabelledDraft {
    /// Who wrote it: the first letter of its id.
    pub fn writer(&self) -> String {
        self.id.chars().take(1).collect()
    }
}

/// A time that the author meant as a deadline.
#[derive(Deserialize)]
pub struct LabelledTime {
    pub text: String,
}

/// The objects of a file with one on each line.
pub fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> io::Result<Vec<T>> {
    let text = fs::read_to_string(path).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
    let parse = |(number, line): (usize, &str)| {
        serde_json::from_str(line)
            .map_err(|error| io::Error::other(format!("{}:{}: {error}", path.display(), number + 1)))
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}

/// A draft that was read, with the text of each sentence.
pub struct Read {
    pub draft: Draft,
    pub reading: Reading,
}

impl Read {
    /// Reads the bytes of a file.
    pub fn new(name: &str, bytes: &[u8], phrases: &Phrases) -> Read {
        let draft = parse::parse(&Source::new(name, bytes));
        let reading = reading::read(&draft, phrases, Default::default());
        Read { draft, reading }
    }

    /// The text of each sentence, white space folded.
    pub fn sentences(&self) -> Vec<String> {
        let text = |sentence: &reading::Sentence| {
            squeeze(&self.draft.block(sentence.block).text.as_str()[sentence.range.clone()])
        };
        self.reading.sentences.iter().map(text).collect()
    }
}

/// All drafts of a folder with `labels.jsonl` and `drafts/`.
pub fn drafts(folder: &Path, phrases: &Phrases) -> io::Result<Vec<(LabelledDraft, Read)>> {
    let mut files = HashMap::new();
    for entry in fs::read_dir(folder.join("drafts"))? {
        let path = entry?.path();
        if let Some(stem) = path.file_stem() {
            files.insert(stem.to_string_lossy().into_owned(), path);
        }
    }
    let read = |labels: LabelledDraft| {
        let path =
            files.get(&labels.id).ok_or_else(|| io::Error::other(format!("no draft is called {}", labels.id)))?;
        let read = Read::new(&path.to_string_lossy(), &fs::read(path)?, phrases);
        Ok((labels, read))
    };
    lines(&folder.join("labels.jsonl"))?.into_iter().map(read).collect()
}

/// White space folded, so that wrapped text compares.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether one of two texts stands in the other, as far as both say something.
pub fn same(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    long.contains(short) && (short.len() > 9 || short.len() * 2 > long.len())
}
