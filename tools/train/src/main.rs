//! Learns the weights in `rules/weights/en/` from labelled text, and prints how well they
//! do on text that they were not learned from:
//!
//! ```sh
//! cargo run --release -p train -- ../shared/data
//! ```
//!
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
        [folder] => learn(Path::new(folder)),
        _ => Err(io::Error::other("usage: train FOLDER-OF-LABELLED-DATA, or train explain TEXT…")),
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
fn learn(folder: &Path) -> io::Result<()> {
    let settings = Settings::default();
    let drafts = data::drafts(&folder.join("channel"), &settings.phrases)?;
    let sentences = data::lines(&folder.join("asks/parakweet.jsonl"))?;
    asks::learn(sentences, &drafts, &settings.phrases, &table("asks"))?;
    deadlines::learn(&drafts, &table("deadlines"))?;
    point::learn(&drafts, &table("point"))
}

/// Where a table of weights is kept.
fn table(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../rules/weights/en/{name}.tsv"))
}
