//! Asks the author on the terminal what becomes of a message.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::{Checked, tell, tell_lines};
use crate::shell::files::reason;

/// What the author wants.
pub enum Answer {
    /// Send it as it is.
    Send,
    /// Check this in its place.
    Edited(Vec<u8>),
    /// Don't send it.
    Cancel,
    /// There is nobody to ask.
    Nobody,
}

/// Asks on the terminal. Where standard error does not lead there, a mail client keeps it and shows
/// it later, and has the screen for itself: then nobody is asked. Only a message that is given can be
/// edited or kept.
pub fn ask(checked: &Checked, message: Option<&[u8]>) -> Answer {
    let terminal = || File::options().read(true).write(true).open("/dev/tty");
    let Some(terminal) = io::stderr().is_terminal().then(terminal).and_then(Result::ok) else { return Answer::Nobody };
    tell(&checked.headline);
    tell_lines(&checked.lines);
    let mut answers = BufReader::new(&terminal);
    loop {
        let more = if message.is_some() { ", [e]dit, [k]eep a copy and cancel" } else { "" };
        let _ = write!(io::stderr(), "[s]end anyway, [c]ancel{more}? ");
        let mut answer = String::new();
        // The end of input is no consent.
        if !answers.read_line(&mut answer).is_ok_and(|length| length > 0) {
            return Answer::Cancel;
        }
        match (answer.trim(), message) {
            ("s" | "send", _) => return Answer::Send,
            ("c" | "cancel", _) => return Answer::Cancel,
            ("e" | "edit", Some(message)) => match edited(message, &terminal) {
                Ok(edited) if edited.trim_ascii().is_empty() => tell("nothing is left of the message; it is as it was"),
                Ok(edited) => return Answer::Edited(edited),
                Err(why) => tell(&why),
            },
            ("k" | "keep", Some(message)) => match keep(message) {
                Ok(path) => {
                    tell(&format!("a copy is in {}", path.display()));
                    return Answer::Cancel;
                }
                Err(why) => tell(&why),
            },
            (other, _) => tell(&format!("“{other}” is none of the letters in brackets")),
        }
    }
}

/// The message as the author leaves it in the editor.
fn edited(message: &[u8], terminal: &File) -> Result<Vec<u8>, String> {
    let file = tempfile::Builder::new().prefix("presend-").suffix(".eml").tempfile();
    let file = file.and_then(|mut file| file.write_all(message).map(|()| file));
    let cant = |error| {
        format!("can't keep the message for the editor in {}: {}", std::env::temp_dir().display(), reason(&error))
    };
    let file = file.map_err(cant)?;
    let editor = ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var_os(name).filter(|set| !set.is_empty()));
    let editor = editor.unwrap_or_else(|| "vi".into());
    let input =
        terminal.try_clone().map(Stdio::from).map_err(|error| format!("can't use the terminal: {}", reason(&error)))?;
    // As git does: the editor may be a command with arguments.
    let script = format!("{} \"$1\"", editor.to_string_lossy());
    let status = Command::new("sh").args(["-c", &script, "sh"]).arg(file.path()).stdin(input).status();
    match status {
        Ok(status) if status.success() => {
            fs::read(file.path()).map_err(|error| format!("can't read what was edited: {}", reason(&error)))
        }
        Ok(_) => Err(format!("{} ended with an error; nothing was changed", editor.to_string_lossy())),
        Err(error) => Err(format!("can't run {}: {}", editor.to_string_lossy(), reason(&error))),
    }
}

/// How a file is opened that is not there yet and that nobody else may read.
fn new_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A copy in the home folder, under a name that is not taken.
fn keep(message: &[u8]) -> Result<PathBuf, String> {
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    let folder = home.unwrap_or_else(|| PathBuf::from("."));
    for number in 1.. {
        let path = folder.join(format!("presend-held-{number}.eml"));
        match new_file().open(&path).and_then(|mut file| file.write_all(message)) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(format!("can't write {}: {}", path.display(), reason(&error))),
        }
    }
    Err("all names are taken".to_owned())
}
