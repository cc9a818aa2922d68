//! What the house demands of itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use presend::language::lists;

/// Words that only `src/shell/` may write: they touch the world, or outlive a call.
const WORLDLY: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "ZonedDateTime::now",
    "Timestamp::now",
    "TimeZone::system",
    "OnceLock",
    "LazyLock",
    "thread_local",
    "static mut",
    "lsp_types",
];

/// The floors, lowest first; those of one row may not know each other, except as said
/// in `ALLOWED`.
const FLOORS: &[&[&str]] = &[
    &["text"],
    &["draft", "language"],
    &["parse", "reading", "render"],
    &["channel"],
    &["rules"],
    &["settings"],
    &["check"],
    &["report"],
    &["shell"],
];

/// Files that may be longer than `LONGEST`, with the reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// How many lines a file may have, its tests left out.
const LONGEST: usize = 450;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|e| e == extension));
    let name = |path: &Path| path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The lines of code with their numbers: no comments, and nothing from the unit tests on.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    text[..end].lines().enumerate().map(|(number, line)| (number + 1, line.split("//").next().unwrap_or_default()))
}

fn in_shell(path: &str) -> bool {
    path.starts_with("src/shell/") || path == "src/main.rs"
}

/// A file of unit tests alone, next to what it tests.
fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn names(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].chars().next_back().is_some_and(part) && !line[at + word.len()..].chars().next().is_some_and(part)
    })
}

fn report(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn only_the_shell_touches_the_world() {
    let mut faults = Vec::new();
    for (path, text) in files("src", "rs").iter().filter(|(path, _)| !in_shell(path) && !is_test_file(path)) {
        for (number, line) in code(text) {
            for word in WORLDLY.iter().filter(|word| names(line, word)) {
                faults.push(format!("{path}:{number}: {word} belongs in src/shell/"));
            }
        }
    }
    report(faults);
}

#[test]
fn protocol_types_stay_with_the_language_server() {
    let mut faults = Vec::new();
    for (path, text) in files("src/shell", "rs").iter().filter(|(path, _)| !path.starts_with("src/shell/lsp/")) {
        for (number, line) in code(text).filter(|(_, line)| names(line, "lsp_types")) {
            faults.push(format!("{path}:{number}: {} belongs in src/shell/lsp/", line.trim()));
        }
    }
    report(faults);
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|row| row.contains(&name))
}

/// The names right after `crate::` in a line, also those in braces.
fn imports(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        found.push(&rest[..end]);
    }
    found
}

#[test]
fn no_floor_knows_one_above_it() {
    // What lib.rs re-exports at the root, by the floor it comes from.
    let re_exports: BTreeMap<&str, &str> =
        [("Source", "text"), ("Span", "text"), ("Settings", "settings"), ("Context", "check"), ("Report", "check")]
            .into_iter()
            .chain([("Diagnostic", "check"), ("Summary", "check"), ("fix", "check")])
            .collect();
    let mut faults = Vec::new();
    for (path, text) in files("src", "rs").iter().filter(|(path, _)| !is_test_file(path)) {
        let own = path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
        let Some(own_floor) = floor(own) else { continue };
        for (number, line) in code(text) {
            for name in imports(line) {
                let module = re_exports.get(name).copied().unwrap_or(name);
                let Some(other) = floor(module) else {
                    faults.push(format!("{path}:{number}: crate::{name} stands on no floor"));
                    continue;
                };
                if module != own && other >= own_floor {
                    faults.push(format!("{path}:{number}: {own} may not know {module}"));
                }
            }
        }
    }
    report(faults);
}

#[test]
fn every_folder_of_the_library_is_a_floor() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let modules: BTreeSet<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ").or(line.strip_prefix("mod ")))
        .map(|name| name.trim_end_matches(';'))
        .collect();
    let floors: BTreeSet<&str> = FLOORS.iter().flat_map(|row| row.iter().copied()).collect();
    assert_eq!(modules, floors);
}

#[test]
fn files_are_short() {
    let mut faults = Vec::new();
    for (path, text) in files("src", "rs").iter().chain(&files("tests", "rs")) {
        let lines = if path.starts_with("src/") { code(text).count() } else { text.lines().count() };
        if lines > LONGEST && !LONG_FILES.iter().any(|(long, _)| long == path) {
            faults.push(format!("{path}: {lines} lines; split it, or name the reason in LONG_FILES"));
        }
    }
    for (long, _) in LONG_FILES {
        assert!(root().join(long).exists(), "{long} of LONG_FILES is gone");
    }
    report(faults);
}

#[test]
fn every_card_is_listed() {
    let card_files: BTreeSet<String> = files("rules", "toml")
        .into_iter()
        .map(|(path, _)| path.trim_start_matches("rules/").trim_end_matches(".toml").to_owned())
        .filter(|name| !name.starts_with("words/") && !name.starts_with("presets/"))
        .collect();
    let listed: BTreeSet<String> = presend::rules::cards().iter().map(|card| card.name.to_string()).collect();
    assert_eq!(listed, card_files);
}

#[test]
fn every_related_rule_exists() {
    let cards = presend::rules::cards();
    let names: BTreeSet<String> = cards.iter().map(|card| card.name.to_string()).collect();
    for card in &cards {
        for related in &card.related {
            assert!(names.contains(related.as_ref()), "{}: related rule {related} is none", card.name);
        }
    }
}

#[derive(serde::Deserialize)]
struct WordList {
    about: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
}

fn english_lists() -> BTreeMap<String, WordList> {
    let mut lists = BTreeMap::new();
    for (path, text) in files("rules/words/en", "toml") {
        let file: BTreeMap<String, WordList> = toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        lists.extend(file);
    }
    lists
}

#[test]
fn the_tables_hold_what_the_word_lists_say() {
    let table = fs::read_to_string(concat!(env!("OUT_DIR"), "/english.rs")).unwrap();
    let mut phrases = Vec::new();
    let mut words: BTreeMap<String, u128> = BTreeMap::new();
    let mut sets = 0;
    for (name, list) in english_lists() {
        let constant = name.to_uppercase().replace('-', "_");
        if list.words.is_empty() {
            assert!(table.contains(&format!("pub const {constant}: ListId = ListId({});", phrases.len())), "{name}");
            phrases.push(list.phrases);
        } else {
            assert!(table.contains(&format!("pub const {constant}: WordSet = WordSet({sets});")), "{name}");
            for word in list.words {
                *words.entry(word).or_default() |= 1 << sets;
            }
            sets += 1;
        }
    }
    let held = lists::WORDS
        .iter()
        .map(|&(word, combination)| (word.to_owned(), lists::COMBINATIONS[usize::from(combination)]));
    assert_eq!(held.collect::<BTreeMap<_, _>>(), words);
    assert_eq!(lists::PHRASES, phrases);
    assert_eq!(usize::from(lists::PHRASE_LISTS), phrases.len());
}

#[test]
fn word_lists_are_lower_case_and_name_each_entry_once() {
    let mut faults = Vec::new();
    for (name, list) in english_lists() {
        if list.about.is_empty() {
            faults.push(format!("[{name}] says not what it is about"));
        }
        let mut seen = BTreeSet::new();
        for entry in list.words.iter().chain(&list.phrases) {
            if *entry != entry.to_lowercase() || entry.trim() != entry || entry.contains("  ") || entry.contains('’')
            {
                faults.push(format!("[{name}]: write “{entry}” in lower case with single spaces and ' for ’"));
            }
            if !seen.insert(entry) {
                faults.push(format!("[{name}]: “{entry}” stands twice"));
            }
        }
        faults.extend(
            list.words.iter().filter(|w| w.contains(' ')).map(|w| format!("[{name}]: “{w}” is no single word")),
        );
    }
    report(faults);
}

#[test]
fn the_readme_starts_with_the_two_commands_that_do_all_set_up() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let commands = readme.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let [run, test] = commands.lines().collect::<Vec<_>>()[..] else { panic!("two commands, not {commands:?}") };
    let draft = run.strip_prefix("cargo run --release -- check ").unwrap();
    assert!(root().join(draft).is_file(), "{draft} is gone");
    assert_eq!(test, "tests/run");
    for script in ["tests/run", ".ci/run"] {
        let text = fs::read_to_string(root().join(script)).unwrap();
        assert!(text.starts_with("#!/usr/bin/env bash\n") && text.contains("\nset -euo pipefail\n"), "{script}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(root().join(script)).unwrap().permissions().mode();
            assert!(mode & 0o100 > 0, "{script} can't be run");
        }
    }
}

#[test]
fn the_documents_name_every_exit_code() {
    let cli = fs::read_to_string(root().join("src/shell/cli/mod.rs")).unwrap();
    let codes: BTreeSet<&str> = cli
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Ending::")?.split_once(" => ")?.1.strip_suffix(','))
        .filter(|code| code.parse::<u8>().is_ok())
        .collect();
    assert_eq!(codes, BTreeSet::from(["0", "1", "2", "3"]), "an exit code is new: tell it in the README, and here");
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_presend")).args(["check", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let told = help.split("Exit code:").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    for code in codes {
        assert!(readme.contains(&format!("\n| {code} | ")), "README.md does not tell exit code {code}");
        assert!(told.split_whitespace().any(|word| word == code), "check --help does not tell exit code {code}");
    }
}

#[test]
fn the_page_of_rules_is_current() {
    let page = fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let made = presend::report::rules_page::page(&presend::rules::cards());
    let line = page.lines().zip(made.lines()).position(|(old, new)| old != new).map_or(1, |line| line + 1);
    let remedy = "cargo run -- rule --output-format markdown > docs/rules.md";
    assert!(page == made, "docs/rules.md is old from line {line} on: {remedy}");
}

#[test]
fn the_guide_to_own_rules_shows_cards_that_are_tried() {
    let guide = fs::read_to_string(root().join("docs/custom-rules.md")).unwrap();
    let cards = files("fixtures/custom-rules/cards", "toml");
    assert_eq!(cards.len(), 3);
    for (path, card) in cards {
        assert!(guide.contains(&format!("```toml\n{card}```\n")), "docs/custom-rules.md does not show {path} as it is");
    }
}
