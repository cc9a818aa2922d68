//! Learns the weights in `rules/weights/en/` from labelled text, and prints how well they
//! do on text that they were not learned from:
//!
//! ```sh
//! cargo run --release -p train -- PATH/parakweet.jsonl
//! ```
//!
//! The drafts are those of `fixtures/channel/`; the file holds the labelled sentences of
//! ParakweetLabs/EmailIntentDataSet, an object with `text` and `label` a line.
//! `train explain "Could you call me?"` shows what each sign of a sentence brings. The
//! method is told in docs/reading.md.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool of the project, with no users of its items"
)]

mod asks;
mod data;
mod deadlines;
mod explain;
mod model;
mod point;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, io};

use presend::Settings;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let done = match args.as_slice() {
        [word, texts @ ..] if word == "explain" && !texts.is_empty() => {
            explain::explain(texts);
            Ok(())
        }
        [sentences] => learn(Path::new(sentences)),
        _ => Err(io::Error::other("usage: train LABELLED-SENTENCES, or train explain TEXT…")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("train: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Learns all weights. The signs of deadlines and of the point rest on the asks that are
/// found with the weights built in, so that a change of the asks wants a second run.
fn learn(sentences: &Path) -> io::Result<()> {
    let settings = Settings::default();
    let drafts = data::drafts(&root().join("fixtures/channel"), &settings.phrases)?;
    let sentences = data::lines(sentences)?;
    asks::learn(sentences, &drafts, &settings.phrases, &table("asks"))?;
    deadlines::learn(&drafts, &table("deadlines"))?;
    point::learn(&drafts, &table("point"))
}

/// Where a table of weights is kept.
fn table(name: &str) -> PathBuf {
    root().join(format!("rules/weights/en/{name}.tsv"))
}

/// The folder of the project.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).unwrap_or(own).to_owned()
}
