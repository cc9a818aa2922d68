//! Many drafts at once: where they are found, in which order they come, and what happens when
//! the world is not as it should be.

#[cfg(unix)]
mod unix;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// One finding: deadline/vague.
const DRAFT: &str = "Hello Ana, could you send me the figures soon?\n";

fn presend(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(arguments).current_dir(folder).env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    command
}

fn concise(folder: &Path, arguments: &[&str]) -> Output {
    presend(folder, &[&["check", "--output-format", "concise"], arguments].concat()).output().unwrap()
}

/// The files that findings are in, in their order.
fn found(output: &Output) -> Vec<String> {
    let path = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let mut paths: Vec<String> = text(&output.stdout).lines().map(path).collect();
    paths.dedup();
    paths
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with this draft at these paths.
fn folder(paths: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in paths {
        write(folder.path(), path, DRAFT);
    }
    folder
}

fn write(folder: &Path, path: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn feed(mut command: Command, input: &[u8]) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// The child's end, if it comes in time.
fn end(mut child: Child) -> Output {
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begin.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().unwrap()
}

#[test]
fn globs_that_no_shell_expanded_find_what_a_shell_would() {
    let folder = folder(&["a.eml", "b.txt", "x/c.eml", "x/y/d.eml", "x/y/e.tpl", "z[1].txt"]);
    let find = |arguments: &[&str]| found(&concise(folder.path(), arguments));
    assert_eq!(find(&["*.eml"]), ["a.eml"]);
    assert_eq!(find(&["**/*.eml"]), ["a.eml", "x/c.eml", "x/y/d.eml"]);
    assert_eq!(find(&["x/y/*.tpl", "b.???"]), ["x/y/e.tpl", "b.txt"], "in the order of the arguments");
    assert_eq!(find(&["x/*"]), ["x/c.eml", "x/y/d.eml"], "a folder that matches is searched");
    assert_eq!(find(&["z[1].txt"]), ["z[1].txt"], "a file of that name is no pattern");
    let none = concise(folder.path(), &["*.md", "a.eml"]);
    assert_eq!(text(&none.stderr), "presend: can't read *.md: no file matches this pattern\n");
    assert_eq!((none.status.code(), found(&none)), (Some(3), vec!["a.eml".to_owned()]));
    let wrong = concise(folder.path(), &["x/[a"]);
    assert_eq!(text(&wrong.stderr), "presend: x/[a: at character 3: unclosed character class; missing ']'\n");
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn no_output_takes_the_place_of_a_draft_however_it_is_named() {
    let folder = folder(&["a.txt", "b.txt", "x/c.txt"]);
    write(folder.path(), "list", "b.txt\nx/../a.txt\n");
    let into = |output: &str, arguments: &[&str]| {
        let output = concise(folder.path(), &[&["--output-file", output], arguments].concat());
        assert_eq!(fs::read_to_string(folder.path().join("a.txt")).unwrap(), DRAFT);
        (text(&output.stderr), output.status.code())
    };
    let refused = |draft: &str| {
        let told = "is a draft, which the output would take the place of; name another file";
        (format!("presend: {draft} {told}\n"), Some(2))
    };
    assert_eq!(into("a.txt", &["*.txt"]), refused("a.txt"));
    assert_eq!(into("a.txt", &["--files-from", "list"]), refused("x/../a.txt"));
    assert_eq!(into("x/c.txt", &["*"]), (String::new(), Some(1)), "a report of an earlier run");
    let names = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 4, "nothing half-written is left");
}

#[test]
fn what_is_ignored_is_not_looked_for_but_checked_when_it_is_named() {
    let folder = folder(&["a.txt", "old/b.txt", "out/c.txt", "d.txt", ".hidden/e.txt"]);
    fs::create_dir(folder.path().join(".git")).unwrap();
    write(folder.path(), ".gitignore", "old/\n");
    write(folder.path(), ".presendignore", "/out\n");
    let find = |arguments: &[&str]| found(&concise(folder.path(), arguments));
    assert_eq!(find(&["."]), ["a.txt", "d.txt"]);
    assert_eq!(find(&["--exclude", "d.*", "."]), ["a.txt"]);
    assert_eq!(find(&["--no-ignore", "."]), ["a.txt", "d.txt", "old/b.txt", "out/c.txt"]);
    assert_eq!(find(&["out/c.txt"]), ["out/c.txt"]);
    assert_eq!(find(&["--exclude", "*.txt", "a.txt"]), [""; 0], "what is excluded is out, also where it is named");
    let wrong = concise(folder.path(), &["--exclude", "[a", "."]);
    assert_eq!(text(&wrong.stderr), "presend: --exclude “[a”: at character 1: unclosed character class; missing ']'\n");
    assert_eq!(wrong.status.code(), Some(2));
    write(folder.path(), ".presendignore", "a.txt\n\n{b\n");
    let wrong = concise(folder.path(), &["."]);
    assert!(text(&wrong.stderr).starts_with("presend: .presendignore:3: “{b”"), "{}", text(&wrong.stderr));
    assert_eq!((wrong.status.code(), found(&wrong)), (Some(2), vec!["d.txt".to_owned(), "out/c.txt".to_owned()]));
    write(folder.path(), ".presendignore", "# [a\n[a\n!b[c \nnot wrong\\ \n");
    let told = ".presendignore:2: “[a”: at character 1: unclosed character class; missing ']'\n\
                presend: .presendignore:3: “!b[c”: at character 2: unclosed character class; missing ']'\n";
    for (path, place) in [(".", "presend: "), ("out", "/")] {
        let wrong = concise(folder.path(), &[path]);
        let first = text(&wrong.stderr).lines().next().unwrap_or_default().to_owned();
        assert!(first.ends_with(&format!("{place}{}", told.lines().next().unwrap())), "{first}");
        assert_eq!(wrong.status.code(), Some(2));
    }
    assert_eq!(text(&concise(folder.path(), &["."]).stderr), format!("presend: {told}"));
    assert_eq!(text(&concise(folder.path(), &["--no-ignore", "."]).stderr), "");
}

#[test]
fn paths_come_from_a_list() {
    let folder = folder(&["a.txt", "b c.txt", "x/d.txt", "line\nbreak.txt"]);
    let list = |input: &str| {
        let command = presend(folder.path(), &["check", "--output-format", "concise", "--files-from", "-"]);
        feed(command, input.as_bytes())
    };
    assert_eq!(found(&list("b c.txt\nx\n")), ["b c.txt", "x/d.txt"]);
    assert_eq!(text(&list("line\nbreak.txt\0a.txt\0").stdout).matches("deadline/vague").count(), 2);
    let missing = list("a.txt\nnone.txt\n");
    assert_eq!(text(&missing.stderr), "presend: can't read none.txt: no such file or folder\n");
    assert_eq!((missing.status.code(), found(&missing)), (Some(3), vec!["a.txt".to_owned()]));
    let empty = list("");
    assert_eq!((text(&empty.stderr).as_str(), empty.status.code()), ("presend: the list - names no files\n", Some(0)));
    write(folder.path(), "list", "x\n");
    assert_eq!(found(&concise(folder.path(), &["--files-from", "list", "a.txt"])), ["a.txt", "x/d.txt"]);
    let none = concise(folder.path(), &["--files-from", "no list"]);
    assert_eq!((text(&none.stderr).contains("no list: no such file"), none.status.code()), (true, Some(3)));
}

#[test]
fn the_output_is_the_same_whatever_the_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..60 {
        write(folder.path(), &format!("{}/{number}.txt", number % 7), DRAFT.repeat(1 + number % 5 * 4));
    }
    write(folder.path(), "box.mbox", "From a@b.example Tue Jun  2 10:00:00 2026\nSubject: Hi\n\nsoon?\n\n".repeat(100));
    let run = |threads: &str, format: &str| {
        let arguments = ["check", "--now", "2026-06-02", "--threads", threads, "--output-format", format];
        presend(folder.path(), &arguments).output().unwrap().stdout
    };
    for format in ["full", "jsonl"] {
        let one = run("1", format);
        assert!(one.len() > 10_000);
        assert!(["2", "5"].iter().all(|threads| run(threads, format) == one), "{format}");
    }
}

#[test]
fn results_come_while_the_next_draft_is_waited_for() {
    let folder = folder(&["a.txt", "b.txt", "c.txt"]);
    let mut command = presend(folder.path(), &["check", "--output-format", "concise", "--files-from", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut list = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for path in ["a.txt", "b.txt", "c.txt"] {
        // One path ahead, since two threads start only when there is a second draft.
        writeln!(list, "{path}").unwrap();
        if path != "a.txt" {
            continue;
        }
        assert!(lines.next().unwrap().unwrap().starts_with("a.txt:1:"));
    }
    drop(list);
    assert_eq!(lines.count(), 2);
    assert_eq!(end(child).status.code(), Some(1));
}

#[test]
fn only_what_changed_since_a_commit_is_checked() {
    let folder = folder(&["same.txt", "edited.txt", "gone.txt", "old name.txt", "x/ü.txt", "ignored.txt"]);
    let git = |arguments: &[&str]| {
        let name = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main"];
        let output = Command::new("git").args(name).args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
    };
    let since =
        |revision: &str, place: &str| concise(&folder.path().join(place), &[&format!("--changed-since={revision}")]);
    let outside = since("HEAD", ".");
    assert!(text(&outside.stderr).contains("is in no git repository"), "{}", text(&outside.stderr));
    assert_eq!(outside.status.code(), Some(2));
    git(&["init", "--quiet"]);
    write(folder.path(), ".gitignore", "ignored.txt\n");
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "all"]);
    git(&["branch", "theirs"]);
    let nothing = since("HEAD", ".");
    assert_eq!((text(&nothing.stdout).as_str(), nothing.status.code()), ("", Some(0)));
    assert_eq!(text(&nothing.stderr), "presend: no draft changed since HEAD\n");
    write(folder.path(), "edited.txt", DRAFT.repeat(2));
    write(folder.path(), "x/ü.txt", DRAFT.repeat(2));
    write(folder.path(), "new.txt", DRAFT);
    fs::remove_file(folder.path().join("gone.txt")).unwrap();
    git(&["mv", "old name.txt", "new name.txt"]);
    assert_eq!(found(&since("HEAD", ".")), ["edited.txt", "new name.txt", "new.txt", "x/ü.txt"]);
    assert_eq!(found(&since("HEAD", "x")), ["ü.txt"], "below the current folder, as without the option");
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "ours"]);
    assert_eq!(found(&since("HEAD~1", ".")), ["edited.txt", "new name.txt", "new.txt", "x/ü.txt"]);
    // What they did since then is not ours.
    git(&["checkout", "--quiet", "theirs"]);
    write(folder.path(), "same.txt", DRAFT.repeat(2));
    git(&["commit", "--quiet", "-am", "theirs"]);
    git(&["checkout", "--quiet", "main"]);
    assert_eq!(found(&since("theirs", ".")), ["edited.txt", "new name.txt", "new.txt", "x/ü.txt"]);
    for wrong in ["no-such-branch", "-p", ""] {
        let output = since(wrong, ".");
        assert!(text(&output.stderr).contains("is no commit of this repository"), "{wrong}: {}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn a_mailbox_with_a_message_that_is_too_large_is_read_on() {
    let folder = tempfile::tempdir().unwrap();
    let from = "From a@b.example Tue Jun  2 10:00:00 2026\nSubject: x\n\n";
    let mut mailbox = fs::File::create(folder.path().join("box.mbox")).unwrap();
    write!(mailbox, "{from}").unwrap();
    for _ in 0..129 {
        mailbox.write_all(&[b'a'; 1 << 20]).unwrap();
    }
    write!(mailbox, "\n\n{from}{DRAFT}").unwrap();
    drop(mailbox);
    let output = concise(folder.path(), &["box.mbox"]);
    let told = "presend: can't read box.mbox: message 1 is larger than 128 MiB, the most that a draft may have\n";
    assert_eq!((text(&output.stderr).as_str(), output.status.code()), (told, Some(3)));
    assert!(text(&output.stdout).contains("deadline/vague"));
}

#[test]
fn a_hundred_thousand_files_are_found_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    for outer in 0..100 {
        let place = folder.path().join(outer.to_string());
        fs::create_dir(&place).unwrap();
        for number in 0..1000 {
            fs::File::create(place.join(format!("{number}.txt"))).unwrap();
        }
    }
    let output = presend(folder.path(), &["check", "--exit-zero", "--output-format", "statistics"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("100000 drafts"), "{}", text(&output.stdout));
}
