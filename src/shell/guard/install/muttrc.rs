//! What a configuration file of mutt sets, as far as it matters which command sends.

use std::fs;
use std::path::Path;

use crate::shell::config::expanded;

/// How deep files that read each other are followed.
const DEEPEST: usize = 8;

/// The variables that a file sets, in order, with the values; those of files that it reads included.
/// What a command of the shell would say (backquotes, a file that ends with `|`) stays unknown.
pub fn settings(text: &str, home: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(text, home, DEEPEST, &mut found);
    found
}

fn collect(text: &str, home: &Path, depth: usize, found: &mut Vec<(String, String)>) {
    // A backslash at the end of a line goes on with the next.
    for line in text.replace("\\\n", "").lines() {
        let words = words(line);
        match words.split_first() {
            Some((command, rest)) if command == "set" => found.extend(assignments(rest)),
            Some((command, rest)) if command == "source" && depth > 0 => {
                for file in rest.iter().filter(|file| !file.ends_with('|')) {
                    let path = home.join(expanded(Path::new(file), Some(home)));
                    if let Ok(text) = fs::read_to_string(path) {
                        collect(&text, home, depth - 1, found);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Pairs each name with the value behind its equals sign.
fn assignments(words: &[String]) -> Vec<(String, String)> {
    let signs: Vec<usize> = (0..words.len()).filter(|at| words[*at] == "=").collect();
    let pair = |at: &usize| Some((words.get(at.checked_sub(1)?)?.clone(), words.get(at + 1)?.clone()));
    signs.iter().filter_map(pair).collect()
}

/// The words of a line without their quotation marks; an equals sign is one by itself, and `#` ends
/// the line.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' | '\'' => {
                let word = word.get_or_insert_default();
                while let Some(inner) = chars.next().filter(|inner| *inner != c) {
                    match inner {
                        '\\' if c == '"' => word.extend(chars.next()),
                        _ => word.push(inner),
                    }
                }
            }
            '#' if word.is_none() => break,
            '=' if words.last().is_none_or(|last| last != "=") => {
                words.extend(word.take());
                words.push("=".to_owned());
            }
            c if c.is_whitespace() || c == ';' => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_mutt_reads_them() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("other"), "set sendmail=other\nsource other\n").unwrap();
        let last = |text: &str| {
            let found = settings(text, home.path());
            found.into_iter().rev().find(|(name, _)| name == "sendmail").map(|(_, value)| value)
        };
        for (text, value) in [
            ("set sendmail=\"/usr/bin/msmtp -t\"", Some("/usr/bin/msmtp -t")),
            ("set from='a@a.example' sendmail = 'msmtp -a home' # why", Some("msmtp -a home")),
            ("set sendmail=msmtp\nset sendmail=\"a \\\"b\\\"\"", Some("a \"b\"")),
            ("set \\\n sendmail=msmtp", Some("msmtp")),
            ("source ~/other", Some("other")),
            ("# set sendmail=msmtp\nset sendmail_wait=0", None),
            ("my_hdr X-A: set sendmail=b", None),
            ("set url=\"a=b\" sendmail=x=y", Some("x=y")),
        ] {
            assert_eq!(last(text).as_deref(), value, "{text}");
        }
    }
}
