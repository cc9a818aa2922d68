//! For scripts and hooks that send by themselves: checks the message and says what becomes of it.

use std::io::{self, Read as _};
use std::process::ExitCode;

use super::sendmail::exit;
use super::{Guard, is_overridden, own_fields, tell, tell_lines};
use crate::settings::Decision;
use crate::shell::files::reason;

/// Checks the message on standard input. Ends with 0 where it is to be sent, with 1 where the author
/// is to be asked, with the exit code of the settings where it is held.
pub fn by_hand(guard: Result<Guard, Vec<String>>) -> ExitCode {
    let mut message = Vec::new();
    if let Err(error) = io::stdin().lock().read_to_end(&mut message) {
        tell(&format!("can't read the message: {}", reason(&error)));
        return ExitCode::from(exit::INPUT_OUTPUT);
    }
    let guard = match guard {
        Ok(guard) => guard,
        Err(problems) => {
            problems.iter().for_each(|problem| tell(problem));
            tell("the message was not checked, since the settings are wrong");
            return ExitCode::SUCCESS;
        }
    };
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
