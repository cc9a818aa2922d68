//! The command line, as a person uses it.

use std::fs;
use std::io::{Read as _, Write as _};
use std::process::{Command, Output, Stdio};

/// Every command in these files, with what it says. After a change that is meant, run
/// the test with TRYCMD=overwrite and read what changed as its user would.
#[test]
fn commands_say_what_is_written() {
    trycmd::TestCases::new().case("tests/cli/*.trycmd").case("tests/cli/*.toml").case("README.md").case("docs/*.md");
}

fn presend(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(arguments).env_remove("RUST_BACKTRACE");
    command
}

fn output(arguments: &[&str]) -> Output {
    presend(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn hostile_sizes_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let drafts = [
        ("line.txt", "could you do it soon please? ".repeat(40_000)),
        ("news.txt", "The funeral of your dog. ".repeat(40_000)),
        ("quotes.eml", format!("From: a@b.example\nSubject: x\n\n{} hi\n", ">".repeat(10_000))),
        ("quotes.md", format!("{}hi\n", "> ".repeat(10_000))),
        ("quotes.html", format!("{}hi", "<blockquote>".repeat(10_000))),
        ("lines.md", "- a\n".repeat(50_000)),
    ];
    for (name, draft) in drafts {
        let path = folder.path().join(name);
        fs::write(&path, draft).unwrap();
        for format in ["full", "json"] {
            let output = output(&["check", "--exit-zero", "--output-format", format, path.to_str().unwrap()]);
            assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
        }
    }
}

#[test]
fn many_threads_give_the_same_output_in_the_same_order() {
    let one =
        output(&["check", "--threads", "1", "--now", "2026-06-02T10:00Z", "--output-format", "jsonl", "fixtures"]);
    let many =
        output(&["check", "--threads", "7", "--now", "2026-06-02T10:00Z", "--output-format", "jsonl", "fixtures"]);
    assert_eq!(text(&one.stdout), text(&many.stdout));
    let paths = ["fixtures/release-notes.md", "fixtures/contract.eml", "fixtures/handover.txt"];
    let inspected = output(&[&["inspect", "--output-format", "jsonl"], &paths[..]].concat());
    let order: Vec<String> = text(&inspected.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["path"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(order, paths);
}

#[test]
fn positions_of_a_mailbox_point_into_the_mailbox() {
    let mailbox = fs::read("fixtures/outbox.mbox").unwrap();
    let output = output(&["check", "--output-format", "json", "fixtures/outbox.mbox"]);
    let drafts: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let second = &drafts[1];
    assert_eq!(second["message"], 2);
    let subject = &second["diagnostics"][0];
    assert_eq!(subject["rule"], "point/vague-subject");
    let at = |key: &str| subject[key].as_u64().unwrap() as usize;
    assert_eq!(&mailbox[at("start")..at("end")], b"Hi");
    let line = mailbox.split(|&byte| byte == b'\n').nth(at("line") - 1).unwrap();
    assert!(line[at("column") - 1..].starts_with(b"Hi"), "{}", text(line));
}

#[test]
fn a_maildir_is_read_without_what_is_half_delivered() {
    let folder = tempfile::tempdir().unwrap();
    let message = fs::read("fixtures/contract.eml").unwrap();
    for place in ["cur/1.host:2,S", "new/2.host", "tmp/3.host", ".Sent/cur/4.host", ".Sent/new/.keep", ".trash/5.eml"] {
        let path = folder.path().join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &message).unwrap();
    }
    let output = output(&["check", "--output-format", "jsonl", folder.path().to_str().unwrap()]);
    let found = text(&output.stdout);
    assert_eq!(found.lines().count(), 3, "{found}");
    assert!(!found.contains("3.host") && !found.contains("5.eml"));
}

#[test]
fn a_reader_that_leaves_early_ends_the_run_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let mailbox = fs::read_to_string("fixtures/outbox.mbox").unwrap().repeat(500);
    let path = folder.path().join("big.mbox");
    fs::write(&path, mailbox).unwrap();
    let mut child =
        presend(&["check", path.to_str().unwrap()]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn standard_input_may_be_a_mailbox() {
    let mut child = presend(&["inspect", "--output-format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&fs::read("fixtures/outbox.mbox").unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stdout).lines().count(), 3);
}

#[test]
fn fixing_changes_the_file_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.txt");
    fs::write(&path, "In order to start, we need the key.\n").unwrap();
    let before = output(&["check", "--fix", path.to_str().unwrap()]);
    assert_eq!(before.status.code(), Some(0), "{}", text(&before.stderr));
    assert_eq!(fs::read_to_string(&path).unwrap(), "To start, we need the key.\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the draft");
}

#[test]
fn colours_come_on_demand_and_never_through_a_pipe() {
    let escapes = |arguments: &[&str]| text(&output(arguments).stdout).contains("\u{1b}[");
    assert!(escapes(&["check", "--color", "always", "fixtures/contract.eml"]));
    assert!(!escapes(&["check", "--color", "never", "fixtures/contract.eml"]));
    assert!(!escapes(&["check", "fixtures/contract.eml"]));
    assert!(escapes(&["rule", "--color", "always"]));
}

#[cfg(unix)]
#[test]
fn what_is_said_of_a_draft_is_written_at_once() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixDatagram;
    // Each write is a message of its own here.
    let (ours, theirs) = UnixDatagram::pair().unwrap();
    let drafts = ["fixtures/handover.txt", "fixtures/contract.eml"];
    let arguments = [&["check", "--threads", "1", "--output-format", "json"], &drafts[..]].concat();
    let status = presend(&arguments).stdout(OwnedFd::from(theirs)).status().unwrap();
    assert_eq!(status.code(), Some(1));
    ours.set_nonblocking(true).unwrap();
    let mut buffer = vec![0; 1 << 20];
    let writes = std::iter::from_fn(|| ours.recv(&mut buffer).ok().filter(|length| *length > 0)).count();
    // The last one closes the list.
    assert_eq!(writes, drafts.len() + 1);
}
