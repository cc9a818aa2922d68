//! Findings as a few plain lines, for where mail is held: a pager, a status line, the answer of
//! a mail server. Places are told in words of the message, since its lines and encodings are the
//! mail client's, not the author's.

use super::escape::visible;
use super::tally::counted;
use super::words;
use crate::check::{Diagnostic, Report};
use crate::rules::Level;

/// How many characters a line has at most, so that it stands on one line of a terminal, also
/// behind the code of an SMTP reply.
pub const WIDTH: usize = 72;
/// How many findings are told; of the others only how many there are.
const MOST: usize = 8;

/// The findings at or above a level, gravest first, each with what to do. Each line has at most
/// [`WIDTH`] characters and is safe to show.
pub fn lines(report: &Report, least: Level) -> Vec<String> {
    let mut found: Vec<&Diagnostic> =
        report.diagnostics.iter().filter(|diagnostic| diagnostic.level >= least.max(Level::Info)).collect();
    found.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
    let mut lines = Vec::new();
    for diagnostic in found.iter().take(MOST) {
        push_wrapped(&mut lines, "- ", &told(report, diagnostic));
        let finding = &diagnostic.finding;
        if let Some(remedy) = finding.remedy() {
            push_wrapped(&mut lines, "  > ", &visible(remedy));
        }
    }
    if found.len() > MOST {
        lines.push(format!("- and {} more", counted(found.len() - MOST, "finding")));
    }
    lines
}

/// What is the matter, with the words it is about where it does not hold them itself.
fn told(report: &Report, diagnostic: &Diagnostic) -> String {
    let text = visible(&diagnostic.finding.text);
    let words = words::shortened(&words::text_at(report, diagnostic.finding.span));
    match words.is_empty() || text.contains(words.trim_end_matches('…')) {
        true => format!("{text} [{}]", diagnostic.rule),
        false => format!("{text}: “{words}” [{}]", diagnostic.rule),
    }
}

/// Adds a text behind a sign, its further lines below its first. A word that is longer than a
/// line is broken.
fn push_wrapped(lines: &mut Vec<String>, sign: &str, text: &str) {
    let indent = " ".repeat(sign.len());
    let mut line = sign.to_owned();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        let mut word = word;
        loop {
            let used = line.chars().count() + usize::from(!is_empty);
            let length = word.chars().count();
            if used + length <= WIDTH {
                if !is_empty {
                    line.push(' ');
                }
                line.push_str(word);
                is_empty = false;
                break;
            }
            if is_empty {
                let end = word.char_indices().nth(WIDTH - used).map_or(word.len(), |(at, _)| at);
                line.push_str(&word[..end]);
                word = &word[end..];
            }
            lines.push(std::mem::replace(&mut line, indent.clone()));
            is_empty = true;
        }
    }
    lines.push(line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Settings, Source, check};

    fn told(text: &str, least: Level) -> Vec<String> {
        let source = Source::new("message.eml", text.as_bytes());
        lines(&check(&source, &Settings::default(), &Context::default()), least)
    }

    #[test]
    fn the_gravest_comes_first_with_the_words_it_is_about() {
        let mail = "From: a@a.example\nTo: b@b.example\nSubject: Quick question\nDate: Tue, 01 Jun 2026 10:00:00 +0200\n\n\
                    Hello Ben,\n\nI have attached the contract. Could you sign it by Friday, 4 June?\n";
        assert_eq!(
            told(mail, Level::Error),
            [
                "- an attachment is announced, yet none is there: “I have attached”",
                "  [hygiene/missing-attachment]",
                "  > attach the file, or say where it is to be found",
                "- 4 June is a Thursday, not a Friday: “Friday, 4 June”",
                "  [deadline/weekday-mismatch]",
                "  > write “Thursday 4 June” or “Friday 5 June”",
            ]
        );
        let all = told(mail, Level::Warning);
        assert!(all.len() > 6 && all.iter().any(|line| line.contains("Quick question")), "{all:?}");
    }

    #[test]
    fn lines_are_short_whatever_is_in_them() {
        let mut lines = Vec::new();
        push_wrapped(&mut lines, "- ", &format!("{} {}", "ü".repeat(200), "word ".repeat(40)));
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{lines:?}");
        let words: String = lines.concat().split_whitespace().collect();
        assert_eq!(words.matches('ü').count() + words.matches("word").count(), 240);
        assert_eq!(lines.iter().filter(|line| line.starts_with("- ")).count(), 1);
    }
}
