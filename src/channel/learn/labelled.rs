//! Labelled drafts and sentences.

use serde::Deserialize;

use crate::channel::model::FACTORS;
use crate::draft::Draft;
use crate::reading::Reading;

/// What people say of a draft: a line of `labels.jsonl`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Labels {
    /// The name of the draft's file, without its ending.
    pub id: String,
    /// What the exchange should use: "async", "either" or "live".
    pub channel: String,
    /// What the draft is: "message" or "meeting".
    #[serde(default)]
    pub chosen: String,
    /// Why, by the names of factors.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// The words that show it.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Who wrote it: drafts of one writer are never learned from and judged in one go. The
    /// first letter of the id where it is not given.
    pub writer: Option<String>,
    /// What part of a collection it belongs to.
    #[serde(default)]
    pub set: String,
}

impl Labels {
    /// What is wrong with the labels, if anything.
    pub fn fault(&self) -> Option<String> {
        let known = |what: &str, value: &str, all: &[&str]| {
            (!all.contains(&value)).then(|| format!("“{what}” can't be “{value}”; known are {}", all.join(", ")))
        };
        let channel = known("channel", &self.channel, &["async", "either", "live"]);
        let chosen = || known("chosen", &self.chosen, &["", "message", "meeting"]);
        let is_live = self.channel == "live";
        let reason = || self.reasons.iter().filter(|_| is_live).find_map(|reason| known("reasons", reason, &FACTORS));
        channel.or_else(chosen).or_else(reason)
    }
}

/// A labelled draft that was read.
#[derive(Debug)]
pub struct Labelled {
    /// What people say of it.
    pub labels: Labels,
    /// What was written.
    pub draft: Draft,
    /// What the reader gets out of it.
    pub reading: Reading,
}

impl Labelled {
    /// Who wrote it.
    pub fn group(&self) -> &str {
        let first = || self.labels.id.get(..self.labels.id.chars().next().map_or(0, char::len_utf8));
        self.labels.writer.as_deref().or_else(first).unwrap_or_default()
    }

    /// Whether it should be a conversation; none where either will do.
    pub fn is_live(&self) -> Option<bool> {
        match self.labels.channel.as_str() {
            "live" => Some(true),
            "async" => Some(false),
            _ => None,
        }
    }
}

/// A sentence by itself.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// The sentence.
    pub text: String,
    /// The factor it shows, or "none".
    #[serde(default)]
    pub factor: String,
}

/// The objects of a text with one on each line; the error starts with line and column.
pub fn lines<T: for<'a> Deserialize<'a>>(text: &str) -> Result<Vec<T>, String> {
    let parse = |(at, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| {
            let said = error.to_string();
            // The library tells the line too, which is always the first here.
            let what = said.split(" at line ").next().unwrap_or_default();
            format!("{}:{}: {what}", at + 1, error.column().max(1))
        })
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}
