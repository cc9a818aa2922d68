//! The author's own cards, from disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{here, text};
use crate::language::PhrasesBuilder;
use crate::rules::{self, Card, card};
use crate::shell::files::unreadable;

/// The cards in folders of the author's own, none of which has the name of a built-in one. Files
/// that are no text are told with their path from a folder, where one is given.
pub fn own_cards(folders: &[PathBuf], from: Option<&Path>) -> Result<Vec<Card>, Vec<String>> {
    let read = read_cards(folders, from).map_err(|problem| vec![problem])?;
    let (mut cards, mut problems) = (Vec::new(), Vec::new());
    for (_, read) in named_once(read, |_, _| false) {
        match read {
            Ok(card) => cards.push(card),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(cards) } else { Err(problems) }
}

/// The cards at these paths, to be tried. One with the name of a built-in one must be that one, as
/// in the source of Presend.
pub fn cards_to_try(paths: &[PathBuf]) -> Result<Vec<CardFile>, String> {
    Ok(named_once(read_cards(paths, here().as_deref())?, |card, built_in| card == built_in))
}

/// The cards, with a problem in place of each whose name another has, unless it `may` have that of
/// a built-in one.
fn named_once(read: Vec<CardFile>, may: impl Fn(&Card, &Card) -> bool) -> Vec<CardFile> {
    let built_in = rules::cards();
    let mut names = BTreeSet::new();
    let checked = |(path, read): CardFile| {
        let read = read.and_then(|card| {
            let is_taken = built_in.iter().any(|other| other.name == card.name && !may(&card, other));
            match is_taken || !names.insert(card.name.clone()) {
                true => {
                    let (path, name) = (path.display(), &card.name);
                    Err(format!("{path}: there is another rule {name}; name this one otherwise"))
                }
                false => Ok(card),
            }
        });
        (path, read)
    };
    read.into_iter().map(checked).collect()
}

/// A card's file, with the card or what is wrong with it.
pub type CardFile = (PathBuf, Result<Card, String>);

/// The cards at these paths, files or folders. Or a path that can't be read.
fn read_cards(paths: &[PathBuf], from: Option<&Path>) -> Result<Vec<CardFile>, String> {
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        find(path, 2, &mut files).map_err(|error| unreadable(path, &error))?;
        if files.len() == before {
            return Err(format!("no cards in {}; a card is a file GROUP/NAME.toml", path.display()));
        }
    }
    Ok(files.into_iter().map(|path| (path.clone(), read_card(&path, from))).collect())
}

/// The card files at a path, which may be one, in folders and the folders in them.
fn find(path: &Path, depth: usize, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() && depth > 1 {
            find(&entry, depth - 1, found)?;
        } else if !entry.is_dir() && entry.extension().is_some_and(|extension| extension == "toml") {
            found.push(entry);
        }
    }
    Ok(())
}

/// The card of a file, which makes a rule, or what is wrong with it and where.
fn read_card(path: &Path, from: Option<&Path>) -> Result<Card, String> {
    let text = text(path, from)?;
    // A path such as "." has no name before it is made whole.
    let whole = fs::canonicalize(path).map_err(|error| unreadable(path, &error))?;
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let name = format!("{}/{}", part(whole.parent().and_then(Path::file_name)), part(whole.file_stem()));
    let placed = |error: card::CardError| format!("{}:{error}", path.display());
    let card = card::read(&name, &text).map_err(placed)?;
    match rules::compile_one(card.clone(), &mut PhrasesBuilder::default()) {
        Ok(_) => Ok(card),
        Err(fault) => Err(placed(card::place(&text, &fault.key, fault.message))),
    }
}
