//! For a mail client's extension: answers what it asks over the pipe of native messaging. Each
//! message is four bytes that tell its length, in the machine's order, and that much JSON
//! (docs/guards-thunderbird.md). Standard output carries nothing else.

mod message;

use std::io::{self, ErrorKind, IsTerminal as _, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::message::{Details, message};
use super::{Given, Guard, PATIENCE, own_fields, policy_for, report_of, tell};
use crate::report::counted;
use crate::report::prompt::{Prompt, prompt};
use crate::settings::{Decision, OnFailure};
use crate::shell::files::reason;

/// The version of the protocol.
const VERSION: u64 = 1;
/// How many bytes a request may have. Pictures in a draft are not sent here, and texts are small.
const MOST_IN: u32 = 64 * 1024 * 1024;
/// How many bytes an answer may have: the client takes a megabyte.
const MOST_OUT: usize = 1024 * 1024;

/// What is asked.
#[derive(Deserialize)]
struct Request {
    id: Option<u64>,
    #[serde(default)]
    version: u64,
    #[serde(default)]
    details: Details,
}

/// What is answered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    version: u64,
    id: Option<u64>,
    program: &'static str,
    /// Why the message could not be checked; what becomes of it is then up to `on-failure`.
    failure: Option<String>,
    on_failure: &'static str,
    headline: String,
    #[serde(flatten)]
    told: Prompt,
}

/// What is answered to what can't be understood.
#[derive(Serialize)]
struct Fault {
    version: u64,
    id: Option<u64>,
    program: &'static str,
    error: String,
}

/// Answers on standard output what is asked on standard input, until that ends.
pub fn native(guard: Result<Guard, Vec<String>>) -> ExitCode {
    if io::stdin().is_terminal() {
        tell("guard native is for Thunderbird's extension, which starts it itself (docs/guards-thunderbird.md)");
        return ExitCode::from(2);
    }
    match serve(&guard, io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("the pipe from the mail client broke: {}", reason(&error)));
            ExitCode::from(3)
        }
    }
}

fn serve(guard: &Result<Guard, Vec<String>>, mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    while let Some(request) = read(&mut input)? {
        let answer = match request {
            Ok(bytes) => answer(guard, &bytes),
            Err(error) => fault(None, error),
        };
        // Lengths are told in 32 bits, and an answer is far shorter.
        let length = u32::try_from(answer.len()).map_err(|_| io::Error::from(ErrorKind::InvalidData))?;
        output.write_all(&length.to_ne_bytes())?;
        output.write_all(&answer)?;
        output.flush()?;
    }
    Ok(())
}

/// The next request, or why it is not taken; none where the input ends.
fn read(input: &mut impl Read) -> io::Result<Option<Result<Vec<u8>, String>>> {
    let mut length = [0; 4];
    // The end is one only before the first byte.
    if let Err(error) = input.read_exact(&mut length[..1]) {
        return if error.kind() == ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) };
    }
    input.read_exact(&mut length[1..])?;
    let length = u32::from_ne_bytes(length);
    let mut body = input.take(u64::from(length));
    let mut bytes = Vec::new();
    let read = match length > MOST_IN {
        true => io::copy(&mut body, &mut io::sink())?,
        // The buffer grows with what comes, not with what is announced.
        false => body.read_to_end(&mut bytes)? as u64,
    };
    if read < u64::from(length) {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    let too_long = || format!("the request has {length} bytes; at most {MOST_IN} are taken");
    Ok(Some(if length > MOST_IN { Err(too_long()) } else { Ok(bytes) }))
}

fn answer(guard: &Result<Guard, Vec<String>>, bytes: &[u8]) -> Vec<u8> {
    let request: Request = match serde_json::from_slice(bytes) {
        Ok(request) => request,
        Err(error) => return fault(None, format!("the request can't be read: {error}")),
    };
    if request.version != VERSION {
        let (asked, program) = (request.version, env!("CARGO_PKG_VERSION"));
        let error = format!(
            "the extension speaks version {asked} of the protocol, and presend {program} speaks version {VERSION}; \
             install the extension that came with it"
        );
        return fault(request.id, error);
    }
    let id = request.id;
    let answer = serde_json::to_vec(&checked(guard, request)).unwrap_or_default();
    match answer.len() {
        1..=MOST_OUT => answer,
        _ => fault(id, "the answer is longer than a mail client takes".to_owned()),
    }
}

fn fault(id: Option<u64>, error: String) -> Vec<u8> {
    let fault = Fault { version: VERSION, id, program: env!("CARGO_PKG_VERSION"), error };
    serde_json::to_vec(&fault).unwrap_or_default()
}

fn checked(guard: &Result<Guard, Vec<String>>, request: Request) -> Answer {
    let message: Arc<[u8]> = message(&request.details).into_bytes().into();
    let answer = |on_failure: OnFailure, headline: String, told: Prompt| Answer {
        version: VERSION,
        id: request.id,
        program: env!("CARGO_PKG_VERSION"),
        failure: None,
        on_failure: on_failure.name(),
        headline,
        told,
    };
    let guard = match guard {
        Ok(guard) => guard,
        // Whoever wrote the settings wanted a check: they are told, and their mail goes.
        Err(problems) => {
            let headline = "the message was not checked, since the settings are wrong".to_owned();
            let failure = Some(format!("{headline}: {}", problems.join("; ")));
            return Answer { failure, ..answer(OnFailure::Send, headline, Prompt::bare(Decision::Pass)) };
        }
    };
    let on_failure = guard.on_failure();
    if own_fields(&message).sends_anyway {
        return answer(on_failure, "sent by its field X-Presend".to_owned(), Prompt::bare(Decision::Pass));
    }
    match guard.look(message, prompt_of, PATIENCE) {
        Ok(told) => {
            let headline = match told.findings.len() + told.more {
                0 => "nothing to mend".to_owned(),
                count => counted(count, "finding"),
            };
            answer(on_failure, headline, told)
        }
        Err(why) => {
            let failed = guard.failed(&why);
            let failure = Some(failed.headline.clone());
            Answer { failure, ..answer(on_failure, failed.headline, Prompt::bare(failed.decision)) }
        }
    }
}

fn prompt_of(message: &[u8], given: &Given) -> Prompt {
    let (source, report) = report_of(message, given);
    prompt(&source, &report, &policy_for(&report, given))
}

#[cfg(test)]
mod tests;
