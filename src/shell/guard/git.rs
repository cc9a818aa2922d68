//! The hook `sendemail-validate` of git: each patch is checked before the first is sent.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::ask::{self, Answer};
use super::fields::fields;
use super::{Guard, is_overridden, settled, tell, tell_held};
use crate::settings::Decision;
use crate::shell::files::unreadable;

/// Fields of the header that git sends which tell who gets the patch. How its body is written is
/// told by the patch itself.
const RECIPIENTS: [&str; 3] = ["to", "cc", "bcc"];

/// Checks a patch, with the header that git sends it with, where git tells it (2.40 and newer).
pub fn git(guard: Result<Guard, Vec<String>>, patch: &Path, header: Option<&Path>) -> ExitCode {
    let Some(guard) = settled(guard, "patch") else { return ExitCode::SUCCESS };
    if is_overridden() {
        return ExitCode::SUCCESS;
    }
    let read = |path: &Path| fs::read(path).map_err(|error| unreadable(path, &error));
    let read = read(patch).and_then(|patch| Ok(message(patch, &header.map(read).transpose()?.unwrap_or_default())));
    let message = match read {
        Ok(message) => message,
        Err(why) => {
            tell(&why);
            return ExitCode::FAILURE;
        }
    };
    let checked = guard.check(message.into());
    if checked.decision == Decision::Pass {
        if checked.is_failure {
            tell(&checked.headline);
        }
        return ExitCode::SUCCESS;
    }
    match ask::ask(&checked, None) {
        Answer::Send | Answer::Edited(_) => ExitCode::SUCCESS,
        Answer::Nobody if checked.decision == Decision::Warn => ExitCode::SUCCESS,
        Answer::Nobody => {
            tell_held(&checked, "to send it anyway: git send-email --no-validate");
            ExitCode::FAILURE
        }
        Answer::Cancel => ExitCode::FAILURE,
    }
}

/// The patch as a mail to the people that git sends it to.
fn message(patch: Vec<u8>, header: &[u8]) -> Vec<u8> {
    let to = fields(header).filter(|field| RECIPIENTS.iter().any(|name| field.is(name)));
    let mut fields: Vec<u8> = to.flat_map(|field| &header[field.lines]).copied().collect();
    if fields.is_empty() {
        return patch;
    }
    // The line by which git knows its patches is no part of the header.
    let start = if patch.starts_with(b"From ") { memchr::memchr(b'\n', &patch).map_or(0, |at| at + 1) } else { 0 };
    fields.extend_from_slice(&patch[start..]);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recipients_are_those_that_git_sends_to() {
        let patch = b"From fcd5 Mon Sep 17 00:00:00 2001\nFrom: a@a.example\nSubject: [PATCH] x\n\nWhy.\n".to_vec();
        let header = b"From: a@a.example\nTo: b@b.example,\n\tc@b.example\nCc: d@b.example\nContent-Type: text/plain\n";
        let message = message(patch.clone(), header);
        let expected =
            "To: b@b.example,\n\tc@b.example\nCc: d@b.example\nFrom: a@a.example\nSubject: [PATCH] x\n\nWhy.\n";
        assert_eq!(String::from_utf8_lossy(&message), expected);
        assert_eq!(super::message(patch.clone(), b"X: 1\n"), patch);
    }
}
