//! `presend channel`: the weights of the verdict are learned and judged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::json;

use super::options::{Channel, Evaluate, EvaluateFormat, Lessons, Train};
use super::{Ending, print, say};
use crate::channel::learn::{self, Held, Labelled, Labels, Sentences};
use crate::channel::model::TABLES;
use crate::report::evaluation;
use crate::shell::files::unreadable;
use crate::{Settings, Source, parse, reading};

/// From how many drafts on weights are worth something by themselves: with a quarter of ours,
/// 357, one ordinary mail in eight was called live.
const FEW: usize = 500;

/// Learns weights or judges them.
pub fn run(options: Channel) -> Ending {
    let done = match options {
        Channel::Train(options) => train(&options),
        Channel::Evaluate(options) => evaluate(&options),
    };
    match done {
        Ok(()) => Ending::Clean,
        Err(error) => {
            say(&error);
            Ending::Usage
        }
    }
}

fn train(options: &Train) -> Result<(), String> {
    let (drafts, sentences) = lessons(&options.lessons)?;
    let tables = learn::learn(&drafts.iter().collect::<Vec<_>>(), &sentences);
    fs::create_dir_all(&options.output)
        .map_err(|error| format!("can't write to {}: {error}; give a folder", options.output.display()))?;
    for (name, table) in TABLES.iter().zip(tables) {
        let path = options.output.join(format!("{name}.tsv"));
        fs::write(&path, &table).map_err(|error| format!("can't write {}: {error}", path.display()))?;
        print(&format!("{}: {} lines\n", path.display(), table.lines().count()));
    }
    Ok(())
}

fn evaluate(options: &Evaluate) -> Result<(), String> {
    let (drafts, sentences) = lessons(&options.lessons)?;
    let parts = (0..learn::FOLDS).into_par_iter();
    let held: Vec<_> = parts.flat_map_iter(|part| learn::hold_back(&drafts, &sentences, part)).collect();
    match options.output_format.unwrap_or_default() {
        EvaluateFormat::Text => print(&evaluation::render(&learn::figures(&held))),
        EvaluateFormat::Jsonl => held.iter().for_each(|held| print(&line(held))),
    }
    Ok(())
}

/// What was made of one draft, as a line of JSON.
fn line(held: &Held) -> String {
    let (labels, heard, advice) = (&held.draft.labels, &held.heard, &held.advice);
    let factors: Vec<_> =
        advice.factors.iter().map(|factor| json!({"name": factor.name, "points": factor.points})).collect();
    let object = json!({
        "id": labels.id, "set": labels.set, "channel": labels.channel, "recommended": advice.recommended.name(),
        "chosen": advice.chosen.name(), "verdict": advice.verdict.name(), "score": advice.score, "factors": factors,
        "points": {"sentences": heard.said, "wording": heard.wording, "situation": heard.situation},
    });
    format!("{object}\n")
}

/// All that is to be learned from.
fn lessons(options: &Lessons) -> Result<(Vec<Labelled>, Sentences), String> {
    let settings = Settings::default();
    let sentences = Sentences {
        labelled: options.sentences.as_deref().map(lines).transpose()?.unwrap_or_default(),
        ordinary: options.ordinary.as_deref().map(lines).transpose()?.unwrap_or_default(),
    };
    let mut all = Vec::new();
    for folder in &options.folders {
        all.extend(drafts(folder, &settings)?);
    }
    let count = |live: bool| all.iter().filter(|draft: &&Labelled| draft.is_live() == Some(live)).count();
    if count(true) == 0 || count(false) == 0 {
        return Err("nothing can be learned without drafts that are live and drafts that are async".to_owned());
    }
    if all.len() < FEW {
        say(&format!("{} drafts teach little: learn from them beside others (docs/channel.md)", all.len()));
    }
    Ok((all, sentences))
}

/// The labelled drafts of a folder.
fn drafts(folder: &Path, settings: &Settings) -> Result<Vec<Labelled>, String> {
    let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
    let inner = folder.join("drafts");
    let entries = fs::read_dir(&inner).map_err(|error| unreadable(&inner, &error))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if let Some(stem) = path.file_stem() {
            files.insert(stem.to_string_lossy().into_owned(), path.clone());
        }
    }
    let labels = folder.join("labels.jsonl");
    let read = |labelled: Labels| -> Result<Labelled, String> {
        let path = files.get(&labelled.id).ok_or_else(|| {
            format!(
                "{}: “{}” is no draft in {}: give each its file there, and leave the ending out",
                labels.display(),
                labelled.id,
                inner.display()
            )
        })?;
        let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
        let draft = parse::parse(&Source::new(path.to_string_lossy(), &bytes));
        let reading = reading::read(&draft, &settings.phrases, Default::default());
        Ok(Labelled { labels: labelled, draft, reading })
    };
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (at, labelled) in lines::<Labels>(&labels)?.into_iter().enumerate() {
        let again = (!seen.insert(labelled.id.clone())).then(|| format!("“{}” is labelled twice", labelled.id));
        if let Some(fault) = labelled.fault().or(again) {
            return Err(format!("{}: draft {}: {fault}", labels.display(), at + 1));
        }
        all.push(read(labelled)?);
    }
    Ok(all)
}

/// The objects of a file with one on each line.
fn lines<T: for<'a> serde::Deserialize<'a>>(path: &Path) -> Result<Vec<T>, String> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    learn::lines(&text).map_err(|error| format!("{}:{error}", path.display()))
}
