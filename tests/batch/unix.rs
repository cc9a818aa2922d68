//! What may be wrong with the world, and the terminal.

use super::*;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};

#[test]
fn links_that_lead_in_a_circle_or_nowhere_are_told() {
    let folder = folder(&["x/a.txt"]);
    symlink("..", folder.path().join("x/up")).unwrap();
    symlink("self.txt", folder.path().join("self.txt")).unwrap();
    symlink("nothing", folder.path().join("dead.txt")).unwrap();
    let output = concise(folder.path(), &["."]);
    assert_eq!((found(&output), output.status.code()), (vec!["x/a.txt".to_owned()], Some(3)));
    let told = text(&output.stderr);
    assert!(told.contains("can't read dead.txt: no such file or folder"), "{told}");
    assert!(told.contains("can't read self.txt: "), "{told}");
    let followed = concise(folder.path(), &["--follow", "x"]);
    assert!(text(&followed.stderr).contains("x/up leads back to"), "{}", text(&followed.stderr));
    assert_eq!(found(&followed), ["x/a.txt"]);
}

#[test]
fn pipes_and_devices_are_read_when_named_and_passed_by_when_found() {
    let folder = folder(&["a.txt"]);
    let pipe = folder.path().join("pipe.txt");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(found(&concise(folder.path(), &["."])), ["a.txt"], "nobody writes into the pipe");
    let child = presend(folder.path(), &["check", "pipe.txt"]).stdout(Stdio::piped()).spawn().unwrap();
    fs::write(&pipe, DRAFT).unwrap();
    assert!(text(&end(child).stdout).contains("“soon” names no date"));
    let null = concise(folder.path(), &["/dev/null"]);
    assert_eq!(text(&null.stderr), "");
    let zero = concise(folder.path(), &["/dev/zero"]);
    let told = "presend: can't read /dev/zero: it is larger than 128 MiB, the most that a draft may have\n";
    assert_eq!((text(&zero.stderr).as_str(), zero.status.code()), (told, Some(3)));
}

#[test]
fn names_of_any_bytes_are_shown_safely_and_fixed_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &[u8]| folder.path().join(OsStr::from_bytes(name));
    fs::write(place(b"caf\xe9.txt"), "In order to start, we need the key.\n").unwrap();
    fs::write(place(b"red\x1b[31m\n.txt"), DRAFT).unwrap();
    let output = concise(folder.path(), &["."]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(!output.stdout.contains(&0x1b), "{}", text(&output.stdout));
    let fixed = concise(folder.path(), &["--fix", "."]);
    assert_eq!(text(&fixed.stderr), "");
    assert_eq!(fs::read(place(b"caf\xe9.txt")).unwrap(), b"To start, we need the key.\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn folders_may_lie_deep() {
    let folder = tempfile::tempdir().unwrap();
    let mut deep = folder.path().to_owned();
    for _ in 0..400 {
        deep.push("folder");
    }
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("a.txt"), DRAFT).unwrap();
    let output = concise(folder.path(), &["."]);
    assert_eq!((found(&output).len(), output.status.code()), (1, Some(1)), "{}", text(&output.stderr));
}

#[test]
fn what_may_not_be_read_is_told_and_the_rest_is_checked() {
    let folder = folder(&["a.txt", "closed/b.txt", "c.txt"]);
    let closed = folder.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever is root may read all the same.
    let is_root = fs::read_dir(&closed).is_ok();
    let output = concise(folder.path(), &["."]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    if is_root {
        assert_eq!(found(&output), ["a.txt", "c.txt", "closed/b.txt"]);
        return;
    }
    assert_eq!(text(&output.stderr), "presend: can't read closed: permission denied\n");
    assert_eq!((found(&output).len(), output.status.code()), (2, Some(3)));
}

#[test]
fn a_file_that_vanishes_before_it_is_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let name = |number: usize| format!("{number:04}.txt");
    (0..2000).for_each(|number| write(folder.path(), &name(number), DRAFT));
    let mut command = presend(folder.path(), &["check", "--output-format", "concise", "--threads", "1", "."]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It has read the first drafts and the names of all; the pipe holds it back from the last ones.
    child.stdout.as_mut().unwrap().read_exact(&mut [0; 100]).unwrap();
    fs::remove_file(folder.path().join(name(1999))).unwrap();
    fs::write(folder.path().join(name(1998)), format!("\n\n{DRAFT}")).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stderr), "presend: can't read 1999.txt: no such file or folder\n");
    assert!(text(&output.stdout).contains("1998.txt:3:"), "what it is when it is read");
    assert_eq!(output.status.code(), Some(3));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_nothing_stays_half_written() {
    let folder = folder(&["a.txt"]);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = presend(folder.path(), &["check", "a.txt"]).stdout(full).output().unwrap();
    assert_eq!(text(&output.stderr), "presend: can't write standard output: no space left on device\n");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_reader_that_left_is_no_error() {
    let folder = folder(&["a.txt", "b.txt"]);
    let mut command = presend(folder.path(), &["check", "--files-from", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(&b"a.txt\nb.txt\n".repeat(500)).unwrap_or_default();
    let output = end(child);
    assert_eq!((text(&output.stderr).as_str(), output.status.code()), ("", Some(1)));
}

/// A run that waits for the rest of its list, after its first finding was read.
fn waiting(folder: &Path, arguments: &[&str]) -> Child {
    // The test itself may run where Ctrl-C is ignored.
    let mut command = Command::new("env");
    command.args(["--default-signal=INT", env!("CARGO_BIN_EXE_presend"), "check", "--files-from", "-"]);
    command.args(arguments).current_dir(folder).env_remove("CI").env("TERM", "xterm");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all(b"a.txt\n").unwrap();
    child
}

fn interrupt(child: &Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_run_ends_with_130_and_leaves_nothing_behind() {
    let folder = folder(&["a.txt"]);
    let mut child = waiting(folder.path(), &["--output-format", "concise"]);
    let mut first = [0; 5];
    child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    interrupt(&child);
    let output = end(child);
    assert_eq!((&first, output.status.code()), (b"a.txt", Some(130)));
    assert!(output.stdout.ends_with(b"\n") && output.stderr.is_empty());

    write(folder.path(), "report.json", "old");
    let child = waiting(folder.path(), &["--output-format", "json", "--output-file", "report.json"]);
    let half_written = || {
        let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().contains(".presend-")).count()
    };
    let begin = Instant::now();
    while half_written() == 0 {
        assert!(begin.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(300));
    interrupt(&child);
    assert_eq!(end(child).status.code(), Some(130));
    assert_eq!(half_written(), 0);
    assert_eq!(fs::read(folder.path().join("report.json")).unwrap(), b"old");
}

#[cfg(target_os = "linux")]
#[test]
fn what_changes_is_checked_again() {
    let folder = folder(&["a.txt", "b.txt"]);
    let (mut child, mut said) = watching(folder.path(), &["--output-format", "concise", "."]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut places = |count| (0..count).map(|_| lines.next().unwrap().unwrap()[..8].to_owned()).collect::<Vec<_>>();
    assert_eq!(places(2), ["a.txt:1:", "b.txt:1:"]);
    write(folder.path(), ".presendignore", "out\n");
    assert!(said().ends_with(": the settings changed"));
    assert_eq!(places(2), ["a.txt:1:", "b.txt:1:"]);
    write(folder.path(), "notes.o", "no draft");
    write(folder.path(), "out/left-out.txt", DRAFT);
    write(folder.path(), "b.txt", format!("\n\n{DRAFT}"));
    let told = said();
    assert!(told.starts_with("presend: ") && told.ends_with(": b.txt changed"), "{told}");
    assert_eq!(places(1), ["b.txt:3:"]);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A run that watches, and what it says, line by line.
#[cfg(target_os = "linux")]
fn watching(folder: &Path, arguments: &[&str]) -> (Child, impl FnMut() -> String) {
    let mut command = presend(folder, &[&["check", "--watch"], arguments].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut said = move || said.next().unwrap().unwrap();
    assert_eq!(said(), "presend: watching for changes; Ctrl-C ends it");
    (child, said)
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_gone_is_told_be_it_a_draft_or_settings() {
    let folder = folder(&["mails/a.txt", "mails/b.txt"]);
    write(folder.path(), "presend.toml", "[rules]\nchannel = \"off\"\n");
    let (mut child, mut said) = watching(folder.path(), &["mails"]);
    fs::remove_file(folder.path().join("mails/a.txt")).unwrap();
    assert!(said().ends_with(": a.txt is gone"));
    fs::remove_file(folder.path().join("presend.toml")).unwrap();
    assert!(said().ends_with(": the settings changed"), "those above the folder");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn progress_is_shown_on_a_terminal_and_wiped_off_at_ctrl_c() {
    let folder = tempfile::tempdir().unwrap();
    (0..20_000).for_each(|number| write(folder.path(), &format!("{number}.txt"), DRAFT));
    let run = format!("{} check --output-file report.txt .", env!("CARGO_BIN_EXE_presend"));
    // `script` gives the run a terminal, and hands on what is typed.
    let mut command = Command::new("env");
    command.args(["--default-signal=INT", "script", "-qec", &run, "/dev/null"]).current_dir(folder.path());
    command.env_remove("CI").env("TERM", "xterm").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut shown, mut piece) = (String::new(), [0; 4096]);
    let mut terminal = child.stdout.take().unwrap();
    let mut read = |shown: &mut String| {
        let count = terminal.read(&mut piece).unwrap();
        shown.push_str(&text(&piece[..count]));
        count
    };
    while !shown.contains(" left") {
        assert!(read(&mut shown) > 0, "it ends before it tells the rest: {shown}");
    }
    assert!(shown.contains(" drafts, ") && shown.contains(" a second, "), "{shown}");
    child.stdin.as_mut().unwrap().write_all(b"\x03").unwrap();
    while read(&mut shown) > 0 {}
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let (_, stays) = shown.rsplit_once("\r\x1b[2K").unwrap();
    assert!(stays.trim().is_empty(), "{stays}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 20_000, "nothing is left beside the drafts");
}

#[test]
fn no_progress_is_shown_where_there_is_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    (0..1500).for_each(|number| write(folder.path(), &format!("{number}.txt"), DRAFT));
    assert_eq!(text(&concise(folder.path(), &["."]).stderr), "");
}
