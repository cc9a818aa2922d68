//! `presend guard sendmail`: a message is handed on whole and unchanged, or it stays with whoever
//! sends it, who knows.

#![cfg(unix)]

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const HEADER: &str = "From: ana@a.example\nTo: ben@b.example\nSubject: The harbour plan\n";
const GOOD: &str = "\nHello Ben,\n\nHere is the plan for the harbour.\n\nAna\n";
const BAD: &str = "\nHello Ben,\n\nI have attached the plan for the harbour.\n\nAna\n";

/// A home, and a command that keeps what it is given.
struct World {
    folder: TempDir,
}

impl World {
    fn new() -> World {
        World { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn settings(&self, text: &str) {
        let path = self.path("config/presend");
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("presend.toml"), text).unwrap();
    }

    /// The wrapper around a script, which has the folder as its own.
    fn around(&self, script: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
        command.args(["guard", "sendmail", "--", "sh", "-c", script, "sendmail", "-oi", "--", "ben@b.example"]);
        command.current_dir(self.folder.path()).env("HOME", self.folder.path());
        command.env("XDG_CONFIG_HOME", self.path("config")).env_remove("PRESEND_OVERRIDE").env_remove("RUST_BACKTRACE");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What is sent of a message, if it is.
    fn send(&self, message: &[u8]) -> (Output, Option<Vec<u8>>) {
        let _ = fs::remove_file(self.path("sent"));
        let output = feed(self.around("cat > sent").spawn().unwrap(), message);
        (output, fs::read(self.path("sent")).ok())
    }
}

fn feed(mut child: Child, message: &[u8]) -> Output {
    let mut input = child.stdin.take().unwrap();
    let message = message.to_vec();
    // Nobody may be reading.
    let writer = std::thread::spawn(move || drop(input.write_all(&message)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn wait_for(path: &Path) {
    let end = Instant::now() + Duration::from_secs(30);
    while !path.exists() {
        assert!(Instant::now() < end, "{} never came", path.display());
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_is_sent_has_the_bytes_of_the_message_whatever_they_are() {
    let world = World::new();
    let long = format!("{HEADER}X-Long: {}\n{GOOD}{}\n", "x".repeat(100_000), "y".repeat(5_000));
    let all: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let messages: Vec<Vec<u8>> = vec![
        format!("{HEADER}{GOOD}").into_bytes(),
        format!("{HEADER}{GOOD}").replace('\n', "\r\n").into_bytes(),
        format!("{HEADER}{GOOD}.\n\n.\r\nQUIT\r\n\n.\n").into_bytes(),
        format!("{HEADER}Subject: a\rBcc: mallory@m.example\n{GOOD}\r.\r").into_bytes(),
        long.into_bytes(),
        [HEADER.as_bytes(), b"\n\0\xff\xfe\x80 no text\n"].concat(),
        b"no header at all".to_vec(),
        b"\n\nonly a body".to_vec(),
        Vec::new(),
        [HEADER.as_bytes(), b"\n", &all].concat(),
    ];
    for message in messages {
        let (output, sent) = world.send(&message);
        assert!(output.status.success(), "{}", told(&output));
        assert!(sent.as_deref() == Some(&message), "{:?}", String::from_utf8_lossy(&message));
    }
}

#[test]
fn what_is_held_is_told_and_not_sent() {
    let world = World::new();
    let bad = format!("{HEADER}{BAD}");
    let (output, sent) = world.send(bad.as_bytes());
    assert_eq!((output.status.code(), sent), (Some(75), None));
    let words = told(&output);
    assert!(words.contains("not sent: 1 finding") && words.contains("“I have attached”"), "{words}");
    assert!(words.contains("X-Presend: send") && words.lines().all(|line| line.chars().count() <= 80), "{words}");
    world.settings("[guard]\nheld-exit-code = 65\n");
    assert_eq!(world.send(bad.as_bytes()).0.status.code(), Some(65));
    world.settings("[guard]\nhold = \"off\"\n");
    assert_eq!(world.send(bad.as_bytes()).1.as_deref(), Some(bad.as_bytes()));
}

#[test]
fn the_author_can_send_anyway_and_what_arrives_does_not_show_it() {
    let world = World::new();
    let bad = format!("{HEADER}{BAD}");
    for field in ["X-Presend: send\n", "x-presend : SEND\n", "X-Presend-Ignore: hygiene (Ben has it)\n"] {
        let (output, sent) = world.send(format!("From: ana@a.example\n{field}{}{BAD}", &HEADER[20..]).as_bytes());
        assert_eq!(sent.as_deref(), Some(bad.as_bytes()), "{field} {}", told(&output));
    }
    let output = feed(world.around("cat > sent").env("PRESEND_OVERRIDE", "1").spawn().unwrap(), bad.as_bytes());
    assert!(output.status.success() && fs::read(world.path("sent")).unwrap() == bad.as_bytes());
    let in_the_text = format!("{HEADER}{BAD}X-Presend: send\n");
    assert_eq!(world.send(in_the_text.as_bytes()).1, None);
}

#[test]
fn the_command_has_its_arguments_and_its_exit_code_is_ours() {
    let world = World::new();
    let good = format!("{HEADER}{GOOD}");
    let output = feed(world.around("echo \"$0 $*\"; echo busy >&2; exit 71").spawn().unwrap(), good.as_bytes());
    assert_eq!(output.status.code(), Some(71));
    assert_eq!((output.stdout.as_slice(), told(&output).as_str()), (&b"sendmail -oi -- ben@b.example\n"[..], "busy\n"));
    let mut missing = Command::new(env!("CARGO_BIN_EXE_presend"));
    missing.args(["guard", "sendmail", "/nowhere/sendmail"]).env("HOME", world.folder.path());
    missing.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = feed(missing.spawn().unwrap(), good.as_bytes());
    assert_eq!(output.status.code(), Some(69));
    assert!(told(&output).contains("not sent: can't run /nowhere/sendmail"), "{}", told(&output));
}

#[test]
fn what_only_the_reader_can_read_is_sent() {
    let world = World::new();
    let sealed = format!(
        "{HEADER}Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n"
    );
    let (output, sent) = world.send(sealed.as_bytes());
    assert_eq!(sent.as_deref(), Some(sealed.as_bytes()), "{}", told(&output));
}

#[test]
fn what_sends_no_message_is_left_to_the_command() {
    let world = World::new();
    for option in ["-bp", "-q", "-q30m", "-bs", "-bi"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
        command.args(["guard", "sendmail", "--", "echo", option]).env("HOME", world.folder.path());
        // Nobody writes to it and nobody closes it: a wrapper that waited for a message would hang.
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take();
        assert!(child.wait().unwrap().success(), "{option}");
        drop(input);
    }
}

#[test]
fn settings_that_are_wrong_stop_no_mail_and_are_told() {
    let world = World::new();
    world.settings("[guard]\nhold = \"eror\"\n");
    let bad = format!("{HEADER}{BAD}");
    let (output, sent) = world.send(bad.as_bytes());
    assert_eq!(sent.as_deref(), Some(bad.as_bytes()));
    assert!(told(&output).contains("presend.toml:2:8") && told(&output).contains("not checked"), "{}", told(&output));
}

#[test]
fn a_message_that_can_t_be_read_or_kept_stays_where_it_is() {
    let world = World::new();
    let folder = File::open(world.folder.path()).unwrap();
    let output = world.around("cat > sent").stdin(folder).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(74));
    let good = format!("{HEADER}{GOOD}");
    let output = feed(world.around("cat > sent").env("TMPDIR", "/nowhere").spawn().unwrap(), good.as_bytes());
    assert_eq!(output.status.code(), Some(74));
    let why = "not sent: can't keep the message in /nowhere while it is sent: no such file or folder";
    assert!(told(&output).contains(why), "{}", told(&output));
    assert!(!world.path("sent").exists());
}

#[test]
fn a_check_of_nothing_is_no_leave_to_send() {
    for closed in ["<&-", "< /dev/null"] {
        let script = format!("exec \"$0\" guard check {closed}");
        let output = Command::new("sh").args(["-c", &script, env!("CARGO_BIN_EXE_presend")]).output().unwrap();
        assert_eq!(
            (output.status.code(), told(&output).as_str()),
            (Some(74), "presend: there is no message on standard input\n")
        );
    }
}

/// However it ends, the command has all of the message or was never run.
#[test]
fn whenever_it_is_killed_the_command_reads_all_or_nothing() {
    let world = World::new();
    let message = format!("{HEADER}{GOOD}{}", "Line after line.\n".repeat(20_000));
    // While the message is being read.
    let mut child = world.around("cat > sent").spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(&message.as_bytes()[..100]).unwrap();
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(9));
    drop(input);
    assert!(!world.path("sent").exists());
    // While the command is at work: it is the process that is killed, and what is left of it still has
    // the whole message.
    let script = "touch begun; (sleep 0.3; cat > part; mv part sent) & wait";
    let mut child = world.around(script).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(message.as_bytes()).unwrap();
    drop(input);
    wait_for(&world.path("begun"));
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(9));
    let at_once: Vec<Option<u8>> = (0..40)
        .map(|round: u32| {
            let _ = fs::remove_file(world.path("all"));
            let mut child = world.around("cat > part-of-all && mv part-of-all all").spawn().unwrap();
            let mut input = child.stdin.take().unwrap();
            input.write_all(message.as_bytes()).unwrap();
            drop(input);
            sleep(Duration::from_micros(u64::from(round) * 500));
            child.kill().unwrap();
            child.wait().unwrap();
            fs::read(world.path("all")).ok().map(|all| u8::from(all == message.as_bytes()))
        })
        .collect();
    assert!(at_once.iter().all(|whole| *whole != Some(0)), "{at_once:?}");
}

#[test]
fn a_message_of_a_hundred_megabytes_goes_through() {
    let world = World::new();
    let head = format!("{HEADER}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{GOOD}");
    let file = "--b\nContent-Type: application/pdf; name=plan.pdf\nContent-Disposition: attachment; filename=plan.pdf\n\
                Content-Transfer-Encoding: base64\n\n";
    let line = format!("{}\n", "QUJD".repeat(19));
    let message = format!("{head}{file}{}--b--\n", line.repeat(100_000_000 / line.len()));
    let (output, sent) = world.send(message.as_bytes());
    assert!(output.status.success(), "{}", told(&output));
    assert!(sent.as_deref() == Some(message.as_bytes()));
}
