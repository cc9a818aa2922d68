//! Where settings come from, as far as it takes a disk and an environment of its own.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use proptest::prelude::*;

/// Pieces that settings files are made of, right and wrong.
const PIECES: &[&str] = &[
    "[rules]\n",
    "[[overrides]]\n",
    "[[contacts]]\n",
    "[glossary]\n",
    "files = [\"*.md\"]\n",
    "\"concise/too-long\" = { words = 300, level = \"off\" }\n",
    "\"concise/wordy-phrase\" = { extend-safe = { \"in respect of\" = \"on\" } }\n",
    "concise/too-long = 3\n",
    "preset = \"list\"\n",
    "profile = 'chät'\n",
    "extends = [\"a\", 1]\n",
    "zone = \"Europe/Berlin\"\n",
    "BEGIN:VCARD\nN:;;\\\nEMAIL;X=\":a@b\n",
    "END:VCARD\n",
    "= \"",
    "é",
    "]",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text is read or told what is wrong with it, at places that it has.
    #[test]
    fn any_text_is_read_or_refused(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
        let text = pieces.concat();
        let (read, mut problems) = presend::settings::file_with_problems(&text);
        let cards = presend::rules::cards();
        if let Some(file) = &read {
            problems.extend(presend::settings::rule_problems(&file.layer.rules, &cards));
        }
        problems.extend(presend::settings::vcard(&text).err().unwrap_or_default());
        for problem in problems {
            let line = text.split('\n').nth(problem.place.line - 1);
            prop_assert!(line.is_some_and(|line| problem.place.column <= line.chars().count() + 1), "{problem}\n{text}");
        }
    }
}

const DRAFT: &str = "Due to the fact that the pump leaks, the yard is closed on Monday, 8 June 2026.\n";

/// Writes files below a folder.
fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What a command says on standard output, with a home of its own; and on standard error.
fn run(folder: &Path, home: &Path, arguments: &[&str], input: &str) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(arguments).current_dir(folder).env("HOME", home).env_remove("XDG_CONFIG_HOME");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_own_file_of_a_person_counts_where_a_project_has_none() {
    let disk = tempfile::tempdir().unwrap();
    let (home, work) = (disk.path().join("home"), disk.path().join("work"));
    let own = "[rules]\n\"concise/wordy-phrase\" = \"error\"\n[[overrides]]\nfiles = \"b.txt\"\nrules = { concise = \"off\" }\n";
    write(&home, &[(".config/presend/presend.toml", own)]);
    write(
        &work,
        &[("free/a.txt", DRAFT), ("free/b.txt", DRAFT), ("project/a.txt", DRAFT), ("project/presend.toml", "")],
    );
    let check = |more: &[&str]| run(&work, &home, &[&["check", "--output-format", "concise"], more].concat(), "").0;
    let said = check(&["free", "project"]);
    assert!(said.contains("free/a.txt:1:1: error") && !said.contains("free/b.txt"), "{said}");
    assert!(said.contains("project/a.txt:1:1: info"), "{said}");
    assert!(check(&["--isolated", "free/b.txt"]).contains("free/b.txt:1:1: info"));
    fs::write(work.join("presend.toml"), "[rules]\nconcise = \"off\"\n").unwrap();
    assert_eq!(check(&["free"]), "");
}

#[test]
fn standard_input_lies_where_its_name_says() {
    let disk = tempfile::tempdir().unwrap();
    write(
        disk.path(),
        &[("presend.toml", "[rules]\nconcise = \"error\"\n"), ("sales/presend.toml", "[rules]\nall = \"off\"\n")],
    );
    let check = |more: &[&str]| {
        run(disk.path(), disk.path(), &[&["check", "--output-format", "concise", "-"], more].concat(), DRAFT).0
    };
    assert!(check(&[]).contains("error concise/wordy-phrase"));
    assert_eq!(check(&["--stdin-filename", "sales/new.txt"]), "");
}

#[test]
fn globs_of_an_extended_file_start_where_the_extending_one_stands() {
    let disk = tempfile::tempdir().unwrap();
    let house = "[[overrides]]\nfiles = [\"/letters/*.txt\", \"!keep.txt\"]\nrules = { all = \"off\" }\n";
    write(
        disk.path(),
        &[
            ("house/presend.toml", house),
            ("team/presend.toml", "extends = \"../house/presend.toml\"\n"),
            ("team/letters/a.txt", DRAFT),
            ("team/letters/keep.txt", DRAFT),
            ("team/other/letters/a.txt", DRAFT),
        ],
    );
    let said = run(disk.path(), disk.path(), &["check", "--output-format", "concise", "team"], "").0;
    let paths: Vec<&str> = said.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(paths, ["team/letters/keep.txt", "team/other/letters/a.txt"]);
}

#[test]
fn files_that_extend_each_other_many_times_are_read_once() {
    let disk = tempfile::tempdir().unwrap();
    for depth in 0..40 {
        let next = format!("extends = [\"a{0}.toml\", \"b{0}.toml\"]\n", depth + 1);
        for name in ["a", "b"] {
            fs::write(disk.path().join(format!("{name}{depth}.toml")), &next).unwrap();
        }
    }
    write(disk.path(), &[("a40.toml", ""), ("b40.toml", "[rules]\nconcise = \"off\"\n"), ("note.txt", DRAFT)]);
    let (out, error) = run(disk.path(), disk.path(), &["check", "--config", "a0.toml", "note.txt"], "");
    assert!(out.contains("No findings") && error.is_empty(), "{out}{error}");
}

#[test]
fn what_counts_is_told_to_programs_and_the_schema_is_the_committed_one() {
    let disk = tempfile::tempdir().unwrap();
    write(disk.path(), &[(".presend.toml", "preset = \"list\"\n[rules]\n\"concise/too-long\" = { words = 99 }\n")]);
    let told = run(disk.path(), disk.path(), &["config", "show", "--format", "json", "--level", "ask=off"], "").0;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&told["preset"], &told["files"][0]), (&"list".into(), &".presend.toml".into()));
    assert_eq!(told["values"]["profile"]["from"]["name"], "list");
    let rules = &told["values"]["rules"];
    assert_eq!(rules["concise/too-long"]["options"]["words"]["from"]["line"], 3);
    assert_eq!(rules["ask/compound"]["level"]["from"]["option"], "--level");
    assert_eq!(rules["point/preamble"]["level"]["from"]["source"], "default");
    let schema = run(disk.path(), disk.path(), &["config", "schema"], "").0;
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("presend.schema.json");
    assert_eq!(schema, fs::read_to_string(committed).unwrap());
}

#[test]
fn a_file_to_start_from_replaces_nothing_unasked_and_what_is_written_is_whole() {
    let disk = tempfile::tempdir().unwrap();
    write(disk.path(), &[("presend.toml", "profile = \"chat\"\n")]);
    let init = |more: &[&str]| run(disk.path(), disk.path(), &[&["init"], more].concat(), "").1;
    assert!(init(&[]).contains("--force replaces it"));
    assert_eq!(fs::read_to_string(disk.path().join("presend.toml")).unwrap(), "profile = \"chat\"\n");
    assert_eq!(init(&["--force", "--preset", "strict"]), "");
    assert!(fs::read_to_string(disk.path().join("presend.toml")).unwrap().contains("preset = \"strict\""));
    assert_eq!(fs::read_dir(disk.path()).unwrap().count(), 1);
}
