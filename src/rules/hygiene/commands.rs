//! Mail that a program reads: commands to a list server or a bug tracker.

use std::borrow::Cow;

use crate::draft::LINE_BREAK;
use crate::rules::{Setup, Subject};

/// What tells that a program reads a mail.
pub struct Commands {
    addresses: Vec<Cow<'static, str>>,
    verbs: Vec<Cow<'static, str>>,
    numbered: Vec<Cow<'static, str>>,
}

impl Commands {
    /// The options `programs`, what is in addresses of programs; `commands`, the words that
    /// their commands start with; `numbered`, those that do so before a number only.
    pub fn of(setup: &mut Setup) -> Commands {
        Commands { addresses: setup.list("programs"), verbs: setup.list("commands"), numbered: setup.list("numbered") }
    }

    /// Whether the mail goes to the address of a program.
    pub fn are_sent(&self, subject: &Subject) -> bool {
        let is_program = |local: &str| {
            let local = local.to_ascii_lowercase();
            self.addresses.iter().any(|part| local.contains(part.as_ref()))
        };
        subject.draft.envelope.recipients().any(|to| is_program(to.local()))
    }

    /// Whether a line is a command: "unsubscribe", "confirm 7f3a9b2", "close 4821".
    pub fn is_one(&self, line: &str) -> bool {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { return false };
        let is_of = |verbs: &[Cow<str>]| verbs.iter().any(|verb| verb.eq_ignore_ascii_case(first));
        let is_number =
            |word: &str| word.len() >= 2 && word.trim_start_matches('#').bytes().all(|b| b.is_ascii_digit());
        let is_command = is_of(&self.verbs) || is_of(&self.numbered) && words.next().is_some_and(is_number);
        is_command && words.count() <= MOST_ARGUMENTS
    }

    /// Whether all lines that the author wrote are commands, up to one that ends them.
    pub fn are_all(&self, subject: &Subject) -> bool {
        let texts = || subject.draft.own_blocks().map(|(_, block)| block.text.as_str());
        let lines = || texts().flat_map(|text| text.split(['\n', LINE_BREAK])).take(MOST_LINES + 1);
        let commands = lines().take_while(|line| self.is_one(line)).count();
        let is_end = |line: &str| ENDS.iter().any(|end| line.eq_ignore_ascii_case(end));
        commands > 0 && commands <= MOST_LINES && lines().nth(commands).is_none_or(is_end)
    }
}

/// What ends commands; a program reads nothing behind it.
const ENDS: [&str; 4] = ["end", "quit", "stop", "thanks"];

/// A line with more words is a sentence.
const MOST_ARGUMENTS: usize = 5;

/// A mail with more lines is a text.
const MOST_LINES: usize = 20;
