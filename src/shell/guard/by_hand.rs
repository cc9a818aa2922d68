//! For scripts and hooks that send by themselves: checks the message and says what becomes of it.

use std::process::ExitCode;

use super::sendmail::exit;
use super::{Guard, is_overridden, message_on_stdin, own_fields, settled, tell, tell_lines};
use crate::settings::Decision;

/// Checks the message on standard input. Ends with 0 where it is to be sent, with 1 where the author
/// is to be asked, with the exit code of the settings where it is held.
pub fn by_hand(guard: Result<Guard, Vec<String>>) -> ExitCode {
    let message = match message_on_stdin() {
        // Standard input was closed, or what should have written there failed: nothing is sent by that.
        Ok(message) if message.is_empty() => {
            tell("there is no message on standard input");
            return ExitCode::from(exit::INPUT_OUTPUT);
        }
        Ok(message) => message,
        Err(why) => {
            tell(&why);
            return ExitCode::from(exit::INPUT_OUTPUT);
        }
    };
    let Some(guard) = settled(guard, "message") else { return ExitCode::SUCCESS };
    if own_fields(&message).sends_anyway || is_overridden() {
        return ExitCode::SUCCESS;
    }
    let checked = guard.check(message.into());
    if checked.is_failure || checked.decision > Decision::Pass {
        tell(&checked.headline);
        tell_lines(&checked.lines);
    }
    match checked.decision {
        Decision::Pass => ExitCode::SUCCESS,
        Decision::Warn => ExitCode::FAILURE,
        Decision::Hold => ExitCode::from(guard.held_exit_code()),
    }
}
