//! In place of `sendmail`: checks the message on standard input, then becomes the real command.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;

use super::ask::{self, Answer};
use super::{Guard, OVERRIDE, is_overridden, message_on_stdin, own_fields, settled, tell, tell_held};
use crate::settings::Decision;
use crate::shell::files::reason;

/// Exit codes of `sysexits.h`, which mail clients know from the real command.
pub mod exit {
    /// The command that sends can't be run.
    pub const UNAVAILABLE: u8 = 69;
    /// The message can't be read or kept.
    pub const INPUT_OUTPUT: u8 = 74;
}

/// Checks the message on standard input and becomes the command that sends it, with the same
/// message, but for the fields that are Presend's own. Comes back only where nothing is sent.
///
/// The message waits in a file without a name, and the process itself becomes the command: however
/// and whenever it is killed, the command reads either all of the message or none.
pub fn sendmail(guard: Result<Guard, Vec<String>>, command: &[OsString]) -> ExitCode {
    let Some((program, arguments)) = command.split_first() else { return ExitCode::from(2) };
    if !takes_message(arguments) {
        return become_command(program, arguments, Stdio::inherit());
    }
    let message = match message_on_stdin() {
        Ok(message) => message,
        Err(why) => return not_sent(exit::INPUT_OUTPUT, &why),
    };
    let message = match judged(guard, message) {
        Ok(message) => message,
        Err(code) => return ExitCode::from(code),
    };
    match kept(&message) {
        Ok(file) => become_command(program, arguments, file.into()),
        Err(error) => {
            let folder = std::env::temp_dir();
            let why = format!("can't keep the message in {} while it is sent: {}", folder.display(), reason(&error));
            not_sent(exit::INPUT_OUTPUT, &why)
        }
    }
}

/// The message that is sent, or the exit code where it is held.
fn judged(guard: Result<Guard, Vec<String>>, message: Vec<u8>) -> Result<Arc<[u8]>, u8> {
    let mut message: Arc<[u8]> = message.into();
    let Some(guard) = settled(guard, "message") else { return Ok(message) };
    loop {
        if own_fields(&message).sends_anyway || is_overridden() {
            return Ok(message);
        }
        let checked = guard.check(message.clone());
        if checked.decision == Decision::Pass {
            if checked.is_failure {
                tell(&checked.headline);
            }
            return Ok(message);
        }
        match ask::ask(&checked, Some(&message)) {
            Answer::Send => return Ok(message),
            Answer::Edited(edited) => message = edited.into(),
            Answer::Cancel => {
                tell("not sent");
                return Err(guard.held_exit_code());
            }
            Answer::Nobody if checked.decision == Decision::Hold => {
                tell_held(&checked, &format!("to send it anyway: header “X-Presend: send”, or {OVERRIDE}=1"));
                return Err(guard.held_exit_code());
            }
            Answer::Nobody => return Ok(message),
        }
    }
}

/// Whether the command is to send a message from standard input. The others that `sendmail` can
/// do (a queue to show or run, an SMTP dialogue, aliases) are none of ours.
fn takes_message(arguments: &[OsString]) -> bool {
    let other = ["-bs", "-bd", "-bD", "-bi", "-bp", "-bv", "-bt", "-bh", "-bH", "-q", "-I"];
    let options = arguments.iter().map(|argument| argument.to_string_lossy()).take_while(|argument| argument != "--");
    // The word behind these is their value, whatever it looks like.
    let mut is_value = false;
    !options.into_iter().any(|argument| {
        let was_value = is_value;
        is_value = !was_value && matches!(argument.as_ref(), "-f" | "-r" | "-F");
        !was_value && (other.contains(&argument.as_ref()) || argument.starts_with("-q"))
    })
}

/// The message without our own fields, in a file that has no name and goes with the last process
/// that reads it.
fn kept(message: &[u8]) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    for part in own_fields(message).sent(message) {
        file.write_all(part)?;
    }
    file.rewind()?;
    Ok(file)
}

/// Becomes the command. Comes back only where that can't be.
#[cfg(unix)]
fn become_command(program: &OsString, arguments: &[OsString], message: Stdio) -> ExitCode {
    use std::os::unix::process::CommandExt as _;
    let error = Command::new(program).args(arguments).stdin(message).exec();
    cant_run(program, &error)
}

/// Runs the command and ends as it does.
#[cfg(not(unix))]
fn become_command(program: &OsString, arguments: &[OsString], message: Stdio) -> ExitCode {
    match Command::new(program).args(arguments).stdin(message).status() {
        Ok(status) => {
            ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(exit::UNAVAILABLE))
        }
        Err(error) => cant_run(program, &error),
    }
}

fn cant_run(program: &OsString, error: &io::Error) -> ExitCode {
    not_sent(exit::UNAVAILABLE, &format!("can't run {}: {}", program.to_string_lossy(), reason(error)))
}

fn not_sent(code: u8, why: &str) -> ExitCode {
    tell(&format!("not sent: {why}"));
    ExitCode::from(code)
}
