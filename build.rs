//! Turns cards and word lists into tables, so that a run starts in milliseconds.
//! A test holds the tables against what the run-time reader builds.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WordList {
    about: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
}

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("english.rs"), word_tables(Path::new("rules/words/en"))).expect("OUT_DIR can be written");
}

/// The constants of all word lists in a folder: sorted sets of words, numbered lists of phrases.
fn word_tables(folder: &Path) -> String {
    let mut lists: BTreeMap<String, WordList> = BTreeMap::new();
    for path in toml_files(folder) {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file: BTreeMap<String, WordList> =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (name, list) in file {
            assert!(
                list.words.is_empty() != list.phrases.is_empty(),
                "{}: [{name}] needs either words or phrases",
                path.display()
            );
            assert!(lists.insert(name.clone(), list).is_none(), "{}: [{name}] stands twice", path.display());
        }
    }
    let mut code = String::new();
    let mut phrases = Vec::new();
    for (name, list) in lists {
        let constant = name.to_uppercase().replace('-', "_");
        writeln!(code, "/// {}", list.about.replace('\n', " ")).expect("a string takes all");
        if list.words.is_empty() {
            writeln!(code, "pub const {constant}: ListId = ListId({});", phrases.len()).expect("a string takes all");
            phrases.push(list.phrases);
        } else {
            let mut words = list.words;
            words.sort();
            words.dedup();
            writeln!(code, "pub const {constant}: WordSet = WordSet(&{words:?});").expect("a string takes all");
        }
    }
    writeln!(code, "/// How many lists of phrases the pack holds.").expect("a string takes all");
    writeln!(code, "pub const PHRASE_LISTS: u16 = {};", phrases.len()).expect("a string takes all");
    writeln!(code, "/// The lists of phrases, by [`ListId`].").expect("a string takes all");
    writeln!(code, "pub static PHRASES: &[&[&str]] = &[").expect("a string takes all");
    for list in phrases {
        writeln!(code, "&{list:?},").expect("a string takes all");
    }
    code.push_str("];\n");
    code
}

/// The TOML files right in a folder, by name.
fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths
}
